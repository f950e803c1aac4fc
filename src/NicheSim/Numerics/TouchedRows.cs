namespace NicheSim.Numerics;

/// <summary>The rows of one multigrid level whose faces or volumes are to be computed anew; with the rim of lower outer faces, row and layer -1.</summary>
internal sealed class TouchedRows(Grid grid)
{
    private readonly bool[] _rows = new bool[(grid.Ny + 1) * (grid.Nz + 1)];

    public bool this[int y, int z] => _rows[Index(y, z)];

    public void Clear() => Array.Clear(_rows);

    /// <summary>Adds a row of voxels and all that share a face with it; those across a wrap too, in case there is one.</summary>
    public void AddWithNeighbors(int y, int z)
    {
        _rows[Index(y, z)] = true;
        _rows[Index(y - 1, z)] = true;
        _rows[Index(y, z - 1)] = true;
        _rows[Index(y + 1 < grid.Ny ? y + 1 : 0, z)] = true;
        _rows[Index(y, z + 1 < grid.Nz ? z + 1 : 0)] = true;
        if (y == 0)
            _rows[Index(grid.Ny - 1, z)] = true;
        if (z == 0)
            _rows[Index(y, grid.Nz - 1)] = true;
        if (y == grid.Ny - 1)
            _rows[Index(-1, z)] = true;
        if (z == grid.Nz - 1)
            _rows[Index(y, -1)] = true;
    }

    /// <summary>The rows that hold a row of the finer level.</summary>
    public void SetFromFiner(TouchedRows finer)
    {
        Clear();
        for (var z = -1; z < finer.Layers; z++)
            for (var y = -1; y < finer.RowsOfLayer; y++)
                if (finer[y, z])
                    _rows[Index(y >> 1, z >> 1)] = true;
    }

    private int RowsOfLayer => grid.Ny;

    private int Layers => grid.Nz;

    private int Index(int y, int z) => y + 1 + ((grid.Ny + 1) * (z + 1));
}
