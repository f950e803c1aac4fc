using System.Text.Json.Serialization;

namespace NicheSim.Studies;

/// <summary>What a comparison came to, as <c>evidence --json</c> writes it. What is not known is null.</summary>
public sealed record EvidenceRow
{
    /// <summary>The claim's number.</summary>
    public required string Claim { get; init; }

    /// <summary>"direct" or "emergent"; null where the claim has no contrast.</summary>
    public string? Kind { get; init; }

    public string? Intervention { get; init; }

    public string? Readout { get; init; }

    /// <summary>"+", "-", "0", "differs" or "report".</summary>
    public string? Expected { get; init; }

    /// <summary>"difference" (in the readout's unit) or "relative" (to the control's mean).</summary>
    public string? Scale { get; init; }

    public double? MinimumEffect { get; init; }

    /// <summary>Largest size of an effect that counts as none; null where nothing is said of it.</summary>
    public double? Margin { get; init; }

    public double? ControlMean { get; init; }

    public double? TreatedMean { get; init; }

    /// <summary>Mean over the pairs of treated less control, on the scale.</summary>
    public double? Effect { get; init; }

    /// <summary>Lower limit of the effect's 95 % interval; of a zero, of its 90 % interval, which equivalence is judged by.</summary>
    public double? CiLow { get; init; }

    public double? CiHigh { get; init; }

    /// <summary>Pairs that were compared.</summary>
    public int Replicates { get; init; }

    /// <summary>Share of the parameter draws in which the sign holds; null where they were not run.</summary>
    public double? SignShare { get; init; }

    /// <summary>Draws that the share is of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Draws { get; init; }

    /// <summary>"supported", "not supported", "contradicted", "reported" or "not simulable".</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Why { get; init; }
}
