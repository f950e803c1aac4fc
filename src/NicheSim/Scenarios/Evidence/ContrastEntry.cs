namespace NicheSim.Scenarios.Evidence;

[About("A change that a contrast makes: files laid over a scenario, then numbers and switches.")]
public sealed record OverlayEntry
{
    [About("What it does, in words.")]
    public required string About { get; init; }

    [About("Files of the library that are laid over the scenario.")]
    public string[] Layers { get; init; } = [];

    [About("Values that are set, each as for --set: path=value.")]
    public string[] Set { get; init; } = [];
}

public enum ContrastKind
{
    Direct,
    Emergent,
}

[About("How a claim is tested: a scenario, what is changed in it, and what should come of it. Written before the first run.")]
public sealed record ContrastEntry
{
    [About("Direct: the sign is put in as a rule, so it tests the code. Emergent: it arises from several rules.")]
    public required ContrastKind Kind { get; init; }

    [About("Files of the library that make the scenario, the lowest first.")]
    public required string[] Scenario { get; init; }

    [About("Overlays that belong to the control, and so to every intervention too.")]
    public string[] Control { get; init; } = [];

    [About("Day on which the run ends, and readouts are read where none else is given.")]
    [Bounds(0, 36500, AboveMinimum = true)]
    public required double Days { get; init; }

    [About("What is changed, by name.")]
    public Dictionary<string, InterventionEntry> Interventions { get; init; } = [];

    [About("Rules that carry the sign, or signals, as field:IL6, for all rules that sense them: without these the effect of a direct claim is equivalent to zero.")]
    public string[] Without { get; init; } = [];

    [About("True where no rule carries the sign of a direct claim: it is a choice of which cells are there, or of what they secrete.")]
    public bool Composition { get; init; }

    [About("The same once more, under further layers, by name: in three dimensions, for instance.")]
    public Dictionary<string, AgainEntry> Again { get; init; } = [];

    [About("What is known of why it comes out as it does, from runs that are named.")]
    public string Note { get; init; } = "";

    /// <summary>The rules that an entry of <see cref="Without"/> means: the one of this name, or all that sense this signal, alone or with another.</summary>
    internal static IEnumerable<string> RulesOf(string without, IReadOnlyDictionary<string, RuleSettings> rules)
        => without.Contains(':', StringComparison.Ordinal)
            ? rules.Where(rule => rule.Value.Signal == without || rule.Value.With.ContainsKey(without)).Select(rule => rule.Key).Order(StringComparer.Ordinal)
            : rules.Keys.Where(rule => rule == without);
}

[About("A contrast under further layers.")]
public sealed record AgainEntry
{
    [About("Files of the library that lie over the scenario, below the overlays.")]
    public required string[] Layers { get; init; }

    [About("Replicates, where they are to be fewer than elsewhere.")]
    [Bounds(2, 1_000_000)]
    public int? Replicates { get; init; }
}

[About("One intervention of a contrast.")]
public sealed record InterventionEntry
{
    [About("The overlays that make it.")]
    public required string[] Overlays { get; init; }

    [About("The intervention that it is compared with; the control where left out.")]
    public string? Against { get; init; }

    [About("Interventions that lie between that one and this one, in the order of the dose: a readout that is monotone changes the same way from each to the next.")]
    public string[] Through { get; init; } = [];

    [About("What should come of it, by readout.")]
    public Dictionary<string, ExpectationEntry> Expect { get; init; } = [];
}

public enum Sign
{
    Up,
    Down,
    Zero,
    Differs,
    Monotone,
    Report,
}

public enum EffectScale
{
    Difference,
    Relative,
}

[About("What is expected of one readout. The effect is the mean over paired replicates of intervention less control, as such or as a share of the control's mean.")]
public sealed record ExpectationEntry
{
    [About("Up, down, zero (equivalent within the margin), differs, monotone (the same way at each step of a dose, whichever way), or report (no verdict).")]
    public required Sign Sign { get; init; }

    [About("How the effect is measured: as a difference in the readout's unit, or relative to the control's mean.")]
    public EffectScale Scale { get; init; }

    [About("Least size of the effect that supports the claim.")]
    [Bounds(0, 1e12)]
    public double MinimumEffect { get; init; }

    [About("Largest size of an effect that counts as none, also where rules are removed.")]
    [Bounds(0, 1e12)]
    public double Margin { get; init; }

    [About("Day on which it is read; the last where left out.")]
    [Bounds(0, 36500)]
    public double? Day { get; init; }
}
