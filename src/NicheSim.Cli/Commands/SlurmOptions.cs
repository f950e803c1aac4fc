using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary>Options of <c>study</c> that hand its runs to Slurm; named as sbatch names them.</summary>
internal sealed partial class SlurmOptions
{
    private const string Local = "local", Slurm = "slurm";
    private const string From1 = "a whole number from 1 on";

    private readonly Option<string> _engine = new("--engine")
    {
        HelpName = $"{Local}|{Slurm}", Description = "What makes the runs: this machine, or a cluster through Slurm.", DefaultValueFactory = _ => Local,
        CustomParser = result => result.Tokens[^1].Value is Local or Slurm ? result.Tokens[^1].Value : Refuse(result, $"{Local} or {Slurm}"),
    };

    private readonly Option<string?> _partition = Word("--partition", "NAME", "Slurm: partition of the job.");
    private readonly Option<string?> _account = Word("--account", "NAME", "Slurm: account that is charged.");
    private readonly Option<string?> _time = Word("--time", "LIMIT", "Slurm: time limit of a task, as 4:00:00 or 2-00:00:00. A minute before it, a task saves its runs and goes back into the queue.");
    private readonly Option<string?> _memory = Word("--mem", "SIZE", "Slurm: memory of a task, as 4G; what its runs are estimated to need where left out.");
    private readonly Option<int?> _cpus = NumberOption.Create("--cpus-per-task", "N", 1, From1, "Slurm: processors of a task, and runs at a time in it; 1 where left out.");
    private readonly Option<int?> _throttle = NumberOption.Create("--array-throttle", "N", 1, From1, "Slurm: most tasks at work at a time.");
    private readonly Option<int?> _tasks = NumberOption.Create("--tasks", "N", 1, From1, "Slurm: tasks of the array, among which the runs are divided; where left out as many as keep every processor busy, at most 100.");

    /// <summary>What a batch script calls: the folder of the submission that it is a task of.</summary>
    private readonly Option<string?> _task = new("--slurm-task") { Hidden = true };

    private IEnumerable<Option> OfSlurm => [_partition, _account, _time, _memory, _cpus, _throttle, _tasks];

    public void AddTo(Command command)
    {
        foreach (var option in OfSlurm.Prepend(_engine).Append(_task))
            command.Add(option);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_engine) == Slurm;

    /// <summary>Refuses options of the other engine.</summary>
    /// <exception cref="BadInputException">There is one, or Slurm is not here.</exception>
    public void Check(ParseResult parsed, Option threads)
    {
        var isSlurm = IsAsked(parsed);
        if (isSlurm && parsed.GetResult(threads) is not null)
            throw new BadInputException($"{threads.Name} goes with --engine {Local}; of a cluster, {_cpus.Name} says how many runs go on at a time in a task");
        if (!isSlurm && OfSlurm.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } stray)
            throw new BadInputException($"{stray.Name} goes with --engine {Slurm}");
        if (isSlurm && SlurmEngine.MissingCommand() is { } missing)
            throw new BadInputException($"--engine {Slurm}: {missing} is not on this machine's PATH; call nichesim where jobs are submitted, on a login node of the cluster");
    }

    /// <summary>The engine of a cluster; null for this machine.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">The study's folder.</param>
    /// <param name="command">See <see cref="TaskCommand"/>.</param>
    /// <param name="memoryBytes">Memory of its largest run.</param>
    public SlurmEngine? EngineOf(ParseResult parsed, string folder, IReadOnlyList<string> command, double memoryBytes) => !IsAsked(parsed) ? null : new SlurmEngine(
        new SlurmSettings
        {
            Partition = parsed.GetValue(_partition), Account = parsed.GetValue(_account), Time = parsed.GetValue(_time), Memory = parsed.GetValue(_memory),
            CpusPerTask = parsed.GetValue(_cpus) ?? 1, ArrayThrottle = parsed.GetValue(_throttle), Tasks = parsed.GetValue(_tasks),
        },
        folder, command, memoryBytes);

    /// <summary>The task that this process is; null where it is none.</summary>
    /// <exception cref="BadInputException">It is not one of Slurm's.</exception>
    public SlurmTaskRun? TaskOf(ParseResult parsed) => parsed.GetValue(_task) is not { } submission ? null
        : int.TryParse(Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new SlurmTaskRun(submission, number)
        : throw new BadInputException($"{_task.Name} is for the batch script of --engine {Slurm}: there is no SLURM_ARRAY_TASK_ID");

    /// <summary>What a task calls, in any folder of any node: this program with the same study.</summary>
    public static IReadOnlyList<string> TaskCommand(string file, string folder, LoaderOptions options, string? library)
    {
        var program = typeof(SlurmOptions).Assembly;
        // Either the program's own executable, or dotnet with the program as its argument.
        var path = Environment.ProcessPath ?? "dotnet";
        var isHost = Path.GetFileName(path) is "dotnet" or "dotnet.exe";
        // Where other programs hold this one (tests), it is called by dotnet too.
        var own = !isHost && Assembly.GetEntryAssembly() == program ? path : null;
        var host = isHost ? path : "dotnet";
        return
        [
            .. own is not null ? [own] : new[] { host, program.Location },
            "study", Path.GetFullPath(file), "--out", Path.GetFullPath(folder),
            .. options.Assignments.SelectMany(assignment => new[] { "--set", assignment }),
            .. library is null ? [] : new[] { "--library", Path.GetFullPath(library) },
            .. options.AllowPathsOutside ? ["--allow-files"] : Array.Empty<string>(),
            "--slurm-task",
        ];
    }

    /// <summary>What a cluster leaves to say: what went wrong, and how to go on with jobs that run on.</summary>
    public static void Tell(SlurmEngine? engine, Terminal terminal)
    {
        foreach (var problem in engine?.Problems ?? [])
            terminal.Error.WriteLine($"nichesim: error: {problem}");
        if (engine is { RunsOn: true, Jobs: { Count: > 0 } jobs })
            terminal.Error.WriteLine($"nichesim: job {string.Join(' ', jobs)} goes on without this command; the same command follows it again, scancel {string.Join(' ', jobs)} ends it");
    }

    /// <summary>An option whose value goes into a batch script.</summary>
    private static Option<string?> Word(string name, string letter, string description) => new(name)
    {
        HelpName = letter,
        Description = description,
        CustomParser = result => Plain().IsMatch(result.Tokens[^1].Value) ? result.Tokens[^1].Value : Refuse(result, "letters, digits and . , : _ + -"),
    };

    private static string Refuse(ArgumentResult result, string expected)
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected {expected}, found {Suggestion.Quote(result.Tokens[^1].Value)}");
        return "";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.,:_+-]*\z")]
    private static partial Regex Plain();
}
