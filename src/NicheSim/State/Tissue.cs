namespace NicheSim.State;

/// <summary>Bone and marrow matrix, voxel by voxel.</summary>
public sealed class Tissue(int voxels, int fields)
{
    /// <summary>A voxel is solid bone from this fill on.</summary>
    public const float Solid = 0.5f;

    /// <summary>The tick of a surface that was never eroded.</summary>
    public const int Never = int.MinValue;

    /// <summary>Bone matrix, 0 to 1.</summary>
    public readonly float[] Fill = new float[voxels];

    /// <summary>Mineral, 0 to <see cref="Fill"/>.</summary>
    public readonly float[] Mineral = new float[voxels];

    /// <summary>Tick at which the voxel was last resorbed, until it is formed anew; <see cref="Never"/> otherwise.</summary>
    public readonly int[] ErodedTick = Filled(voxels, Never);

    /// <summary>Tick at which the resorption of the eroded voxel's site began; <see cref="Never"/> otherwise.</summary>
    public readonly int[] ErosionBeganTick = Filled(voxels, Never);

    /// <summary>Density of the marrow matrix, 0 to 1.</summary>
    public readonly float[] Matrix = new float[voxels];

    /// <summary>Molecules freed from bone and not yet given to the field: Freed[field][voxel], null for a field that bone does not store.</summary>
    public readonly float[]?[] Freed = new float[fields][];

    public bool IsSolid(int voxel) => Fill[voxel] >= Solid;

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
