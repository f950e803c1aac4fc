using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>Writes a row into every table of a run's folder at each recording time, and takes frames.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly Names _names;
    private readonly History _history;
    private readonly CsvFile _populations, _fields, _events, _bone, _readouts;
    private readonly CsvFile[] _tables;
    private readonly FrameRecorder? _frames;
    private readonly FieldTable _fieldTable;
    private readonly EventTable _eventTable;
    private readonly ReadoutTable _readoutTable;

    /// <param name="folder">The run's folder.</param>
    /// <param name="scenario">What is run.</param>
    /// <param name="readouts">Its readouts.</param>
    /// <param name="history">What is remembered from row to row.</param>
    /// <param name="marks">How far the files had come, where the run goes on; else none.</param>
    /// <param name="frames">Which frames a new run takes; one that goes on does as it did.</param>
    public Recorder(string folder, CompiledScenario scenario, Readout[] readouts, History history, FileMark[] marks, FrameKind frames)
    {
        (_names, _history) = (scenario.Names, history);
        _readoutTable = new ReadoutTable(readouts);
        _fieldTable = new FieldTable(scenario.Plan);
        _eventTable = new EventTable(scenario);
        _populations = Open(RunFiles.Populations, PopulationTable.Columns(scenario.Plan, _names));
        _fields = Open(RunFiles.Fields, FieldTable.Columns(scenario.Plan, _names));
        _events = Open(RunFiles.Events, _eventTable.Columns);
        _bone = Open(RunFiles.Bone, BoneTable.Columns);
        _readouts = Open(RunFiles.Readouts, _readoutTable.Columns);
        _tables = [_populations, _fields, _events, _bone, _readouts];
        if (marks.Length > 0)
            frames = MarkOf(RunFiles.Frames) is null ? FrameKind.None : FrameFile.KindIn(folder);
        if (frames != FrameKind.None)
            _frames = new FrameRecorder(Path.Combine(folder, RunFiles.Frames), scenario, frames, MarkOf(RunFiles.Frames));

        CsvFile Open(string name, IEnumerable<string> columns) => new(Path.Combine(folder, name), columns, MarkOf(name));

        FileMark? MarkOf(string name) => Array.Find(marks, mark => mark.Name == name);
    }

    public void Record(View view)
    {
        _history.Open(view.State);
        _populations.WriteRow(view.Day, PopulationTable.Row(view, _names));
        _fields.WriteRow(view.Day, _fieldTable.Row(view));
        _events.WriteRow(view.Day, _eventTable.Row(view.State.Tally, _history.Tally));
        _bone.WriteRow(view.Day, BoneTable.Row(view));
        _readouts.WriteRow(view.Day, _readoutTable.Row(view, _history));
        _history.Close(view.State);
        _frames?.Record(view);
    }

    /// <summary>How far the files have come.</summary>
    public IEnumerable<FileMark> Marks => [.. _tables.Select(table => table.Mark), .. _frames is null ? [] : (FileMark[])[_frames.Mark]];

    /// <summary>Sees all rows onto the disk. Another thread may go on recording.</summary>
    public void Flush()
    {
        foreach (var table in _tables)
            table.Flush();
        _frames?.Flush();
    }

    public void Dispose()
    {
        foreach (var file in _tables)
            file.Dispose();
        _frames?.Dispose();
    }
}
