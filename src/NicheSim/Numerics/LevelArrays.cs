namespace NicheSim.Numerics;

/// <summary>Where the kernels find the arrays of one level, all of one layout (<see cref="LevelShape"/>), and what one solve is about.</summary>
internal unsafe struct LevelArrays
{
    /// <summary>Of voxels concentrations, of coarser cells corrections.</summary>
    public float* Value;

    /// <summary>First-order losses [1/s], on coarse levels added up.</summary>
    public float* Loss;

    /// <summary>Sources [pM/s]; on coarse levels what the cells of the finer one gain, added up.</summary>
    public float* Source;

    /// <summary>By how much a cell changes per pM/s that it gains [s]: 1 / (rate * open faces + loss). 0 marks cells without an open face, and padding.</summary>
    public float* Inverse;

    public float* FaceX, FaceY, FaceZ;

    public nint Half, Pitch, PitchZ;

    /// <summary>D/h^2 [1/s].</summary>
    public float Rate;

    public bool HasZ;

    /// <inheritdoc cref="LevelShape.Row"/>
    public readonly nint Row(int color, int y, int z) => (color * (Half + LevelShape.Lanes)) + LevelShape.Lanes + (Pitch * (y + 1)) + (PitchZ * (z + 1));

    /// <summary>Where the western neighbors of a color's cells in a row stand; the eastern ones follow one further.</summary>
    public readonly nint West(int color, int y, int z) => Row(1 - color, y, z) - (color == LevelShape.ColorOfEven(y, z) ? 1 : 0);
}
