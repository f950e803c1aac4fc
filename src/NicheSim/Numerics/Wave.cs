namespace NicheSim.Numerics;

/// <summary>
/// Goes over a level in several stages, each of which reads what earlier stages wrote to a row and to its neighbors, and writes the row alone. All stages pass over
/// a slab while it is in the cache: at time t, stage s handles slab t - s; in wide layers strip by strip of rows, where each stage is some rows
/// behind the one before. Blocks of slabs run in parallel; the stages that would need another block follow in a second part, around each border. The
/// result is that of stage after stage over all rows, for any number of blocks, where a stage reads from neighbors only what the next
/// stage but one writes again: such is relaxation color by color.
/// </summary>
internal sealed class Wave
{
    private readonly Workers _workers;
    private readonly MultigridLevel _level;
    private readonly int _slabs, _leastSlabs;
    private readonly int[] _borders;
    private int _stages, _strips, _blocks;
    private bool _wraps;

    /// <param name="workers">The threads.</param>
    /// <param name="level">Whose stages to run, over the slabs and strips of its shape.</param>
    /// <param name="leastSlabs">Number of slabs that are worth a thread.</param>
    public Wave(Workers workers, MultigridLevel level, int leastSlabs)
    {
        (_workers, _level, _slabs, _leastSlabs) = (workers, level, level.Shape.Slabs, Math.Max(1, leastSlabs));
        _borders = new int[workers.Threads + 1];
    }

    /// <param name="stages">Number of stages.</param>
    /// <param name="strips">Number of strips that each slab is cut into.</param>
    /// <param name="wraps">Whether the last slab is a neighbor of the first.</param>
    public void Run(int stages, int strips, bool wraps)
    {
        (_stages, _strips, _wraps) = (stages, strips, wraps);
        if (_slabs < 2 * (stages + 1))
        {
            for (var stage = 0; stage < stages; stage++)
                for (var slab = 0; slab < _slabs; slab++)
                    AllStrips(stage, slab, 0);
            return;
        }

        _blocks = Math.Clamp(_slabs / Math.Max(2 * (stages + 1), _leastSlabs), 1, _workers.Threads);

        // Even, so that no two blocks write one coarse row.
        for (var block = 0; block <= _blocks; block++)
            _borders[block] = block == _blocks ? _slabs : (int)((long)_slabs * block / _blocks) & ~1;
        _workers.Run(_blocks, this, static (wave, block) => wave.RunBlock(block));
        var borders = _blocks - 1 + (wraps ? 1 : 0);
        if (borders > 0)
            _workers.Run(borders, this, static (wave, border) => wave.RunBorder(border));
    }

    private void RunBlock(int block)
    {
        var (first, end) = (_borders[block], _borders[block + 1]);
        var (fromBelow, fromAbove) = (block > 0 || _wraps ? 1 : 0, block < _blocks - 1 || _wraps ? 1 : 0);
        for (var strip = 0; strip < _strips; strip++)
            for (var time = first; time < end + _stages; time++)
                for (var stage = 0; stage < _stages; stage++)
                    if (time - stage >= first + (_level.Lag(stage) * fromBelow) && time - stage < end - (_level.Lag(stage) * fromAbove))
                        _level.Stage(stage, time - stage, strip, block);
    }

    /// <summary>The border below block 1, 2, ...; the last is that between the last slab and the first.</summary>
    private void RunBorder(int border)
    {
        var above = border < _blocks - 1 ? _borders[border + 1] : _slabs;
        for (var stage = 1; stage < _stages; stage++)
            for (var slab = above - _level.Lag(stage); slab < above + _level.Lag(stage); slab++)
                AllStrips(stage, slab % _slabs, border);
    }

    private void AllStrips(int stage, int slab, int block)
    {
        for (var strip = 0; strip < _strips; strip++)
            _level.Stage(stage, slab, strip, block);
    }
}
