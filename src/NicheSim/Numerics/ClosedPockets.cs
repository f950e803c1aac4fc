using System.Numerics;

namespace NicheSim.Numerics;

/// <summary>
/// The pockets: sets of voxels that no open face joins to the largest such set, nor to a fixed edge. The level of each is set by its own sources and
/// losses alone. Where a coarse cell reaches over the wall of a pocket no coarse level knows that level, and relaxation finds it only after as many
/// sweeps as the exchange is faster than the loss; so it is set from the pocket's own balance. The largest set is told apart: the coarse levels mostly know
/// its level, and it is balanced only where they do not, because it may hold nearly all voxels.
/// Found by joining runs of open voxels along x in neighboring rows (union-find); memory grows with the most runs seen and is kept.
/// </summary>
internal sealed class ClosedPockets(LevelShape shape, FieldEdges edges)
{
    private const int Bits = 64;

    private readonly int _words = (shape.Grid.Nx + Bits - 1) / Bits;
    private readonly ulong[] _open = new ulong[shape.Rows * ((shape.Grid.Nx + Bits - 1) / Bits)];
    private readonly int[] _firstRun = new int[shape.Rows + 1];
    private readonly List<int> _cells = [], _starts = [0];
    private readonly int[] _cellsOfRow = new int[shape.Grid.Nx];
    private Run[] _runs = new Run[shape.Rows];
    private int _largest;
    private bool _stale;

    public int Count => _starts.Count - 1;

    /// <summary>Where the cells of a pocket stand in the arrays of the finest level.</summary>
    public ReadOnlySpan<int> this[int pocket] => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_cells)[_starts[pocket].._starts[pocket + 1]];

    /// <summary>Whether the largest set is closed off like the pockets: no fixed edge opens to it, and it is not all there is.</summary>
    public bool LargestIsClosed { get; private set; }

    /// <summary>Where the cells of the largest set in a row stand; until the next call.</summary>
    public ReadOnlySpan<int> LargestIn(int row)
    {
        var count = 0;
        for (var run = _firstRun[row]; run < _firstRun[row + 1]; run++)
            if (Root(_runs, run) == _largest)
                for (var x = _runs[run].Start; x < _runs[run].End; x++)
                    _cellsOfRow[count++] = shape.At(x, row % shape.Grid.Ny, row / shape.Grid.Ny);
        return _cellsOfRow.AsSpan(0, count);
    }

    /// <summary>Takes over which voxels of a row are open.</summary>
    public void SetRow(int row, ReadOnlySpan<float> permeability)
    {
        for (var word = 0; word < _words; word++)
        {
            var bits = 0UL;
            for (var x = word * Bits; x < Math.Min((word + 1) * Bits, permeability.Length); x++)
                bits |= permeability[x] > 0 ? 1UL << (x % Bits) : 0;
            ref var open = ref _open[(row * _words) + word];
            _stale |= open != bits;
            open = bits;
        }
    }

    /// <summary>Finds the pockets, in the order of their first voxels, if any row has changed.</summary>
    public void Find()
    {
        if (!_stale)
            return;
        _stale = false;
        for (var row = 0; row < shape.Rows; row++)
            FindRuns(row);
        JoinRows();
        Collect();
    }

    private void FindRuns(int row)
    {
        var run = _firstRun[row];
        var open = _open.AsSpan(row * _words, _words);
        var n = shape.Grid.Nx;
        for (var x = Next(open, 0, set: true); x < n;)
        {
            var end = Math.Min(n, Next(open, x, set: false));
            if (run == _runs.Length)
                Array.Resize(ref _runs, 2 * run);
            _runs[run] = new Run { Start = x, End = end, Parent = run };
            run++;
            x = Next(open, end, set: true);
        }

        _firstRun[row + 1] = run;
    }

    /// <summary>The first bit from x on that is set, or that is not.</summary>
    private static int Next(ReadOnlySpan<ulong> bits, int x, bool set)
    {
        for (var word = x / Bits; word < bits.Length; word++)
        {
            var found = (set ? bits[word] : ~bits[word]) & (word == x / Bits ? ulong.MaxValue << (x % Bits) : ulong.MaxValue);
            if (found != 0)
                return (word * Bits) + BitOperations.TrailingZeroCount(found);
        }

        return bits.Length * Bits;
    }

    private void JoinRows()
    {
        var (grid, wrapsX) = (shape.Grid, Wraps(0));
        for (var row = 0; row < shape.Rows; row++)
        {
            var (y, z) = (row % grid.Ny, row / grid.Ny);
            if (y > 0 || Wraps(1))
                Join(row, y > 0 ? row - 1 : row + grid.Ny - 1);
            if (z > 0 || Wraps(2))
                Join(row, z > 0 ? row - grid.Ny : row + (grid.Ny * (grid.Nz - 1)));
            var (first, last) = (_firstRun[row], _firstRun[row + 1] - 1);
            if (wrapsX && first < last && _runs[first].Start == 0 && _runs[last].End == grid.Nx)
                Join(_runs, first, last);
        }
    }

    private bool Wraps(int axis) => edges.Low(axis).Edge == FieldEdge.Periodic && shape.Axes[axis].Count > 1;

    private void Join(int rowA, int rowB)
    {
        var (a, endA, b, endB) = (_firstRun[rowA], _firstRun[rowA + 1], _firstRun[rowB], _firstRun[rowB + 1]);
        var runs = _runs;
        while (a < endA && b < endB)
        {
            if (runs[a].Start < runs[b].End && runs[b].Start < runs[a].End)
                Join(runs, a, b);
            if (runs[a].End < runs[b].End)
                a++;
            else
                b++;
        }
    }

    private static void Join(Run[] runs, int a, int b)
    {
        (a, b) = (Root(runs, a), Root(runs, b));
        runs[Math.Max(a, b)].Parent = Math.Min(a, b);
    }

    private static int Root(Run[] runs, int run)
    {
        while (runs[run].Parent != run)
            run = runs[run].Parent = runs[runs[run].Parent].Parent;
        return run;
    }

    private void Collect()
    {
        var grid = shape.Grid;
        for (var row = 0; row < shape.Rows; row++)
        {
            var (y, z) = (row % grid.Ny, row / grid.Ny);
            var leaks = (y == 0 && IsFixed(edges.LowY)) || (y == grid.Ny - 1 && IsFixed(edges.HighY)) || (z == 0 && IsFixed(edges.LowZ)) || (z == grid.Nz - 1 && IsFixed(edges.HighZ));
            for (var run = _firstRun[row]; run < _firstRun[row + 1]; run++)
            {
                ref var set = ref _runs[Root(_runs, run)];
                set.Size += _runs[run].End - _runs[run].Start;
                set.Leaks |= leaks || (_runs[run].Start == 0 && IsFixed(edges.LowX)) || (_runs[run].End == grid.Nx && IsFixed(edges.HighX));
            }
        }

        var (largest, runs) = (0, _firstRun[shape.Rows]);
        for (var run = 1; run < runs; run++)
            if (_runs[run].Size > _runs[largest].Size)
                largest = run;

        var others = false;
        for (var run = 0; run < runs; run++)
            others |= run != largest && (_runs[run].Size > 1 || _runs[run].Leaks);
        (_largest, LargestIsClosed) = (largest, others && !_runs[largest].Leaks);

        // A single voxel has no open face: relaxation solves it.
        _cells.Clear();
        _starts.Clear();
        _starts.Add(0);
        var cells = 0;
        for (var run = 0; run < runs; run++)
            if (run != largest && !_runs[run].Leaks && _runs[run].Size > 1)
            {
                _runs[run].Next = cells;
                _starts.Add(cells += _runs[run].Size);
            }

        System.Runtime.InteropServices.CollectionsMarshal.SetCount(_cells, cells);
        if (cells > 0)
            List(largest);

        static bool IsFixed(FieldSide side) => side.Edge == FieldEdge.Fixed;
    }

    private void List(int largest)
    {
        var cells = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_cells);
        for (var row = 0; row < shape.Rows; row++)
            for (var run = _firstRun[row]; run < _firstRun[row + 1]; run++)
            {
                var root = Root(_runs, run);
                ref var set = ref _runs[root];
                if (root == largest || set.Leaks || set.Size == 1)
                    continue;
                for (var x = _runs[run].Start; x < _runs[run].End; x++)
                    cells[set.Next++] = shape.At(x, row % shape.Grid.Ny, row / shape.Grid.Ny);
            }
    }

    /// <summary>Open voxels of a row from Start up to, but without, End; the first run of a set, its root, stands for the set.</summary>
    private struct Run
    {
        public int Start, End, Parent, Size, Next;
        public bool Leaks;
    }
}
