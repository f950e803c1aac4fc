using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Problems;

/// <summary>
/// One field with sources in one of fifty voxels, a decay that makes the screening length 100 um at voxels of 15 um, closed edges, and bone. D/h^2 is 1/s.
/// </summary>
internal sealed class FieldProblem
{
    public const float Diffusion = 1;

    /// <summary>(h / L)^2.</summary>
    public const float Decay = 0.0225f;

    private const int OneSourceIn = 50;

    public FieldProblem(Grid grid, double bone, uint seed = 1)
    {
        (Grid, BoneShare) = (grid, bone);
        Bone = TrabecularMask.Make(grid, bone, seed);
        (Value, Next, Coefficient, Source) = (Large(grid.Count, 0), Large(grid.Count, 3), Large(grid.Count, 4), Large(grid.Count, 6));
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            var random = Philox.Block((uint)voxel, 1, 0, 0, seed, 0);
            Coefficient[voxel] = Bone[voxel] ? -1 : Decay;
            Source[voxel] = !Bone[voxel] && random.W0 % OneSourceIn == 0 ? random.W1 / 4294967296f : 0;
            Value[voxel] = Bone[voxel] ? 0 : random.W2 / 4294967296f;
        }
    }

    /// <summary>Memory for large fields, in large pages where the system has them.</summary>
    public static LaneArray Large(int length, int skew)
    {
        var array = new LaneArray(length, skew);
        HugePages.Ask(array.Span);
        return array;
    }

    public Grid Grid { get; }

    public double BoneShare { get; }

    public bool[] Bone { get; }

    public LaneArray Value { get; }

    public LaneArray Next { get; }

    public LaneArray Coefficient { get; }

    public LaneArray Source { get; }
}
