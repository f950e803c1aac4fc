using System.Text.Json;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>What the numbers of a saved state stand for: another scenario can go on from it where this is equal but for counters and readouts.</summary>
internal sealed record StateShape
{
    public required int WidthVoxels { get; init; }

    public required int HeightVoxels { get; init; }

    public required int DepthVoxels { get; init; }

    public required double VoxelUm { get; init; }

    public required double VoxelVolumeUm3 { get; init; }

    public required double TickSeconds { get; init; }

    public required string[] Fields { get; init; }

    /// <summary>Parts[field][part].</summary>
    public required string[][] Parts { get; init; }

    /// <summary>Fields that bone stores.</summary>
    public required bool[] Stored { get; init; }

    /// <summary>Types with their states, as <c>type.state</c>.</summary>
    public required string[] Profiles { get; init; }

    public required string[] Attributes { get; init; }

    /// <summary>What the counters count. Rules may differ: a counter that the other does not have begins at zero.</summary>
    public required string[] Tallies { get; init; }

    /// <summary>Readouts with their definitions. One that the other does not have begins without a history.</summary>
    public required string[] Readouts { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWhole => Parts.Length == Fields.Length && Stored.Length == Fields.Length
        && !Parts.Contains(null!) && new[] { Fields, Profiles, Attributes, Tallies, Readouts }.Concat(Parts).All(names => !names.Contains(null!));

    public static StateShape Of(CompiledScenario scenario, Readout[] readouts)
    {
        var (plan, names) = (scenario.Plan, scenario.Names);
        return new StateShape
        {
            WidthVoxels = plan.Grid.Nx,
            HeightVoxels = plan.Grid.Ny,
            DepthVoxels = plan.Grid.Nz,
            VoxelUm = plan.VoxelUm,
            VoxelVolumeUm3 = plan.VoxelVolumeUm3,
            TickSeconds = plan.TickSeconds,
            Fields = names.Fields,
            Parts = names.Parts,
            Stored = Array.ConvertAll(plan.Tissue.Stores, store => store > 0),
            Profiles = [.. plan.Profiles.Select((profile, p) => $"{names.Types[profile.Type]}.{names.States[p]}")],
            Attributes = names.Attributes,
            Tallies = [.. names.Tallies.Select(tally => $"{names.Types[tally.Type]}.{(tally.Profile < 0 ? "" : names.States[tally.Profile])}.{(tally.Profile < 0 ? "type" : tally.Event)}.{(tally.Profile < 0 ? tally.Event : tally.Cause)}")],
            Readouts = [.. readouts.Select(readout => $"{readout.Name} {JsonSerializer.Serialize(scenario.Scenario.Readouts[readout.Name] with { About = "" })}")],
        };
    }

    /// <summary>Why a state of this shape cannot go on in a scenario of another one, in words; null where it can.</summary>
    public string? Misfit(StateShape other)
    {
        if ((WidthVoxels, HeightVoxels, DepthVoxels) != (other.WidthVoxels, other.HeightVoxels, other.DepthVoxels))
            return $"its lattice has {WidthVoxels} x {HeightVoxels} x {DepthVoxels} voxels, the scenario's {other.WidthVoxels} x {other.HeightVoxels} x {other.DepthVoxels}";
        if (VoxelUm != other.VoxelUm || VoxelVolumeUm3 != other.VoxelVolumeUm3)
            return "its voxels have another size than the scenario's";
        if (TickSeconds != other.TickSeconds)
            return FormattableString.Invariant($"its ticks last {TickSeconds / 60} minutes, the scenario's {other.TickSeconds / 60}");
        return Differ("fields", Fields, other.Fields) ?? Differ("tracked parts of fields", Flat(this), Flat(other)) ?? Differ("fields stored in bone", InBone(this), InBone(other))
            ?? Differ("cell types and states", Profiles, other.Profiles) ?? Differ("attributes", Attributes, other.Attributes);

        static string[] Flat(StateShape shape) => [.. shape.Fields.SelectMany((field, f) => shape.Parts[f].Select(part => $"{field}.{part}"))];

        static string[] InBone(StateShape shape) => [.. shape.Fields.Where((_, f) => shape.Stored[f])];
    }

    /// <summary>A state of this shape with room for everything, to be filled.</summary>
    public SimulationState NewState()
    {
        var state = new SimulationState(new(WidthVoxels, HeightVoxels, DepthVoxels), Array.ConvertAll(Parts, parts => parts.Length), Attributes.Length, Tallies.Length);
        for (var f = 0; f < Fields.Length; f++)
            if (Stored[f])
                state.Tissue.Freed[f] = new float[state.Grid.Count];
        return state;
    }

    private static string? Differ(string what, string[] mine, string[] others)
    {
        if (mine.SequenceEqual(others))
            return null;
        var (only, lacking) = (mine.Except(others).Select(name => name.TrimEnd('.')).ToArray(), others.Except(mine).Select(name => name.TrimEnd('.')).ToArray());
        return $"its {what} are not the scenario's"
            + (only.Length > 0 ? $"; the scenario lacks {string.Join(", ", only)}" : "") + (lacking.Length > 0 ? $"; the checkpoint lacks {string.Join(", ", lacking)}" : "");
    }
}
