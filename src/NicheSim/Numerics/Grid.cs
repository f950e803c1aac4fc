namespace NicheSim.Numerics;

/// <summary>A box of Nx x Ny x Nz voxels, x fastest. Nz = 1 is a two-dimensional slice.</summary>
public readonly record struct Grid(int Nx, int Ny, int Nz)
{
    public int Count => Nx * Ny * Nz;

    /// <summary>Number of axes with more than one direction to go: 2 for a slice, else 3.</summary>
    public int Dimensions => Nz == 1 ? 2 : 3;

    public int Index(int x, int y, int z) => x + (Nx * (y + (Ny * z)));

    public int X(int voxel) => voxel % Nx;

    public int Y(int voxel) => voxel / Nx % Ny;

    public int Z(int voxel) => voxel / (Nx * Ny);
}
