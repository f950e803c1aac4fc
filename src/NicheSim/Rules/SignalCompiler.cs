using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Signals as rules name them -> signals as cells sense them.</summary>
internal sealed class SignalCompiler(Catalog catalog)
{
    /// <summary>The part of a field that no tracked part holds.</summary>
    public const string Others = "others";

    private static readonly string[] Heads =
    [
        "field", "gradient", "neighbors", "distance", "eroded", "sinceResorbed", "mineral", "matrix", "crowding", "attribute", "age", "timeInState", "sinceDivision",
        "serum", "treatment",
    ];

    /// <summary>The signal, or null, with what is wrong said.</summary>
    public SignalPlan? Compile(int type, string signal, string path)
    {
        var colon = signal.IndexOf(':', StringComparison.Ordinal);
        var (head, name) = colon < 0 ? (signal, "") : (signal[..colon], signal[(colon + 1)..]);
        if (!Heads.Contains(head))
        {
            catalog.Error(path, catalog.Fields.Contains(signal) ? $"no signal {Suggestion.Quote(signal)}; did you mean {Suggestion.Quote($"field:{signal}")}?" : Suggestion.Unknown("signal", head, Heads));
            return null;
        }

        SignalPlan? compiled = head switch
        {
            "field" => Field(name, path),
            "gradient" => Named(SignalKind.Gradient, catalog.Field(name, path)),
            "neighbors" => Neighbors(name, path),
            "distance" when name == "bone" => new SignalPlan(SignalKind.BoneDistance, 0, 0),
            "distance" when name == "vessel" => new SignalPlan(SignalKind.VesselDistance, 0, 0),
            "distance" => Named(SignalKind.RegionDistance, catalog.Region(name, path)),
            "attribute" => Named(SignalKind.Attribute, catalog.AttributeOf(type, name, path)),
            "serum" => Named(SignalKind.Serum, catalog.Field(name, path)),
            "treatment" => Named(SignalKind.Treatment, catalog.Treatment(name, path)),
            _ when colon >= 0 => null,
            "eroded" => new SignalPlan(SignalKind.Eroded, 0, 0),
            "sinceResorbed" => new SignalPlan(SignalKind.SinceResorbed, 0, 0),
            "mineral" => new SignalPlan(SignalKind.Mineral, 0, 0),
            "matrix" => new SignalPlan(SignalKind.Matrix, 0, 0),
            "crowding" => new SignalPlan(SignalKind.Crowding, 0, 0),
            "age" => new SignalPlan(SignalKind.Age, 0, 0),
            "timeInState" => new SignalPlan(SignalKind.TimeInState, 0, 0),
            _ => new SignalPlan(SignalKind.SinceDivision, 0, 0),
        };
        if (compiled is null && colon >= 0 && head is "eroded" or "sinceResorbed" or "mineral" or "matrix" or "crowding" or "age" or "timeInState" or "sinceDivision")
            catalog.Error(path, $"{head} takes no name behind a colon");
        return compiled;
    }

    /// <summary>The key of the half-maximum that a signal needs.</summary>
    public static string HalfMaximumKey(SignalKind kind) => kind switch
    {
        SignalKind.Field or SignalKind.FieldPart or SignalKind.FieldOthers or SignalKind.Serum => "halfMaximumPicomolar",
        SignalKind.Gradient => "halfMaximumPicomolarPerUm",
        SignalKind.Neighbors => "halfMaximumCells",
        SignalKind.BoneDistance or SignalKind.VesselDistance or SignalKind.RegionDistance => "halfMaximumUm",
        SignalKind.Age or SignalKind.TimeInState or SignalKind.SinceDivision or SignalKind.SinceResorbed => "halfMaximumDays",
        _ => "halfMaximum",
    };

    private static SignalPlan? Named(SignalKind kind, int index) => index < 0 ? null : new SignalPlan(kind, index, -1);

    /// <summary>FIELD, FIELD@PART or FIELD@others.</summary>
    private SignalPlan? Field(string name, string path)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var field = catalog.Field(at < 0 ? name : name[..at], path);
        if (field < 0)
            return null;
        if (at < 0)
            return new SignalPlan(SignalKind.Field, field, -1);
        var part = name[(at + 1)..];
        if (part != Others)
            return catalog.Part(field, part, path) is >= 0 and var index ? new SignalPlan(SignalKind.FieldPart, field, index) : null;
        if (catalog.Parts[field].Length == 1)
            return new SignalPlan(SignalKind.FieldOthers, field, 0);
        catalog.Error(path, $"@others needs a field that tracks one part; {catalog.Fields[field]} tracks {catalog.Parts[field].Length}");
        return null;
    }

    /// <summary>TYPE or TYPE.STATE.</summary>
    private SignalPlan? Neighbors(string name, string path)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var type = catalog.Type(dot < 0 ? name : name[..dot], path);
        if (type < 0)
            return null;
        if (dot < 0)
            return new SignalPlan(SignalKind.Neighbors, type, -1);
        return catalog.Profile(type, name[(dot + 1)..], path) is >= 0 and var profile ? new SignalPlan(SignalKind.Neighbors, type, profile) : null;
    }
}
