namespace NicheSim.Recording;

/// <summary>A cell at one tick: what it is, what it senses, and what its rules make of it.</summary>
public sealed record CellReport
{
    public required long Id { get; init; }

    public required string Type { get; init; }

    /// <summary>Empty for a type without states.</summary>
    public required string State { get; init; }

    /// <summary>Where it is [voxels]; -1 in the blood.</summary>
    public required int Voxel { get; init; }

    /// <summary>Id of the founder that it descends from.</summary>
    public required long Founder { get; init; }

    public required double AgeDays { get; init; }

    public required double DaysInState { get; init; }

    public required int Divisions { get; init; }

    public required bool Arrested { get; init; }

    public required bool Attached { get; init; }

    public required IReadOnlyList<NamedValue> Attributes { get; init; }

    /// <summary>Everything that its rules read.</summary>
    public required IReadOnlyList<NamedValue> Signals { get; init; }

    /// <summary>Everything that it does or may do.</summary>
    public required IReadOnlyList<BehaviorReport> Behaviors { get; init; }
}

/// <param name="Name">In words.</param>
/// <param name="Value">The value; infinite for a time or distance to what there is not.</param>
/// <param name="Unit">The unit, with the space before it; empty for a number without one.</param>
public sealed record NamedValue(string Name, double Value, string Unit);

/// <summary>A behavior of one cell.</summary>
/// <param name="Key">What it is called in rules: <c>become:STATE</c>.</param>
/// <param name="Quantity">What rules change, in words: the rate of becoming STATE.</param>
/// <param name="Unit">The unit, with the space before it.</param>
/// <param name="IsRate">An event of which the value is the rate [1/day]: it comes once in 1 / value days.</param>
/// <param name="IsPossible">False where the cell's surroundings do not allow it now.</param>
/// <param name="Base">Value without any rule.</param>
/// <param name="Value">Value with all of them.</param>
/// <param name="Rules">The rules that act on it.</param>
public sealed record BehaviorReport(string Key, string Quantity, string Unit, bool IsRate, bool IsPossible, double Base, double Value, IReadOnlyList<RuleReport> Rules);

/// <summary>What one rule does to a behavior of one cell.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Increases">It increases the behavior, or decreases it.</param>
/// <param name="Towards">The value that it pulls towards.</param>
/// <param name="Strength">How strongly it would pull if it were alone, 0 to 1.</param>
/// <param name="Available">How much of its labels the cell has and no treatment blocks, 0 to 1.</param>
/// <param name="InRegion">False where the rule holds in a region and the cell is outside.</param>
/// <param name="Members">Its signals.</param>
/// <param name="ValueIfOn">The behavior's value if these signals were far on the acting side of their half-maxima, all else as it is.</param>
/// <param name="ValueIfOff">The behavior's value if they were absent (below: overwhelming).</param>
public sealed record RuleReport(
    string Rule, bool Increases, double Towards, double Strength, double Available, bool InRegion, IReadOnlyList<MemberReport> Members, double ValueIfOn, double ValueIfOff);

/// <summary>A signal of a rule.</summary>
/// <param name="Signal">In words.</param>
/// <param name="Value">What the cell senses.</param>
/// <param name="HalfMaximum">Its half-maximum.</param>
/// <param name="Unit">The unit of both, with the space before it.</param>
/// <param name="Below">The rule answers to a signal below the half-maximum.</param>
/// <param name="Strength">The Hill term, 0 to 1.</param>
public sealed record MemberReport(string Signal, double Value, double HalfMaximum, string Unit, bool Below, double Strength);
