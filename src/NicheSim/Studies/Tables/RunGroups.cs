namespace NicheSim.Studies;

/// <summary>The runs that are summed up together: those of an arm, of each point apart in a full grid; where points are drawn, they are one sample.</summary>
internal sealed class RunGroups
{
    private readonly StudyPlan _plan;
    private readonly ILookup<int, RunGroup> _byPoint;

    public RunGroups(StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        _plan = plan;
        IsByPoint = !plan.IsSampled && plan.Parameters.Count > 0;
        All = [.. outcomes
            .GroupBy(outcome => (outcome.Run.Arm, Point: IsByPoint ? outcome.Run.Point : -1))
            .Select(group => new RunGroup(group.Key.Arm, group.Key.Point, plan.Arms[group.Key.Arm].Name, [.. group]))];
        _byPoint = All.ToLookup(group => group.Point);
    }

    /// <summary>In the order of arms, then points.</summary>
    public IReadOnlyList<RunGroup> All { get; }

    /// <summary>True where each point is a group of its own.</summary>
    public bool IsByPoint { get; }

    /// <summary>Columns that name a group.</summary>
    /// <param name="arm">What its arm is called.</param>
    public string[] Columns(string arm = "arm") => IsByPoint ? [arm, "point", .. _plan.Parameters.Select(parameter => parameter.Name)] : [arm];

    /// <summary>The cells of these columns.</summary>
    public object?[] Cells(RunGroup group) => IsByPoint ? [group.Arm, group.Point, .. group.Outcomes[0].Run.Values.Cast<object?>()] : [group.Arm];

    /// <summary>The group of another arm at the same point.</summary>
    public RunGroup? Beside(RunGroup group, string arm) => _byPoint[group.Point].FirstOrDefault(other => other.Arm == arm);

    /// <summary>
    /// A value per run, or, where points are drawn and each is run several times, the mean of each point: replicates of a point are no further sample of points.
    /// Where one of them is missing, so is the mean.
    /// </summary>
    public static double[] PerPoint(StudyPlan plan, IReadOnlyList<RunOutcome> runs, IReadOnlyList<double> values)
        => !plan.IsSampled || plan.IsCohort ? [.. values] : [.. runs.Zip(values).GroupBy(run => run.First.Run.Point, run => run.Second).Select(point => point.Average())];
}

/// <summary>Runs of one arm.</summary>
/// <param name="ArmNumber">Number of the arm.</param>
/// <param name="Point">Number of the point; -1 where all points are in it.</param>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Outcomes">The runs, in the order of points and replicates.</param>
internal sealed record RunGroup(int ArmNumber, int Point, string Arm, RunOutcome[] Outcomes)
{
    /// <summary>The value of each complete run on a day; NaN where it has none.</summary>
    public double[] Values(string readout, double? day) => [.. Complete.Select(outcome => outcome.Tables!.At(readout, day))];

    public IEnumerable<RunOutcome> Complete => Outcomes.Where(outcome => outcome.Tables is not null);

    /// <summary>Runs of this group and of another one with the same point and replicate, both complete.</summary>
    public IEnumerable<(RunOutcome Own, RunOutcome Other)> PairedWith(RunGroup other)
        => Complete.Join(other.Complete, own => (own.Run.Point, own.Run.Replicate), own => (own.Run.Point, own.Run.Replicate), (own, twin) => (own, twin));
}
