using System.Numerics;

namespace NicheSim.Numerics;

/// <summary>
/// Solves, for one field on one grid,
/// D/h^2 * sum over faces of g (c_neighbor - c) - loss c + source = 0
/// by cell-centered multigrid (Wesseling, An Introduction to Multigrid Methods, 1992): 2:1 coarsening down to one cell; the sawtooth cycle, which
/// restricts the residual down all levels by adding up, then from the coarsest level upwards interpolates and relaxes (red-black Gauss-Seidel): twice
/// on the finest, four times on the others, where it costs little (measured: at worst 0.23 instead of 0.33 per cycle in the open, 0.41 instead of 0.55 among bone).
/// So the residual that a cycle starts with is the check of the one before. Holds the scratch arrays of all levels: one for all fields, one solve at a
/// time. Nothing in it outlives a solve, and no bit depends on the number of threads. A solve allocates nothing.
/// </summary>
public sealed class Multigrid
{
    private const int Relaxations = 2, CoarseRelaxations = 4, StallsAllowed = 3;
    private const double Stalled = 0.9;

    private readonly Workers _workers;
    private readonly MultigridLevel[] _levels;

    public Multigrid(Grid grid, Workers workers)
        : this(grid, workers, Vector.IsHardwareAccelerated)
    {
    }

    internal Multigrid(Grid grid, Workers workers, bool vectors)
    {
        (Grid, _workers) = (grid, workers);
        var shapes = LevelShape.Hierarchy(grid);
        _levels = new MultigridLevel[shapes.Length];
        for (var level = 0; level < shapes.Length; level++)
            _levels[level] = new MultigridLevel(shapes[level], level == 0 ? null : _levels[level - 1], vectors);
    }

    public Grid Grid { get; }

    private MultigridLevel Finest => _levels[0];

    /// <summary>
    /// Improves c until the estimated error (<see cref="SolveReport.Error"/>) is within the tolerance. Where it is at once, c keeps its bits. The result
    /// is never negative. Where a closed pocket has sources but no loss there is no solution: its values grow with every cycle, and stay finite.
    /// </summary>
    /// <param name="op">Faces and edges.</param>
    /// <param name="diffusionPerSecond">D/h^2 [1/s].</param>
    /// <param name="loss">First-order losses [1/s], none negative.</param>
    /// <param name="source">Sources [pM/s], none negative.</param>
    /// <param name="c">Concentrations [pM]: where to start, and the solution. Not negative.</param>
    /// <param name="tolerance">Relative error to reach; float32 allows 1e-6 where L is a few voxels, 1e-5 always seen.</param>
    /// <param name="maximumCycles">Cycles after which to give up. Where three cycles fail to help, the others relax only.</param>
    public SolveReport Solve(DiffusionOperator op, float diffusionPerSecond, float[] loss, float[] source, float[] c, double tolerance, int maximumCycles)
    {
        if (op.Grid != Grid || loss.Length != Grid.Count || source.Length != Grid.Count || c.Length != Grid.Count)
            throw new ArgumentException("Operator and arrays must have the solver's grid.");
        if (!(diffusionPerSecond >= 0 && float.IsFinite(diffusionPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(diffusionPerSecond));

        var turnover = FixedOrder.Sum(source) + (diffusionPerSecond * op.FixedConductance() * op.Edges.FixedValue);
        if (turnover == 0)
        {
            Array.Clear(c);
            return new SolveReport(0, 0, 0, 0, true);
        }

        Begin(op, diffusionPerSecond, loss, source, c);
        var report = Iterate(op, turnover, tolerance, maximumCycles);
        if (report.Cycles > 0)
            ReadBack(c);
        foreach (var level in _levels)
            level.End();
        return report;
    }

    private SolveReport Iterate(DiffusionOperator op, double turnover, double tolerance, int maximumCycles)
    {
        var first = Measure(turnover);
        var (error, clipped, cycles, stalls) = (first, 0.0, 0, 0);
        for (; !(error <= tolerance) && cycles < maximumCycles; cycles++)
        {
            if (stalls < StallsAllowed)
                clipped = Correct() + BalancePockets(op.Pockets);
            Relax(Finest);
            var before = error;
            error = Measure(turnover);
            if (error > Stalled * before)
                stalls++;
        }

        return new SolveReport(cycles, first, error, clipped, error <= tolerance);
    }

    private void Begin(DiffusionOperator op, float diffusionPerSecond, float[] loss, float[] source, float[] c)
    {
        for (var level = 0; level < _levels.Length; level++)
            _levels[level].Begin(op.Levels[level], diffusionPerSecond, level == 0 ? loss : null, level == 0 ? source : null);
        for (var level = 1; level < _levels.Length; level++)
            _workers.Run(_levels[level].Shape.Chunks, _levels[level], MultigridLevel.RestrictLossChunk);

        var shape = Finest.Shape;
        Array.Fill(Finest.Value, op.Edges.FixedValue);
        for (var row = 0; row < shape.Rows; row++)
            c.AsSpan(row * Grid.Nx, Grid.Nx).CopyTo(Finest.Value.AsSpan(shape.PaddedRow(row), Grid.Nx));
    }

    private void ReadBack(float[] c)
    {
        var shape = Finest.Shape;
        for (var row = 0; row < shape.Rows; row++)
            Finest.Value.AsSpan(shape.PaddedRow(row), Grid.Nx).CopyTo(c.AsSpan(row * Grid.Nx, Grid.Nx));
    }

    /// <summary>Carries the residual down all levels; returns the error that it tells of.</summary>
    private double Measure(double turnover)
    {
        Finest.FillRim();
        _workers.Run(Finest.Shape.Chunks, Finest, MultigridLevel.MeasureFinestChunk);
        var (error, field) = (FixedOrder.Sum(Finest.First), FixedOrder.Sum(Finest.Second));
        var gain = _levels.Length == 1 ? 0 : (double?)null;
        for (var level = 1; level < _levels.Length; level++)
        {
            _workers.Run(_levels[level].Shape.Chunks, _levels[level], MultigridLevel.RestrictSourceChunk);
            error += FixedOrder.Sum(_levels[level].First);
            gain = _levels[level].Source[0];
        }

        return Math.Max(error == 0 ? 0 : error / (field + error), Math.Abs(gain ?? 0) / turnover);
    }

    /// <summary>Solves the coarsest level and carries the correction up; returns what was clipped on the finest one.</summary>
    private double Correct()
    {
        for (var level = _levels.Length - 1; level > 0; level--)
        {
            Relax(_levels[level]);
            _levels[level].FillRim();
            _workers.Run(_levels[level - 1].Shape.Chunks, _levels[level], MultigridLevel.InterpolateChunk);
        }

        return _levels.Length == 1 ? 0 : FixedOrder.Sum(Finest.First);
    }

    private double BalancePockets(ClosedPockets pockets)
    {
        var clipped = 0.0;
        for (var pocket = 0; pocket < pockets.Count; pocket++)
            clipped += Finest.BalancePocket(pockets[pocket]);
        return clipped;
    }

    private void Relax(MultigridLevel level)
    {
        for (var sweep = 0; sweep < 2 * (level == Finest ? Relaxations : CoarseRelaxations); sweep++)
        {
            level.FillRim();
            level.Color = sweep & 1;
            _workers.Run(level.Shape.Chunks, level, MultigridLevel.RelaxChunk);
        }
    }
}
