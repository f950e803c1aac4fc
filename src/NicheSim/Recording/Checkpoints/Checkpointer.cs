using System.Diagnostics;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>
/// Keeps the checkpoint of a running run. Between two ticks the state is copied; a thread of its own packs and writes the copy while the run goes on.
/// </summary>
/// <param name="path">The checkpoint.</param>
/// <param name="seconds">Wall time from one to the next [s]; 0 saves at every tick.</param>
internal sealed class Checkpointer(string path, double seconds) : IDisposable
{
    /// <summary>Share of the wall time that saving may take; where it takes more, checkpoints become rarer.</summary>
    private const double LargestShare = 0.01;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly PageBuffer _body = new();
    private Task _writing = Task.CompletedTask;
    private double _due;

    /// <summary>Is it time for the next one?</summary>
    /// <exception cref="IOException">The last one could not be written.</exception>
    public bool IsDue
    {
        get
        {
            if (seconds > 0 && !_writing.IsCompleted)
                return false;
            Finish();
            return _watch.Elapsed.TotalSeconds >= _due;
        }
    }

    /// <summary>The next one is due as if one had just been written: a run that goes on has its checkpoint.</summary>
    public void Wait() => _due = _watch.Elapsed.TotalSeconds + seconds;

    /// <summary>Saves what the visits go over.</summary>
    /// <param name="header">Whose it is.</param>
    /// <param name="visit">Goes over everything; done when this returns.</param>
    /// <param name="beforeWriting">Sees onto the disk what the checkpoint speaks of; on another thread.</param>
    public void Save(CheckpointHeader header, Action<IStateVisitor> visit, Action beforeWriting)
    {
        Finish();
        var begun = _watch.Elapsed;
        _body.Clear();
        visit(_body);
        var copied = _watch.Elapsed;
        _writing = Task.Factory.StartNew(
            () =>
            {
                beforeWriting();
                Checkpoint.Write(path, header, _body);
                var now = _watch.Elapsed;
                Saving = new SavingRecord(Saving.Checkpoints + 1, Saving.StoppedSeconds + (copied - begun).TotalSeconds, Saving.WritingSeconds + (now - copied).TotalSeconds);
                _due = now.TotalSeconds + (seconds == 0 ? 0 : Math.Max(seconds, (now - begun).TotalSeconds * (1 - LargestShare) / LargestShare));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>What saving has taken.</summary>
    public SavingRecord Saving { get; private set; } = new(0, 0, 0);

    /// <summary>Waits until the last one is written.</summary>
    /// <exception cref="IOException">It could not be.</exception>
    public void Finish()
    {
        var writing = _writing;
        _writing = Task.CompletedTask;
        writing.GetAwaiter().GetResult();
    }

    /// <summary>Waits, whatever comes of it.</summary>
    public void Dispose() => Task.WaitAny(_writing);
}
