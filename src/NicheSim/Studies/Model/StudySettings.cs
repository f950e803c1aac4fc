using NicheSim.Scenarios;

namespace NicheSim.Studies;

[About("Many runs of one scenario: arms, parameters, replicates, and what to ask of them.")]
public sealed record StudySettings
{
    [About("Version of the language of study files; 1.")]
    [Bounds(1, 1)]
    public int Format { get; init; } = 1;

    [About("Name of the study; the file's name where it is left out.")]
    public string Name { get; init; } = "";

    [About("The question, in one or two sentences.")]
    public string About { get; init; } = "";

    [About("Claims of the evidence register that the study is about.")]
    public string[] Claims { get; init; } = [];

    [About("The scenario that every run starts from: a file beside the study's, or of the library.")]
    public required string Scenario { get; init; }

    [About("Laid over the scenario in every arm: path, then value.")]
    [NamePattern(StudyPaths.Pattern, Expected = StudyPaths.Words)]
    public Dictionary<string, object> Set { get; init; } = [];

    [About("How often every point of every arm is run, and with which seeds.")]
    public ReplicateSettings Replicates { get; init; } = new();

    [About("What is compared, by name; the first one is the control. One arm without any change where it is left out.")]
    public Dictionary<string, ArmSettings> Arms { get; init; } = [];

    [About("Run once for every seed and point to a day; all arms branch from the state that is saved there.")]
    public TrunkSettings? Trunk { get; init; }

    [About("Numbers of the scenario that vary, by name.")]
    public Dictionary<string, ParameterSettings> Parameters { get; init; } = [];

    [About("How the values of the parameters are put together.")]
    public DesignSettings Design { get; init; } = new();

    [About("Readouts to keep: names of the scenario's readouts, or columns of populations.csv; all readouts where it is left out.")]
    public string[] Readouts { get; init; } = [];

    [About("What stays of a run's folder once it is complete.")]
    public Keep Keep { get; init; } = Keep.Tables;

    [About("Events in the life of a run, by name: a readout passes a level. They give incidence and survival.")]
    public Dictionary<string, OutcomeSettings> Outcomes { get; init; } = [];

    [About("Arms that are compared pair by pair, by name; every arm with the first one where it is left out.")]
    public Dictionary<string, ContrastSettings> Contrasts { get; init; } = [];

    [About("Runs divided in two by a parameter or a readout, by name: their survival is compared within each arm.")]
    public Dictionary<string, SplitSettings> Splits { get; init; } = [];

    [About("Proportional hazards of an outcome, by name.")]
    public Dictionary<string, HazardSettings> Hazards { get; init; } = [];

    [About("Rank correlations of two parameters or readouts, by name; every drawn parameter with every readout besides.")]
    public Dictionary<string, CorrelationSettings> Correlations { get; init; } = [];

    [About("Measured values that the runs are held against, by name: the table says which are met, and by how much.")]
    public Dictionary<string, TargetSettings> Targets { get; init; } = [];

    [About("Measured values that the parameters are to be fitted to, instead of a design.")]
    public CalibrationSettings? Calibration { get; init; }
}

/// <summary>The form of a path in a scenario, as <c>--set</c> takes it.</summary>
internal static class StudyPaths
{
    public const string Pattern = "[A-Za-z][A-Za-z0-9_:.@-]*";
    public const string Words = "a path such as rules:NAME:toPerDay";
}

[About("How often every point of every arm is run, and with which seeds.")]
public sealed record ReplicateSettings
{
    [About("Replicates; as many as the list of seeds has where it is left out, 1 without a list.")]
    [Bounds(1, 1_000_000)]
    public int? Count { get; init; }

    [About("Seed of the first replicate; the others count on from it.")]
    [Bounds(0, 1e15)]
    public long FirstSeed { get; init; } = 1;

    [About("File with one seed a line, in place of counting on.")]
    public string? Seeds { get; init; }
}

[About("One arm: what is laid over the scenario.")]
public sealed record ArmSettings
{
    [About("False takes the arm away.")]
    public bool Enabled { get; init; } = true;

    [About("What the arm stands for.")]
    public string About { get; init; } = "";

    [About("Scenario files that lie over the scenario, later over earlier.")]
    public string[] Overlays { get; init; } = [];

    [About("Values that lie over them: path, then value.")]
    [NamePattern(StudyPaths.Pattern, Expected = StudyPaths.Words)]
    public Dictionary<string, object> Set { get; init; } = [];
}

[About("Run once for every seed and point to a day; all arms branch from the state that is saved there.")]
public sealed record TrunkSettings
{
    [About("Day of the scenario on which the arms part.")]
    [Bounds(-36500, 36500)]
    public required double UntilDay { get; init; }

    [About("The arm that is run until then; the first one where it is left out.")]
    public string? Arm { get; init; }
}

public enum Keep
{
    /// <summary>Tables, scenario and record: what results and pictures need.</summary>
    Tables,

    /// <summary>All, with checkpoints and maps.</summary>
    Everything,
}
