namespace NicheSim.Numerics;

/// <summary>
/// Solves, for one field on one grid,
/// D/h^2 * sum over faces of g (c_neighbor - c) - loss c + source = 0
/// by cell-centered multigrid (Wesseling, An Introduction to Multigrid Methods, 1992): 2:1 coarsening down to one cell; the sawtooth cycle, which
/// restricts the residual down all levels by adding up, then from the coarsest level upwards interpolates and relaxes (red-black, over-relaxed):
/// twice on the finest, more often on the others, where it costs little. So the residual that a cycle starts with is the check of the one before, and one pass over the
/// voxels does a whole cycle's work. Holds the arrays of all levels: one for all fields, one solve at a time. Nothing in it outlives a solve, and no bit
/// depends on the number of threads. A solve allocates nothing.
/// </summary>
public sealed class Multigrid
{
    private const int CoarseRelaxations = 3, StallsAllowed = 3, MoreCycles = 3, UsualCycles = 12;
    private const double Slow = 0.7, Stalled = 0.99, Rounding = 1e-6;

    /// <summary>Relative error below which the rounding of float32 is all that is left of a change.</summary>
    private const double LeastError = 2e-7;

    private readonly MultigridLevel[] _levels;

    public Multigrid(Grid grid, Workers workers)
    {
        Grid = grid;
        var shapes = LevelShape.Hierarchy(grid);
        _levels = new MultigridLevel[shapes.Length];
        for (var level = shapes.Length - 1; level >= 0; level--)
            _levels[level] = new MultigridLevel(shapes[level], level == shapes.Length - 1 ? null : _levels[level + 1], workers);
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
    /// <param name="maximumCycles">Cycles after which to give up. Where three cycles in a row fail to help, the next relax only.</param>
    /// <param name="shareOfFirst">
    /// The error is also to be at most this share of the first one, as far as float32 can tell. For a step in time that starts from the last one: the first error
    /// is what changes in the step, and what a step leaves undone, no later one does.
    /// </param>
    public SolveReport Solve(DiffusionOperator op, float diffusionPerSecond, float[] loss, float[] source, float[] c, double tolerance, int maximumCycles, double shareOfFirst = 1)
    {
        if (op.Grid != Grid || loss.Length != Grid.Count || source.Length != Grid.Count || c.Length != Grid.Count)
            throw new ArgumentException("Operator and arrays must have the solver's grid.");
        if (!(diffusionPerSecond >= 0 && float.IsFinite(diffusionPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(diffusionPerSecond));

        for (var level = 0; level < _levels.Length; level++)
            _levels[level].Begin(op.Levels[level], diffusionPerSecond, corrections: level > 0);
        var report = Solve(op, loss, source, c, tolerance, maximumCycles, diffusionPerSecond * op.FixedSupply, shareOfFirst);
        if (report.Cycles > 0)
            Finest.ReadBack();
        foreach (var level in _levels)
            level.End();
        return report;
    }

    private SolveReport Solve(DiffusionOperator op, float[] loss, float[] source, float[] c, double tolerance, int maximumCycles, double fixedSupply, double shareOfFirst)
    {
        var (found, supply) = Finest.Load(loss, source, c);
        var turnover = supply + fixedSupply;
        if (turnover == 0)
        {
            Array.Clear(c);
            return new SolveReport(0, 0, 0, true);
        }

        for (var level = 1; level < _levels.Length; level++)
            _levels[level].PrepareCorrections();
        var first = Descend(found, turnover).Error;
        return Iterate(op.Pockets, first, turnover, Math.Min(tolerance, Math.Max(LeastError, shareOfFirst * first)), maximumCycles);
    }

    /// <summary>
    /// Cycles until the tolerance is met. Where one beyond the usual number helps little (walls thinner than coarse cells, closed off parts), the next ones relax more often
    /// and balance the largest part too; where three in a row do not help at all, the next only relax. Where nothing is left but the rounding of float32, this is the end.
    /// </summary>
    private SolveReport Iterate(ClosedPockets pockets, double first, double turnover, double tolerance, int maximumCycles)
    {
        var (error, cycles, stalls, slow) = (first, 0, 0, false);
        for (; !(error <= tolerance) && cycles < maximumCycles; cycles++)
        {
            var helps = stalls < StallsAllowed;
            if (helps)
                Correct();
            var found = Finest.Cycle(helps, pockets, slow && pockets.LargestIsClosed);
            for (var more = 0; slow && more < MoreCycles; more++)
                found = Finest.Cycle(false, pockets, pockets.LargestIsClosed);
            var before = error;
            (error, var gain) = Descend(found, turnover);
            if (cycles < UsualCycles)
                continue;
            (slow, stalls) = (slow || error > Slow * before, error > Stalled * before ? stalls + 1 : 0);
            if (stalls > 0 && gain <= tolerance && found.Change <= Rounding * found.Field)
                return new SolveReport(cycles + 1, first, error, true);
        }

        return new SolveReport(cycles, first, error, error <= tolerance);
    }

    /// <summary>
    /// Hands the residual of the voxels down all levels; returns the relative error that it tells of, and what the whole grid gains by it, of the turnover.
    /// </summary>
    private (double Error, double Gain) Descend(MultigridLevel.Residuals found, double turnover)
    {
        var error = found.Change;
        for (var level = 1; level < _levels.Length; level++)
            error += _levels[level].Descend();
        var gain = Math.Abs((double)_levels[^1].Source[_levels[^1].Shape.At(0, 0, 0)]) / turnover;
        return (Math.Max(error == 0 ? 0 : error / (found.Field + error), gain), gain);
    }

    /// <summary>Corrections for all residuals, from the coarsest level upwards.</summary>
    private void Correct()
    {
        _levels[^1].CorrectLast();
        for (var level = _levels.Length - 2; level > 0; level--)
            _levels[level].Correct(CoarseRelaxations);
    }
}
