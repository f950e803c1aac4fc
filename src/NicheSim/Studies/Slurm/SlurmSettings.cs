namespace NicheSim.Studies;

/// <summary>What is asked of Slurm, named as sbatch names it. What is null is left to the cluster's own defaults, unless it says otherwise.</summary>
public sealed record SlurmSettings
{
    public string? Partition { get; init; }

    public string? Account { get; init; }

    /// <summary>Time limit of a task, as sbatch takes it.</summary>
    public string? Time { get; init; }

    /// <summary>Memory of a task, as sbatch takes it; null asks for what its runs are estimated to need.</summary>
    public string? Memory { get; init; }

    /// <summary>Processors of a task: as many runs go on in it at a time.</summary>
    public int CpusPerTask { get; init; } = 1;

    /// <summary>Most tasks that run at a time.</summary>
    public int? ArrayThrottle { get; init; }

    /// <summary>Tasks to divide the runs among; null gives every processor a point and replicate, with at most <see cref="MostTasksByDefault"/> tasks.</summary>
    public int? Tasks { get; init; }

    /// <summary>Well below the 1,000 that a cluster allows where its administrators have said nothing (MaxArraySize).</summary>
    internal const int MostTasksByDefault = 100;
}
