namespace NicheSim.Numerics;

/// <summary>Shifts the values of a set of closed off cells so that its losses equal its sources, but none below 0; without any source it is empty.</summary>
internal ref struct PocketBalance(MultigridLevel level)
{
    private readonly Span<float> _value = level.Value.Span, _loss = level.Loss.Span, _source = level.Source.Span;

    // What the set gains at its present values, its losses and its sources, summed.
    private double _gains, _losses, _sources;

    private readonly double ShiftOfAll => _sources == 0 ? double.NegativeInfinity : _losses > 0 ? _gains / _losses : 0;

    /// <summary>Balances the pockets and, where asked to, the largest set too.</summary>
    public static void Restore(MultigridLevel level, ClosedPockets pockets, bool largest)
    {
        for (var pocket = 0; pocket < pockets.Count; pocket++)
        {
            var cells = pockets[pocket];
            // A voxel by itself is closed: it has its value.
            if (level.Value[cells[0]] < 0)
                continue;
            var balance = new PocketBalance(level);
            balance.Add(cells);
            balance.Shift(cells);
        }

        if (!largest)
            return;
        var whole = new PocketBalance(level);
        for (var row = 0; row < level.Shape.Rows; row++)
            whole.Add(pockets.LargestIn(row));
        for (var row = 0; row < level.Shape.Rows; row++)
            whole.Shift(pockets.LargestIn(row));
    }

    private void Add(ReadOnlySpan<int> cells)
    {
        foreach (var cell in cells)
        {
            _gains += _source[cell] - ((double)_loss[cell] * _value[cell]);
            _losses += _loss[cell];
            _sources += _source[cell];
        }
    }

    private readonly void Shift(ReadOnlySpan<int> cells)
    {
        var shift = ShiftOfAll;
        foreach (var cell in cells)
            _value[cell] = (float)Math.Max(_value[cell] + shift, 0);
    }
}
