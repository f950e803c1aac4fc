using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace NicheSim.Benchmarks.Suites;

/// <summary>Warm for half a second at least and fifteen measurements, unless the command line asks for other ones; and the columns of the domain.</summary>
internal sealed class SuiteConfig : ManualConfig
{
    public SuiteConfig()
    {
        AddJob(Job.Default.WithMinIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(6).WithIterationCount(15).AsDefault());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(
            new DomainColumn("voxel updates/s", "Voxels x fields, one step, cycle or solve each, per second", suite => suite.VoxelUpdates),
            new DomainColumn("cell updates/s", "Cells, one tick each, per second", suite => suite.CellUpdates),
            new DomainColumn("days/s", "Simulated days per second", suite => suite.Days));
        HideColumns(Column.Error, Column.StdDev);
    }
}
