using System.Diagnostics;
using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

/// <summary>What can go wrong with a folder while a run goes on: it fails with a message, destroys nothing, and goes on once the trouble is over.</summary>
public class FaultTests
{
    private static readonly string[] Long = [.. TinyNiche.Busy, "time:recordEveryHours=1"];

    [Fact]
    public void A_checkpoint_that_finds_no_room_fails_the_run_which_can_go_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no device that is always full");
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Long);
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });

        var fullFrom = 0;
        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"], CheckpointSeconds = 0 }, at =>
        {
            if (at.Tick < 30 || fullFrom > 0)
                return;
            try
            {
                File.CreateSymbolicLink(folder["run/checkpoint.new"], "/dev/full");
                fullFrom = at.Tick;
            }
            catch (IOException)
            {
                // The one before is still being written: at the next tick.
            }
        });

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Contains("No space left on device", result.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, RunRecord.Read(folder["run"])!.Status);
        Assert.False(File.Exists(folder["run/checkpoint.new"]));
        using (var checkpoint = Checkpoint.Open(folder["run"]))
            Assert.InRange(checkpoint.Origin.Tick, fullFrom - 2, fullFrom);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true }).Status);
        RunComparison.AssertSame(folder["whole"], folder["run"]);
    }

    [Fact]
    public void A_disk_that_is_full_or_read_only_leaves_whole_rows_and_the_run_goes_on_when_there_is_room()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["disk"]);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder["disk"]), "needs the right to mount");
        try
        {
            var scenario = TinyNiche.Compile(Long);
            Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
            // What is there before is not touched.
            File.WriteAllBytes(folder["disk/thesis.txt"], new byte[5000]);

            var result = Run.Execute(scenario, new RunOptions { Folder = folder["disk/run"], CheckpointSeconds = 0 });

            Assert.Equal(RunStatus.Failed, result.Status);
            Assert.Contains("No space left on device", result.Message, StringComparison.Ordinal);
            foreach (var name in (string[])["populations.csv", "fields.csv", "readouts.csv", "events.csv", "bone.csv"])
                Assert.StartsWith(folder.Text("disk/run/" + name), folder.Text("whole/" + name), StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(folder["disk/run"], "*.csv").Where(file => !file.Contains("map-last", StringComparison.Ordinal)), file => Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal));
            Assert.Equal(5000, new FileInfo(folder["disk/thesis.txt"]).Length);

            Assert.True(Mount("-o", "remount,ro,size=4m", folder["disk"]));
            var blocked = Run.Execute(scenario, new RunOptions { Folder = folder["disk/run"], Resume = true });
            Assert.Equal(RunStatus.Failed, blocked.Status);
            Assert.Contains("ead-only file system", blocked.Message, StringComparison.Ordinal);

            Assert.True(Mount("-o", "remount,rw,size=4m", folder["disk"]));
            Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["disk/run"], Resume = true }).Status);
            RunComparison.AssertSame(folder["whole"], folder["disk/run"]);
        }
        finally
        {
            using var process = Process.Start("umount", folder["disk"]);
            process.WaitForExit();
        }

        static bool Mount(params string[] args)
        {
            using var process = Process.Start(new ProcessStartInfo("mount", args) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }

    [Fact]
    public void A_folder_that_is_removed_is_said_and_not_made_anew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "open files hold their folder");
        using var folder = new TemporaryFolder();

        var result = Run.Execute(TinyNiche.Compile(Long), new RunOptions { Folder = folder["run"] }, at => Remove(folder["run"], at.Tick == 30));

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.EndsWith("was taken away while the run went on", result.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_run_whose_folder_became_that_of_another_run_touches_nothing_in_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "open files hold their folder");
        using var folder = new TemporaryFolder();
        RunResult? second = null;

        var first = Run.Execute(TinyNiche.Compile(Long), new RunOptions { Folder = folder["run"] }, at =>
        {
            if (at.Tick != 30)
                return;
            Remove(folder["run"], true);
            second = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] });
            RunComparison.Copy(folder["run"], folder["second"]);
        });

        Assert.Equal((RunStatus.Failed, RunStatus.Complete), (first.Status, second!.Status));
        RunComparison.AssertSame(folder["second"], folder["run"]);
    }

    [Fact]
    public void A_run_that_breaks_down_keeps_the_checkpoint_from_before()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Long);
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });

        Assert.Throws<InvalidOperationException>(() => Run.Execute(scenario, new RunOptions { Folder = folder["run"] }, at =>
        {
            if (at.Tick == 30)
                throw new InvalidOperationException();
        }));

        Assert.Equal(RunStatus.Failed, RunRecord.Read(folder["run"])!.Status);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true }).Status);
        RunComparison.AssertSame(folder["whole"], folder["run"]);
    }

    /// <summary>Removes a folder into which a run may be writing at that instant.</summary>
    private static void Remove(string folder, bool now)
    {
        for (var tries = 100; now && Directory.Exists(folder); tries--)
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries > 0)
            {
                Thread.Sleep(10);
            }
    }
}
