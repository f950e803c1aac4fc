namespace NicheSim.Scenarios;

[About("A response to a signal: give the half-maximum in the unit of the signal.")]
public abstract record ResponseSettings
{
    [About("Half-maximum of a field level [pM].")]
    [Bounds(0, 1e15, AboveMinimum = true)]
    public double? HalfMaximumPicomolar { get; init; }

    [About("Half-maximum of a field gradient [pM/um].")]
    [Bounds(0, 1e15, AboveMinimum = true)]
    public double? HalfMaximumPicomolarPerUm { get; init; }

    [About("Half-maximum of a number of neighbors [cells].")]
    [Bounds(0, 26, AboveMinimum = true)]
    public double? HalfMaximumCells { get; init; }

    [About("Half-maximum of a distance [um].")]
    [Bounds(0, 1e9, AboveMinimum = true)]
    public double? HalfMaximumUm { get; init; }

    [About("Half-maximum of a time [days].")]
    [Bounds(0, 1e9, AboveMinimum = true)]
    public double? HalfMaximumDays { get; init; }

    [About("Half-maximum of a signal without a unit (attribute, crowding, matrix, mineral, eroded, treatment).")]
    [Bounds(0, 1e15, AboveMinimum = true)]
    public double? HalfMaximum { get; init; }

    [About("Hill power.")]
    [Bounds(0, 64, AboveMinimum = true)]
    public double Hill { get; init; } = 1;

    [About("True answers to a signal below the half-maximum: 1 - Hill.")]
    public bool Below { get; init; }
}

[About("A further signal that must be there too.")]
public sealed record MemberSettings : ResponseSettings
{
    [About("False takes the member away.")]
    public bool Enabled { get; init; } = true;

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A rule: in cells of a type, a signal increases or decreases a behavior towards a value.")]
public sealed record RuleSettings : ResponseSettings
{
    [About("False takes the rule away.")]
    public bool Enabled { get; init; } = true;

    [About("The cell type that answers.")]
    public required string Cell { get; init; }

    [About("Only in this state.")]
    public string? State { get; init; }

    [About("Only in this region.")]
    public string? Region { get; init; }

    [About("The signal, such as field:NAME, neighbors:TYPE, distance:bone, attribute:NAME.")]
    public required string Signal { get; init; }

    [About("Further signals that must be there too, by signal: the strengths are multiplied.")]
    [NamePattern("[A-Za-z]+(:[A-Za-z][A-Za-z0-9_-]*([.@:][A-Za-z][A-Za-z0-9_-]*)?)?", Expected = "a signal such as field:NAME")]
    public Dictionary<string, MemberSettings> With { get; init; } = [];

    [About("The labels the rule acts through: the receptor first, then pathway steps.")]
    public string[] Through { get; init; } = [];

    [About("The behavior that the signal increases.")]
    public string? Increases { get; init; }

    [About("The behavior that the signal decreases.")]
    public string? Decreases { get; init; }

    [About("Value at saturation of a rate [1/day].")]
    [Bounds(-1e5, 1e5)]
    public double? ToPerDay { get; init; }

    [About("Value at saturation of a speed [um/hour].")]
    [Bounds(0, 1e5)]
    public double? ToUmPerHour { get; init; }

    [About("Value at saturation of a secretion or a saturable uptake [molecules/s].")]
    [Bounds(0, 1e15)]
    public double? ToMoleculesPerSecond { get; init; }

    [About("Value at saturation of a linear uptake [um3/s].")]
    [Bounds(0, 1e12)]
    public double? ToUm3PerSecond { get; init; }

    [About("Value at saturation of a depth rate [um/day].")]
    [Bounds(0, 1e5)]
    public double? ToUmPerDay { get; init; }

    [About("Value at saturation of an exchange [1/minute].")]
    [Bounds(0, 1e6)]
    public double? ToPerMinute { get; init; }

    [About("Value at saturation of a strength, 0 to 1.")]
    [Bounds(0, 1)]
    public double? ToStrength { get; init; }

    [About("Claims and sources behind the rule.")]
    public string[] Evidence { get; init; } = [];
}
