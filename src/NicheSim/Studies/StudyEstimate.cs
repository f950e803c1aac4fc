using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>What a study will take.</summary>
/// <param name="Runs">Runs that it asks for; of a calibration, the most.</param>
/// <param name="MemoryBytes">Memory of its largest run.</param>
/// <param name="DiskBytes">What all runs leave, about.</param>
/// <param name="Time">Of all runs, on so many processors, by the first ticks of one of them; null where that one would not get far.</param>
public sealed record StudyEstimate(int Runs, double MemoryBytes, double DiskBytes, TimeSpan? Time)
{
    /// <summary>Bytes of a number in a table, with its comma; of a run's scenario and record; of a checkpoint and the maps per voxel and field.</summary>
    private const double BytesOfNumber = 8, BytesOfTexts = 40_000, BytesOfVoxel = 6;

    /// <summary>Columns of fields.csv per field, and of the other tables besides populations and readouts.</summary>
    private const int ColumnsOfField = 10, FurtherColumns = 60;

    /// <param name="plan">The study.</param>
    /// <param name="processors">Runs at a time.</param>
    /// <exception cref="InvalidDataException">An arm does not compile.</exception>
    public static StudyEstimate Of(StudyPlan plan, int processors)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var values = plan.Points.Count > 0 ? plan.Points[0] : [.. plan.Parameters.Select(parameter => parameter.At(0.5))];
        var scenarios = plan.Arms.Select(arm => plan.Compiler.Compile(arm, values, plan.Seeds[0])).ToArray();
        var runs = plan.Settings.Calibration is { } calibration ? calibration.MostRuns : plan.Runs.Count;
        var one = TimeEstimate.Of(scenarios[0], 1, TimeEstimate.Usual, out _);
        return new StudyEstimate(
            runs, Math.Max(scenarios.Max(scenario => MemoryEstimate.Bytes(scenario.Scenario)), MostMemory(plan, values)), scenarios.Average(scenario => Disk(plan, scenario)) * runs, one * Math.Ceiling((double)runs / processors));
    }

    /// <summary>Memory of the largest run over arms and points, but for the point that was looked at already; what does not compile counts nothing, and says why in its turn.</summary>
    private static double MostMemory(StudyPlan plan, double[] known)
    {
        var most = 0.0;
        var points = (plan.Points.Count > 0 ? StudyPlan.Extremes(plan.Points, plan.Arms.Count) : Ends(plan)).Where(point => point != known).ToArray();
        foreach (var arm in plan.Arms)
            foreach (var values in points)
                try
                {
                    most = Math.Max(most, MemoryEstimate.Bytes(plan.Compiler.Compile(arm, values, plan.Seeds[0]).Scenario));
                }
                catch (InvalidDataException)
                {
                    // Other points are looked at all the same.
                }

        return most;
    }

    /// <summary>Where points are drawn as the runs go: each parameter at either end, the others in the middle.</summary>
    private static IEnumerable<double[]> Ends(StudyPlan plan)
        => from one in plan.Parameters
           from end in new[] { 0.0, 1.0 }
           select plan.Parameters.Select(parameter => parameter.At(parameter == one ? end : 0.5)).ToArray();

    private static double Disk(StudyPlan plan, CompiledScenario scenario)
    {
        var rows = RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan).Length;
        var columns = RunTables.Populations(scenario).Count() + RunTables.Readouts(scenario).Count() + (ColumnsOfField * scenario.Plan.Fields.Length) + FurtherColumns;
        var whole = plan.Settings.Keep == Keep.Everything ? BytesOfVoxel * scenario.Plan.Grid.Count * (scenario.Plan.Fields.Length + 2) : 0;
        return (rows * columns * BytesOfNumber) + BytesOfTexts + whole;
    }
}
