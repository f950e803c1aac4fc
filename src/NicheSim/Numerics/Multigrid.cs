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
    private const int Relaxations = 2, CoarseRelaxations = 4, CoarsestRelaxations = 2, StallsAllowed = 3;
    private const double Stalled = 0.9;

    private readonly Workers _workers;
    private readonly MultigridLevel[] _levels;

    public Multigrid(Grid grid, Workers workers)
    {
        (Grid, _workers) = (grid, workers);
        var shapes = LevelShape.Hierarchy(grid);
        _levels = new MultigridLevel[shapes.Length];
        for (var level = 0; level < shapes.Length; level++)
            _levels[level] = new MultigridLevel(shapes[level], level == 0 ? null : _levels[level - 1]);
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

        var turnover = FixedOrder.Sum(source) + (diffusionPerSecond * op.FixedSupply);
        if (turnover == 0)
        {
            Array.Clear(c);
            return new SolveReport(0, 0, 0, 0, true);
        }

        var emptied = Begin(op, diffusionPerSecond, loss, source, c);
        var report = Iterate(op, turnover, emptied, tolerance, maximumCycles);
        if (report.Cycles > 0)
            _workers.Run(Finest.Shape.Chunks, Finest, MultigridLevel.ReadBackChunk);
        foreach (var level in _levels)
            level.End();
        return report;
    }

    private SolveReport Iterate(DiffusionOperator op, double turnover, double emptied, double tolerance, int maximumCycles)
    {
        var first = Measure(turnover, emptied);
        var (error, clipped, cycles, stalls) = (first, 0.0, 0, 0);
        for (; !(error <= tolerance) && cycles < maximumCycles; cycles++)
        {
            if (stalls < StallsAllowed)
                clipped = Correct() + BalancePockets(op.Pockets);
            Relax(Finest, Relaxations);
            var before = error;
            error = Measure(turnover, 0);
            if (error > Stalled * before)
                stalls++;
        }

        return new SolveReport(cycles, first, error, clipped, error <= tolerance);
    }

    /// <summary>Returns what was in cells that can hold nothing.</summary>
    private double Begin(DiffusionOperator op, float diffusionPerSecond, float[] loss, float[] source, float[] c)
    {
        Finest.Begin(op.Levels[0], diffusionPerSecond, loss, source, c);
        for (var level = 1; level < _levels.Length; level++)
        {
            _levels[level].Begin(op.Levels[level], diffusionPerSecond);
            _workers.Run(_levels[level].TransferChunks, _levels[level], MultigridLevel.PrepareChunk);
        }

        return FixedOrder.Sum(_levels[1].First);
    }

    /// <summary>Carries the residual down all levels; returns the error that it tells of, with what else is known to be wrong [pM voxels].</summary>
    private double Measure(double turnover, double error)
    {
        Rim.WrapRows(Finest, 0);
        Rim.WrapRows(Finest, 1);
        for (var level = 1; level < _levels.Length; level++)
        {
            _workers.Run(_levels[level].TransferChunks, _levels[level], MultigridLevel.MeasureChunk);
            error += FixedOrder.Sum(_levels[level].First);
        }

        var (field, gain) = (FixedOrder.Sum(_levels[1].Second), _levels[^1].Source[_levels[^1].Shape.At(0, 0, 0)]);
        return Math.Max(error == 0 ? 0 : error / (field + error), Math.Abs((double)gain) / turnover);
    }

    /// <summary>Solves the coarsest level and carries the correction up; returns what was clipped on the finest one.</summary>
    private double Correct()
    {
        var coarsest = _levels[^1];
        coarsest.Value[coarsest.Shape.At(0, 0, 0)] = 0;
        for (var level = _levels.Length - 1; level > 0; level--)
        {
            Relax(_levels[level], level == _levels.Length - 1 ? CoarsestRelaxations : CoarseRelaxations);
            Rim.WrapRows(_levels[level], 0);
            Rim.WrapRows(_levels[level], 1);
            _workers.Run(_levels[level].TransferChunks, _levels[level], MultigridLevel.InterpolateChunk);
        }

        return FixedOrder.Sum(_levels[1].First);
    }

    private double BalancePockets(ClosedPockets pockets)
    {
        var clipped = 0.0;
        for (var pocket = 0; pocket < pockets.Count; pocket++)
            clipped += ClosedPockets.Balance(pockets[pocket], Finest);
        return clipped;
    }

    private void Relax(MultigridLevel level, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Rim.WrapRows(level, 1);
            _workers.Run(level.Shape.Chunks, level, MultigridLevel.RelaxChunk);
            if (!level.HasOuter)
                continue;
            Rim.WrapRows(level, 0);
            _workers.Run(level.Shape.Chunks, level, MultigridLevel.RelaxOuterChunk);
        }
    }
}
