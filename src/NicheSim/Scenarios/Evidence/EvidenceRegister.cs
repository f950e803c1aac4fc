namespace NicheSim.Scenarios.Evidence;

[About("The evidence that scenarios stand on: claims and how they are tested, parameters with their sources, calibration targets.")]
public sealed record EvidenceRegister
{
    [About("Version of the register's form; 1.")]
    [Bounds(1, 1)]
    public int Format { get; init; } = 1;

    [About("What the register covers.")]
    public string About { get; init; } = "";

    [About("Where claims and parameters come from, by a short name.")]
    public Dictionary<string, ReferenceEntry> References { get; init; } = [];

    [About("What is claimed, by the claim's number.")]
    public Dictionary<string, ClaimEntry> Claims { get; init; } = [];

    [About("Claims that contradict each other, and how the model holds both.")]
    public Dictionary<string, ConflictEntry> Conflicts { get; init; } = [];

    [About("Numbers, by name.")]
    public Dictionary<string, ParameterEntry> Parameters { get; init; } = [];

    [About("Changes that contrasts make, by name: each a layer over a scenario.")]
    public Dictionary<string, OverlayEntry> Overlays { get; init; } = [];

    [About("How claims are tested, by the claim's number.")]
    public Dictionary<string, ContrastEntry> Contrasts { get; init; } = [];

    [About("What the model is calibrated on or held against, by the target's number.")]
    public Dictionary<string, TargetEntry> Targets { get; init; } = [];
}

[About("A source.")]
public sealed record ReferenceEntry
{
    [About("The source as a reader finds it.")]
    public required string Cite { get; init; }

    [About("Its number in the review's list of references.")]
    [Bounds(1, 1000)]
    public int? Number { get; init; }
}

public enum Simulable
{
    Yes,
    Partly,
    No,
}

[About("One mechanistic claim.")]
public sealed record ClaimEntry
{
    [About("What is claimed, in one sentence.")]
    public required string Says { get; init; }

    [About("Stage of the metastatic cascade that it belongs to.")]
    public required string Stage { get; init; }

    [About("The cells that send the signal.")]
    public string Sender { get; init; } = "";

    [About("The signals.")]
    public string[] Signals { get; init; } = [];

    [About("Receptor and pathway.")]
    public string Through { get; init; } = "";

    [About("The cells that answer.")]
    public string Target { get; init; } = "";

    [About("What the signal does to which behavior.")]
    public string Effect { get; init; } = "";

    [About("In what it was seen: in vitro, mouse, patients, a review's inference.")]
    public required string Support { get; init; }

    [About("The sources that the review gives for it, by their name in the register.")]
    public string[] References { get; init; } = [];

    [About("Claims that point the other way.")]
    public string[] Conflicts { get; init; } = [];

    [About("Calibration targets that bear on it.")]
    public string[] Targets { get; init; } = [];

    [About("Whether a niche model can show it: yes, partly, no.")]
    public required Simulable Simulable { get; init; }

    [About("What a niche model cannot show of it, or what must be assumed.")]
    public string Limits { get; init; } = "";

    [About("True where the claim stands in the title of a cited paper only.")]
    public bool TitleOnly { get; init; }
}

[About("A contradiction between claims.")]
public sealed record ConflictEntry
{
    [About("The contradiction.")]
    public required string Says { get; init; }

    [About("How one rule set holds both sides.")]
    public required string Resolution { get; init; }

    [About("The claims on either side.")]
    public string[] Claims { get; init; } = [];
}

[About("A number with its range and where it comes from.")]
public sealed record ParameterEntry
{
    [About("What it measures.")]
    public required string About { get; init; }

    [About("The best value; none where only a range is known.")]
    public double? Value { get; init; }

    [About("Lowest value that the sources allow.")]
    public double? From { get; init; }

    [About("Highest value that the sources allow.")]
    public double? To { get; init; }

    [About("Unit; empty for a pure number.")]
    public string Unit { get; init; } = "";

    [About("Keys of scenarios that take it, such as diffusionUm2PerSecond; none for what is measured on a run.")]
    public string[] Sets { get; init; } = [];

    [About("Where it comes from, by names of the register's references.")]
    public required string[] Sources { get; init; }

    [About("A: read in a source or computed from one. B: known well. C: known roughly, or reasoned. D: an order of magnitude or an assumption.")]
    public required string Confidence { get; init; }

    [About("What else to know.")]
    public string Note { get; init; } = "";
}

public enum TargetRole
{
    UnitTest,
    Calibration,
    Plausibility,
}

[About("A measurement that the model is calibrated on or held against.")]
public sealed record TargetEntry
{
    [About("What was measured.")]
    public required string Says { get; init; }

    [About("When the model agrees with it.")]
    public required string Acceptance { get; init; }

    [About("What is read out of the model.")]
    public string Readout { get; init; } = "";

    [About("Where it comes from, by names of the register's references.")]
    public required string[] Sources { get; init; }

    [About("Whether the model is calibrated on it, or held against it only.")]
    public required TargetRole Role { get; init; }

    [About("Claims that it bears on.")]
    public string[] Claims { get; init; } = [];

    [About("What else to know.")]
    public string Note { get; init; } = "";
}
