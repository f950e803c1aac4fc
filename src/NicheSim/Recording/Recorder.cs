using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>Writes a row into every table of a run's folder at each recording time.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly Names _names;
    private readonly History _history;
    private readonly CsvFile _populations, _fields, _events, _bone;
    private readonly FieldTable _fieldTable = new();
    private readonly EventTable _eventTable;

    public Recorder(string folder, CompiledScenario scenario, History history)
    {
        (_names, _history) = (scenario.Names, history);
        _eventTable = new EventTable(scenario);
        _populations = Open(RunFiles.Populations, PopulationTable.Columns(scenario.Plan, _names));
        _fields = Open(RunFiles.Fields, FieldTable.Columns(_names));
        _events = Open(RunFiles.Events, _eventTable.Columns);
        _bone = Open(RunFiles.Bone, BoneTable.Columns);

        CsvFile Open(string name, IEnumerable<string> columns) => new(Path.Combine(folder, name), columns);
    }

    public void Record(View view)
    {
        _populations.WriteRow(view.Day, PopulationTable.Row(view, _names));
        _fields.WriteRow(view.Day, _fieldTable.Row(view));
        _events.WriteRow(view.Day, _eventTable.Row(view.State.Tally, _history.Tally));
        _bone.WriteRow(view.Day, BoneTable.Row(view));
        _history.Close(view.State);
    }

    public void Dispose()
    {
        foreach (var file in (ReadOnlySpan<CsvFile>)[_populations, _fields, _events, _bone])
            file.Dispose();
    }
}
