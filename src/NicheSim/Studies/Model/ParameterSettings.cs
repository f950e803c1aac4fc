using NicheSim.Scenarios;

namespace NicheSim.Studies;

public enum ParameterScale
{
    Linear,

    /// <summary>Equal ratios from point to point.</summary>
    Log,
}

public enum DistributionKind
{
    Uniform,
    LogUniform,
    Normal,
    Lognormal,
    Beta,
    Triangular,
}

[About("A number of the scenario that varies: a list of values, a range, or a distribution.")]
public sealed record ParameterSettings
{
    [About("False takes the parameter away.")]
    public bool Enabled { get; init; } = true;

    [About("What the parameter is.")]
    public string About { get; init; } = "";

    [About("Path in the scenario, or several that take the same value.")]
    public string[] Path { get; init; } = [];

    [About("True multiplies the scenario's own numbers instead of replacing them.")]
    public bool Multiplies { get; init; }

    [About("The values themselves.")]
    public double[] Values { get; init; } = [];

    [About("Least value.")]
    public double? From { get; init; }

    [About("Largest value.")]
    public double? To { get; init; }

    [About("Values of a range in a full grid, both ends among them.")]
    [Bounds(1, 10_000)]
    public int Points { get; init; } = 5;

    [About("How a range is divided.")]
    public ParameterScale Scale { get; init; } = ParameterScale.Linear;

    [About("What values are drawn from.")]
    public DistributionSettings? Distribution { get; init; }

    [About("Unit, for pictures and tables.")]
    public string Unit { get; init; } = "";

    [About("Where the range comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A distribution that values are drawn from.")]
public sealed record DistributionSettings
{
    [About("Its family.")]
    public required DistributionKind Kind { get; init; }

    [About("Least value: of a uniform, log-uniform or triangular one, and the bound of any other.")]
    public double? From { get; init; }

    [About("Largest value, likewise.")]
    public double? To { get; init; }

    [About("Mean of a normal one.")]
    public double? Mean { get; init; }

    [About("Standard deviation of a normal one.")]
    [Bounds(0, 1e30, AboveMinimum = true)]
    public double? Sd { get; init; }

    [About("Median of a lognormal one.")]
    [Bounds(0, 1e30, AboveMinimum = true)]
    public double? Median { get; init; }

    [About("Geometric standard deviation of a lognormal one: the factor that one standard deviation is.")]
    [Bounds(1, 1e6, AboveMinimum = true)]
    public double? SdFactor { get; init; }

    [About("First shape of a beta one.")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double? Alpha { get; init; }

    [About("Second shape of a beta one.")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double? Beta { get; init; }

    [About("Likeliest value of a triangular one.")]
    public double? Mode { get; init; }
}

public enum DesignKind
{
    /// <summary>Every value with every other.</summary>
    Grid,

    /// <summary>Points that fill the space evenly by chance.</summary>
    LatinHypercube,

    /// <summary>Points that fill the space evenly, of a Sobol' sequence.</summary>
    SobolSequence,

    /// <summary>Trajectories that change one parameter at a time (Morris): which parameters matter.</summary>
    Morris,

    /// <summary>Points for the shares of variance that each parameter brings about (Sobol').</summary>
    SobolIndices,

    /// <summary>A point of its own for each replicate: every replicate is a patient.</summary>
    Cohort,
}

[About("How the values of the parameters are put together.")]
public sealed record DesignSettings
{
    [About("The kind of design.")]
    public DesignKind Kind { get; init; } = DesignKind.Grid;

    [About("Points of a Latin hypercube, a Sobol' sequence, or the base of Sobol' indices (a power of two is best).")]
    [Bounds(1, 1_000_000)]
    public int Points { get; init; } = 64;

    [About("Trajectories of a Morris design.")]
    [Bounds(2, 10_000)]
    public int Trajectories { get; init; } = 10;

    [About("Seed of what the design draws.")]
    [Bounds(0, 1e15)]
    public long Seed { get; init; } = 1;

    [About("Correlations of drawn parameters: NAME, then NAME, then coefficient (of the Gaussian copula).")]
    public Dictionary<string, Dictionary<string, double>> Correlations { get; init; } = [];
}
