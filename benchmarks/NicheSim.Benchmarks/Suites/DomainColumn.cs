using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace NicheSim.Benchmarks.Suites;

/// <summary>A result in the units of the domain: what one call does, as the suite tells of its case, over the mean time of a call.</summary>
internal sealed class DomainColumn(string name, string legend, Func<IDomainSuite, double> perCall) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not IDomainSuite suite)
            return "-";
        foreach (var parameter in benchmarkCase.Parameters.Items)
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(suite, parameter.Value);
        var amount = perCall(suite);
        return amount == 0 ? "-" : (amount / (statistics.Mean / 1e9)).ToString("g4", CultureInfo.InvariantCulture);
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}

/// <summary>A suite that can say what one call of a case does. Only its parameters are set when it is asked.</summary>
public interface IDomainSuite
{
    /// <summary>Voxels x fields that a call brings one step, cycle or solve further.</summary>
    double VoxelUpdates { get; }

    /// <summary>Cells that a call brings one tick further.</summary>
    double CellUpdates { get; }

    /// <summary>Days that a call simulates.</summary>
    double Days { get; }
}
