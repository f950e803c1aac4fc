using NicheSim.Scenarios;

namespace NicheSim.Studies;

[About("An event in the life of a run: the first record at which a readout passes a level. A run without it is censored at its end.")]
public sealed record OutcomeSettings
{
    [About("A readout, or a column of populations.csv.")]
    public required string Readout { get; init; }

    [About("The event is a value above this one.")]
    public double? Above { get; init; }

    [About("The event is a value below this one.")]
    public double? Below { get; init; }

    [About("Day from which on it counts; time runs from there.")]
    [Bounds(-36500, 36500)]
    public double FromDay { get; init; }
}

[About("Two arms, compared replicate by replicate.")]
public sealed record ContrastSettings
{
    [About("The arm with the difference.")]
    public required string Treated { get; init; }

    [About("The arm without it; the first one where it is left out.")]
    public string? Control { get; init; }

    [About("Readouts to compare; all that are kept where it is left out.")]
    public string[] Readouts { get; init; } = [];

    [About("Day of the comparison; the last one that both runs have where it is left out.")]
    [Bounds(-36500, 36500)]
    public double? Day { get; init; }
}

[About("Runs divided in two: those above a quantile of a parameter or readout, and the others.")]
public sealed record SplitSettings
{
    [About("A parameter, a readout, or a column of populations.csv.")]
    public required string By { get; init; }

    [About("Day of the readout; the first one where it is left out. Runs that have had the outcome by then are left out, and time counts from that day.")]
    [Bounds(-36500, 36500)]
    public double? Day { get; init; }

    [About("The share of runs that count as low.")]
    [Bounds(0.01, 0.99)]
    public double Quantile { get; init; } = 0.5;
}

[About("Cox's proportional hazards of an outcome, within each arm.")]
public sealed record HazardSettings
{
    [About("The outcome.")]
    public required string Outcome { get; init; }

    [About("Parameters or readouts; each is taken per standard deviation.")]
    public string[] Covariates { get; init; } = [];

    [About("Day of readouts among the covariates; the first one where it is left out. Runs that have had the outcome by then are left out, and time counts from that day.")]
    [Bounds(-36500, 36500)]
    public double? Day { get; init; }
}

[About("A rank correlation of two parameters or readouts over the runs of each arm.")]
public sealed record CorrelationSettings
{
    [About("One of them.")]
    public required string X { get; init; }

    [About("The other.")]
    public required string Y { get; init; }

    [About("Day of readouts; the last one where it is left out.")]
    [Bounds(-36500, 36500)]
    public double? Day { get; init; }
}

[About("Approximate Bayesian computation by sequential Monte Carlo: parameters that bring the readouts near to what was measured.")]
public sealed record CalibrationSettings
{
    [About("The targets, by name.")]
    public Dictionary<string, TargetSettings> Targets { get; init; } = [];

    [About("Further targets: a measurement table of PEtab (tab-separated: observableId, simulationConditionId, measurement, time, noiseParameters).")]
    public string? Measurements { get; init; }

    [About("Ranges of parameters that have none here: a parameter table of PEtab (parameterId, parameterScale, lowerBound, upperBound, estimate).")]
    public string? ParameterTable { get; init; }

    [About("Accepted parameter sets of each generation.")]
    [Bounds(4, 100_000)]
    public int Particles { get; init; } = 50;

    [About("Most generations.")]
    [Bounds(1, 100)]
    public int Generations { get; init; } = 8;

    [About("Share of a generation whose distance sets the next tolerance.")]
    [Bounds(0.05, 0.95)]
    public double Quantile { get; init; } = 0.5;

    [About("Distance at which the fit is good enough: 1 is a target missed by half its range.")]
    [Bounds(0, 1e6)]
    public double StopAt { get; init; } = 0.5;

    [About("Most runs in all, replicates counted.")]
    [Bounds(1, 10_000_000)]
    public int MostRuns { get; init; } = 10_000;

    [About("Seed of what is drawn.")]
    [Bounds(0, 1e15)]
    public long Seed { get; init; } = 1;
}

[About("One measured value: observable, condition and time, as in PEtab's measurement table.")]
public sealed record TargetSettings
{
    [About("A readout, or a column of populations.csv.")]
    public required string Readout { get; init; }

    [About("The arm that it was measured in; the first one where it is left out.")]
    public string? Arm { get; init; }

    [About("Day of the measurement; the last one where it is left out.")]
    [Bounds(-36500, 36500)]
    public double? Day { get; init; }

    [About("The readout is divided by its value on this day, or by that of another arm.")]
    [Bounds(-36500, 36500)]
    public double? RelativeToDay { get; init; }

    [About("The arm whose value on the same day the readout is divided by.")]
    public string? RelativeToArm { get; init; }

    [About("Least value that agrees.")]
    public required double From { get; init; }

    [About("Largest value that agrees.")]
    public required double To { get; init; }

    [About("Where it was measured.")]
    public string[] Evidence { get; init; } = [];
}
