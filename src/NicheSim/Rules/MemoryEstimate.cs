using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>What a run will take, before anything is allocated.</summary>
public static class MemoryEstimate
{
    /// <summary>Most voxels of a lattice: indices are 32 bits wide.</summary>
    public const double MostVoxels = 1 << 30;

    /// <summary>
    /// Bytes of a run: per voxel 44 for tissue, occupants and distances, about 76 for the solver, 32 for each distinct operator and 4 for each field, part,
    /// store and (5) region; per cell, at most one to a voxel, counted for a quarter of the voxels, about 250.
    /// </summary>
    public static double Bytes(Scenario scenario)
    {
        var voxels = (double)scenario.Lattice.WidthVoxels * scenario.Lattice.HeightVoxels * scenario.Lattice.DepthVoxels;
        var fields = scenario.Fields.Values.Where(f => f.Enabled).ToArray();
        var levels = fields.Length + fields.Sum(f => f.Tracks.Count) + scenario.Tissue.Bone.Stores.Count;
        var operators = fields.Select(f => (f.Edges, f.BoneDiffusionFactor)).Distinct().Count();
        return voxels * (44 + 76 + (32 * operators) + (4 * levels) + (5 * scenario.Regions.Count) + (250 / 4.0));
    }
}
