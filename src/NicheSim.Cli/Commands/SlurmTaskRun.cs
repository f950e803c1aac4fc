using System.Globalization;
using NicheSim.Cli.Output;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary>This process as one task of an array job: what the batch script of <c>study --engine slurm</c> calls.</summary>
/// <param name="submission">Folder of the submission.</param>
/// <param name="number">Number of the task.</param>
internal sealed class SlurmTaskRun(string submission, int number)
{
    /// <summary>Share of the task's memory that its runs may take; the rest is for the process.</summary>
    private const double ShareOfMemory = 0.8;

    /// <param name="load">Loads the study.</param>
    /// <param name="folder">The study's folder.</param>
    /// <param name="terminal">Its log.</param>
    /// <returns>The <see cref="ExitCode"/>.</returns>
    public int Run(Func<StudyPlan> load, string folder, Terminal terminal)
    {
        var processors = Processors.Allotted();
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"task {number} on {Environment.MachineName}, {Words.Count(processors, "processor")}, process {Environment.ProcessId}"));
        using var stop = new Interruption(terminal);
        StudyPlan plan;
        try
        {
            plan = load();
        }
        catch (BadInputException e)
        {
            SlurmTask.Refuse(submission, number, e.Message.Length > 0 ? e.Message : "the study has errors; the task's log says which");
            throw;
        }

        stop.Begin();
        var status = SlurmTask.Execute(plan, folder, submission, number, new LocalEngine(processors, AllottedMemory() * ShareOfMemory), stop.Token);
        if (status.State == ShareState.Refused)
            throw new BadInputException(status.Message);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{status.State.ToString().ToLowerInvariant()}: {Words.Count(status.Complete, "run")} complete, {status.Failed} failed"));
        return status.State == ShareState.Interrupted ? ExitCode.Interrupted : status is { State: ShareState.Done, Failed: 0 } ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Memory of this task [bytes]: the cgroup's, and what Slurm has given it where it uses none.</summary>
    private static double AllottedMemory()
    {
        var all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return long.TryParse(Environment.GetEnvironmentVariable("SLURM_MEM_PER_NODE"), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes > 0
            ? Math.Min(all, megabytes * (double)(1 << 20)) : all;
    }
}
