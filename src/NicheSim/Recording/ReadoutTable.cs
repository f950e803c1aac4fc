using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary><c>readouts.csv</c>: the readouts that the scenario declares, in the order of their names.</summary>
internal sealed class ReadoutTable
{
    private readonly Readout[] _readouts;
    private readonly ReadoutMeasure[] _measures;
    private readonly bool[] _isWatched;
    private readonly Quantile _quantile = new();

    public ReadoutTable(Readout[] readouts)
    {
        _readouts = readouts;
        _measures = Array.ConvertAll(readouts, readout => ReadoutMeasure.Of(readout.Kind));
        _isWatched = Array.ConvertAll(readouts, readout => Array.Exists(readouts, other => other.Other == readout.Index));
    }

    public IEnumerable<string> Columns => ["day", .. _readouts.Select(readout => readout.Name)];

    /// <summary>Measures all readouts, each after those that it watches.</summary>
    public double[] Row(View view, History history)
    {
        var row = new ReadoutRow(view, history, _quantile);
        var values = new double[_readouts.Length];
        var done = new bool[_readouts.Length];
        foreach (var readout in _readouts)
            Measure(readout);
        return values;

        void Measure(Readout readout)
        {
            if (done[readout.Index])
                return;
            done[readout.Index] = true;
            if (readout.Other >= 0)
                Measure(_readouts[readout.Other]);
            if (readout.Kind is ReadoutKind.EventRate or ReadoutKind.GrowthRate or ReadoutKind.DoublingTime)
                history.Counts[readout.Index].Add(readout.Kind == ReadoutKind.EventRate ? CellReadouts.CountWithBlood(readout, row) : CellReadouts.Count(readout, row));
            values[readout.Index] = _measures[readout.Index].Value(readout, row);
            if (_isWatched[readout.Index])
                history.Readouts[readout.Index].Add(values[readout.Index]);
        }
    }
}
