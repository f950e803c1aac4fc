using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace NicheSim.Tests.Studies;

/// <summary>
/// A cluster of one node on this machine: Debian's slurmctld, slurmd, slurm-client and munge, installed where they are missing, started in a temporary folder and
/// stopped at the end. Needs root, as slurmd does.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"];
    private readonly List<Process> _daemons = [];
    private Process? _slurmd;

    public SlurmCluster()
    {
        try
        {
            Problem = Start();
        }
        catch (Exception e) when (e is IOException or Win32Exception or UnauthorizedAccessException)
        {
            Problem = e.Message;
        }
    }

    /// <summary>Why there is no cluster; empty where it works.</summary>
    public string Problem { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nichesim-slurm-").FullName;

    public string Configuration => Path.Combine(Folder, "slurm.conf");

    /// <summary>Runs one of Slurm's commands to its end.</summary>
    public string Call(string command, params string[] arguments)
    {
        var (code, output) = Run(command, TimeSpan.FromSeconds(60), arguments);
        Assert.True(code == 0, $"{command}: {output}");
        return output;
    }

    /// <summary>Kills the node's daemon (SIGKILL); its jobs go on.</summary>
    public void KillNode()
    {
        _slurmd!.Kill();
        _slurmd.WaitForExit();
    }

    public void StartNode() => _slurmd = Daemon("slurmd");

    public void Dispose()
    {
        if (Problem.Length == 0)
        {
            Run("scancel", TimeSpan.FromSeconds(10), "--user=root");
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < TimeSpan.FromSeconds(15) && Run("squeue", TimeSpan.FromSeconds(10), "--noheader").Output.Trim().Length > 0)
                Thread.Sleep(100);
        }

        foreach (var daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private string Start()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "a Slurm of one node needs Linux and root";
        if (!Programs.All(IsHere))
            Install();
        if (Programs.FirstOrDefault(program => !IsHere(program)) is { } missing)
            return $"{missing} is not installed, and apt-get cannot install it";
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        var munge = Directory.CreateDirectory(Path.Combine(Folder, "munge")).FullName;
        File.WriteAllBytes(Path.Combine(munge, "key"), RandomNumberGenerator.GetBytes(128));
        File.SetUnixFileMode(Path.Combine(munge, "key"), UnixFileMode.UserRead);
        Run("chown", TimeSpan.FromSeconds(10), "-R", "munge", munge);
        Directory.CreateDirectory(Path.Combine(Folder, "state"));
        Directory.CreateDirectory(Path.Combine(Folder, "spool"));
        File.WriteAllText(Path.Combine(Folder, "cgroup.conf"), "");
        var name = Run("hostname", TimeSpan.FromSeconds(10), "-s").Output.Trim();
        File.WriteAllText(
            Configuration,
            $"""
            ClusterName=nichesim
            SlurmctldHost={name}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            AuthType=auth/munge
            CredType=cred/munge
            AuthInfo=socket={munge}/socket,cred_expire=5
            SlurmUser=root
            StateSaveLocation={Folder}/state
            SlurmdSpoolDir={Folder}/spool
            SlurmctldPidFile={Folder}/slurmctld.pid
            SlurmdPidFile={Folder}/slurmd.pid
            SlurmctldLogFile={Folder}/slurmctld.log
            SlurmdLogFile={Folder}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerType=sched/backfill
            SchedulerParameters=batch_sched_delay=1,sched_interval=1,bf_interval=1
            SlurmdParameters=config_overrides
            ReturnToService=2
            SlurmdTimeout=60
            KillWait=10
            NodeName={name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000
            PartitionName=all Nodes={name} Default=YES MaxTime=INFINITE State=UP

            """);
        Daemon("runuser", "-u", "munge", "--", Where("munged")!, "--foreground", $"--key-file={munge}/key", $"--socket={munge}/socket", $"--pid-file={munge}/pid", $"--log-file={munge}/log", $"--seed-file={munge}/seed");
        if (!Until(() => File.Exists($"{munge}/socket")))
            return "munged does not start";
        Daemon("slurmctld", "-D");
        StartNode();
        return Until(() => Run("sinfo", TimeSpan.FromSeconds(10), "--noheader", "--format=%T").Output.Trim() == "idle") ? "" : $"the node is not idle: {Run("sinfo", TimeSpan.FromSeconds(10)).Output}";
    }

    /// <summary>A program of the system's folders, which the PATH of a test may lack.</summary>
    private static string? Where(string program)
        => Array.Find([.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"], folder => File.Exists(Path.Combine(folder, program))) is { } folder ? Path.Combine(folder, program) : null;

    private static bool IsHere(string program) => Where(program) is not null;

    private void Install()
    {
        if (!IsHere("apt-get"))
            return;
        if (Get("install").Code != 0 && Get("update").Code == 0)
            Get("install");

        (int Code, string Output) Get(string what) => Run("apt-get", TimeSpan.FromMinutes(4),
            ["-qq", "-y", "-o", "DPkg::Lock::Timeout=60", what, .. what == "install" ? ["--no-install-recommends", "slurmctld", "slurmd", "slurm-client", "munge"] : Array.Empty<string>()]);
    }

    private Process Daemon(string program, params string[] arguments)
    {
        // sh becomes the program, whose words go nowhere: they are in its log too.
        var process = Process.Start(Info("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", Where(program) ?? program, .. arguments.Length > 0 ? arguments : ["-D"]]))!;
        _daemons.Add(process);
        return process;
    }

    private (int Code, string Output) Run(string program, TimeSpan patience, params string[] arguments)
    {
        using var process = Process.Start(Info(Where(program) ?? program, arguments))!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (process.WaitForExit(patience))
            return (process.ExitCode, output.Result + error.Result);
        process.Kill(entireProcessTree: true);
        return (-1, $"{program} does not come to an end");
    }

    private ProcessStartInfo Info(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        info.Environment["SLURM_CONF"] = Configuration;
        info.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        // Debian's packages start no service of their own at this level.
        info.Environment["RUNLEVEL"] = "1";
        return info;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Until(Func<bool> isTrue)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); Thread.Sleep(50))
            if (isTrue())
                return true;
        return false;
    }
}
