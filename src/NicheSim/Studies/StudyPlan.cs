namespace NicheSim.Studies;

/// <summary>A study, ready to run: checked, its arms in the order of its file, its points and seeds drawn.</summary>
public sealed class StudyPlan
{
    /// <summary>Scenarios that are all looked at: compiling one takes some ten milliseconds.</summary>
    private const int FewScenarios = 100;

    internal StudyPlan(RunCompiler compiler) => Compiler = compiler;

    public required StudySettings Settings { get; init; }

    /// <summary>Name of the study.</summary>
    public required string Name { get; init; }

    /// <summary>The study's file with all its layers merged; empty where it comes from no file.</summary>
    public required string Resolved { get; init; }

    /// <summary>The arms in the order of the file; the first one is the control.</summary>
    public required IReadOnlyList<StudyArm> Arms { get; init; }

    /// <summary>The parameters in the order of the file.</summary>
    public required IReadOnlyList<StudyParameter> Parameters { get; init; }

    /// <summary>Points[point][parameter]: values in the scenario's units. One empty point where there is no parameter.</summary>
    public required IReadOnlyList<double[]> Points { get; init; }

    /// <summary>Seeds[replicate].</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>What the tables keep of readouts.csv and populations.csv, in that order.</summary>
    public required IReadOnlyList<string> Readouts { get; init; }

    /// <summary>Makes scenarios out of runs.</summary>
    internal RunCompiler Compiler { get; }

    public bool IsCohort => Settings is { Calibration: null, Design.Kind: DesignKind.Cohort } && Parameters.Count > 0;

    /// <summary>True where values are drawn or laid out in a range: then runs of many points are one sample.</summary>
    public bool IsSampled => Settings.Calibration is null && Parameters.Count > 0
        && Settings.Design.Kind is DesignKind.LatinHypercube or DesignKind.SobolSequence or DesignKind.Cohort or DesignKind.Morris or DesignKind.SobolIndices;

    /// <summary>All runs, in the order of the tables: by arm, point and replicate. Empty for a calibration, whose runs follow from one another.</summary>
    public IReadOnlyList<StudyRun> Runs => _runs ??= Settings.Calibration is null ? [.. Of(Points, 0)] : [];

    private StudyRun[]? _runs;

    /// <summary>The runs of some points in every arm; in a cohort each point has the replicate of its number.</summary>
    /// <param name="points">Values of the parameters.</param>
    /// <param name="first">Number of the first point.</param>
    internal IEnumerable<StudyRun> Of(IReadOnlyList<double[]> points, int first)
    {
        for (var arm = 0; arm < Arms.Count; arm++)
            for (var point = 0; point < points.Count; point++)
                for (var replicate = IsCohort ? point : 0; replicate < (IsCohort ? point + 1 : Math.Min(Seeds.Count, Arms[arm].MostReplicates)); replicate++)
                    yield return new StudyRun(arm, first + point, points[point], replicate, Seeds[replicate]);
    }

    /// <summary>Points among which the largest run is looked for: all where they are few, else those with the smallest and the largest value of each parameter.</summary>
    internal static IReadOnlyList<double[]> Extremes(IReadOnlyList<double[]> points, int arms)
        => points.Count <= Math.Max(1, FewScenarios / arms) ? points
            : [.. Enumerable.Range(0, points[0].Length).SelectMany(p => new[] { points.MinBy(values => values[p])!, points.MaxBy(values => values[p])! }).Distinct()];

    /// <summary>Number of an arm; -1 where there is none of that name.</summary>
    internal int ArmOf(string name) => Arms.ToList().FindIndex(arm => arm.Name == name);
}

/// <summary>One arm of a study.</summary>
/// <param name="Name">As the file names it; "all" in a study without arms.</param>
/// <param name="About">What it stands for.</param>
/// <param name="Layers">Files that lie under each run's scenario, from the lowest to the highest: the study's scenario and the overlays.</param>
/// <param name="Assignments">What lies over them, and where in the study's file it stands.</param>
/// <param name="MostReplicates">It is run for the first seeds only, where there are more than this.</param>
public sealed record StudyArm(string Name, string About, IReadOnlyList<string> Layers, IReadOnlyList<(string Text, string Path)> Assignments, int MostReplicates = int.MaxValue);

/// <summary>One run of a study.</summary>
/// <param name="Arm">Number of the arm.</param>
/// <param name="Point">Number of the point.</param>
/// <param name="Values">Values of the parameters there.</param>
/// <param name="Replicate">Number of the replicate.</param>
/// <param name="Seed">Its seed.</param>
public sealed record StudyRun(int Arm, int Point, double[] Values, int Replicate, long Seed);
