using System.Text.Json;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>Checks that a readout says what its kind needs, and nothing that its kind does not look at.</summary>
internal static class ReadoutChecks
{
    public const string ToBone = "bone", ToVessel = "vessel";

    /// <summary>The keys of each setting, and whether they are given.</summary>
    private static readonly (Setting Setting, string Key, Func<ReadoutSettings, bool> IsGiven)[] Keys =
    [
        (Setting.Types, "types", r => r.Types.Length > 0),
        (Setting.State, "state", r => r.State is not null),
        (Setting.Attribute, "attribute", r => r.Attribute is not null),
        (Setting.AttributeRange, "attributeFrom", r => r.AttributeFrom is not null),
        (Setting.AttributeRange, "attributeTo", r => r.AttributeTo is not null),
        (Setting.Region, "region", r => r.Region is not null),
        (Setting.Of, "of", r => r.Of.Length > 0),
        (Setting.OfState, "ofState", r => r.OfState is not null),
        (Setting.Size, "sizeFrom", r => r.SizeFrom != 1),
        (Setting.Size, "sizeTo", r => r.SizeTo != int.MaxValue),
        (Setting.Field, "field", r => r.Field is not null),
        (Setting.Part, "part", r => r.Part is not null),
        (Setting.Event, "event", r => r.Event is not null),
        (Setting.Rule, "rule", r => r.Rule is not null),
        (Setting.Axis, "axis", r => r.Axis is not null),
        (Setting.Readout, "readout", r => r.Readout is not null),
        (Setting.Level, "level", r => r.Level is not null),
        (Setting.Window, "windowDays", r => r.WindowDays is not null),
        (Setting.Distance, "fromUm", r => r.FromUm is not null),
        (Setting.Distance, "toUm", r => r.ToUm is not null),
        (Setting.Distance, "to", r => r.To is not null),
        (Setting.Quantile, "quantile", r => r.Quantile is not null),
    ];

    public static void CheckKeys(Catalog catalog, string name)
    {
        var (readout, path) = (catalog.Scenario.Readouts[name], $"readouts:{name}");
        var measure = ReadoutMeasure.Of(readout.Kind);
        var kind = JsonNamingPolicy.KebabCaseLower.ConvertName(readout.Kind.ToString());

        // A readout of another readout selects no cells of its own.
        var may = readout.Readout is null ? measure.May : measure.May & ~Setting.Cells;
        foreach (var (setting, key, isGiven) in Keys)
        {
            if (!isGiven(readout) && measure.Needs.HasFlag(setting))
                catalog.Error(path, $"a readout of kind {kind} needs \"{key}\"");
            else if (isGiven(readout) && !(measure.Needs | may).HasFlag(setting))
                catalog.Error($"{path}:{key}", $"means nothing for a readout of kind {kind}");
        }

        CheckRange(catalog, readout.AttributeFrom, readout.AttributeTo, $"{path}:attributeTo");
        CheckRange(catalog, readout.FromUm, readout.ToUm, $"{path}:toUm");
        CheckRange(catalog, readout.SizeFrom, readout.SizeTo, $"{path}:sizeTo");
        if (readout.Attribute is null && (readout.AttributeFrom ?? readout.AttributeTo) is not null)
            catalog.Error(path, "attributeFrom and attributeTo need \"attribute\"");
        if (readout.To is not null && readout.FromUm is null && readout.ToUm is null)
            catalog.Error($"{path}:to", "needs \"fromUm\" or \"toUm\"");
        if (readout.To is not (null or ToBone or ToVessel))
            catalog.Error($"{path}:to", Suggestion.Unknown("distance", readout.To, [ToBone, ToVessel]));
        if (readout.Axis == Axis.Z && catalog.Scenario.Lattice.DepthVoxels == 1)
            catalog.Error($"{path}:axis", "a slice has no z");
    }

    private static void CheckRange(Catalog catalog, double? from, double? to, string path)
    {
        if (from > to)
            catalog.Error(path, "lies below where the range begins");
    }
}
