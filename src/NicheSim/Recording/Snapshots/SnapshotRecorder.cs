using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>Writes snapshots when they are due: between two ticks what they show is copied; a thread of its own writes the copy while the run goes on.</summary>
internal sealed class SnapshotRecorder : IDisposable
{
    private readonly SnapshotPlan _plan;
    private readonly Snapshot _snapshot;
    private readonly SnapshotFiles _files;
    private readonly Action<Snapshot>[] _writers;
    private readonly OpenVtTable? _openVt;
    private volatile Task _writing = Task.CompletedTask;

    /// <param name="folder">The run's folder.</param>
    /// <param name="scenario">What is run.</param>
    /// <param name="plan">What is written when.</param>
    /// <param name="mark">How far <c>openvt.csv</c> had come, where the run goes on.</param>
    public SnapshotRecorder(string folder, CompiledScenario scenario, SnapshotPlan plan, FileMark? mark)
    {
        _plan = plan;
        _snapshot = new Snapshot(plan, scenario.Plan.Attributes);
        _files = new SnapshotFiles(Path.Combine(folder, RunFiles.Snapshots));
        _openVt = Asked(SnapshotFormat.OpenVt) ? new OpenVtTable(Path.Combine(folder, RunFiles.OpenVt), scenario, mark) : null;
        _writers =
        [
            .. Asked(SnapshotFormat.Vtk) ? [new VtkFiles(plan, scenario, _files).Write] : Array.Empty<Action<Snapshot>>(),
            .. Asked(SnapshotFormat.OmeZarr) ? [new OmeZarr(plan, scenario, _files).Write] : Array.Empty<Action<Snapshot>>(),
            .. Asked(SnapshotFormat.Parquet) ? [new CellTables(scenario, _files).Write] : Array.Empty<Action<Snapshot>>(),
        ];
    }

    /// <summary>How far the table has come; empty where there is none.</summary>
    public IEnumerable<FileMark> Marks => _openVt is null ? [] : [_openVt.Mark];

    public bool IsDue(int tick) => Array.BinarySearch(_plan.Ticks, tick) >= 0;

    /// <exception cref="IOException">This or the last one could not be written.</exception>
    public void Record(View view)
    {
        _writing.GetAwaiter().GetResult();
        _snapshot.Take(view, Array.BinarySearch(_plan.Ticks, view.State.Tick));
        _openVt?.Write(_snapshot);
        _writing = Task.Factory.StartNew(
            () =>
            {
                foreach (var write in _writers)
                    write(_snapshot);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Waits for what is being written, and sees all of it onto the disk. Another thread may go on recording.</summary>
    public void Flush()
    {
        _writing.GetAwaiter().GetResult();
        _files.Flush();
        _openVt?.Flush();
    }

    /// <summary>Waits, whatever comes of it.</summary>
    public void Dispose()
    {
        Task.WaitAny(_writing);
        _openVt?.Dispose();
    }

    private bool Asked(SnapshotFormat format) => _plan.Settings.Formats.Contains(format);
}
