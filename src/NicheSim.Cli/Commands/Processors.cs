using System.Globalization;

namespace NicheSim.Cli.Commands;

/// <summary>What this process may use of the machine.</summary>
internal static class Processors
{
    /// <summary>Processors that this process may use: the cgroup's and the affinity mask's, and of a Slurm task its own.</summary>
    public static int Allotted()
        => int.TryParse(Environment.GetEnvironmentVariable("SLURM_CPUS_PER_TASK"), NumberStyles.None, CultureInfo.InvariantCulture, out var slurm) && slurm > 0
            ? Math.Min(slurm, Environment.ProcessorCount)
            : Environment.ProcessorCount;
}
