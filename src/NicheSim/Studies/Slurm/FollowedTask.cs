namespace NicheSim.Studies;

/// <summary>A task of an array job, as the command that follows it sees it.</summary>
/// <param name="folder">Folder of the submission.</param>
/// <param name="number">Its number.</param>
/// <param name="size">Runs of its share.</param>
internal sealed class FollowedTask(string folder, int number, int size)
{
    /// <summary>Times in a row that a task may be lost without another run of its share being complete.</summary>
    private const int MostLosses = 3;

    /// <summary>Looks that must agree on a loss: a shared file system shows the files of other machines late.</summary>
    private const int LooksUntilLost = 2;

    private int _looksEnded, _completeWhenLost;
    private bool _othersWentOn;

    public int Number => number;

    /// <summary>What it said last.</summary>
    public ShareStatus? Status { get; private set; } = ShareStatus.Read(folder, number);

    /// <summary>What Slurm says of it; null where it knows nothing of it, or no more.</summary>
    public QueuedTask? Queued { get; private set; }

    /// <summary>Times in a row that it was lost.</summary>
    public int Losses { get; private set; }

    /// <summary>Runs of its share that have not come to an end.</summary>
    public int Left => size - (Status?.Complete ?? 0) - (Status?.Failed ?? 0);

    public bool IsDone => Status?.State == ShareState.Done;

    public bool IsRefused => Status?.State == ShareState.Refused;

    public bool IsActive => Queued is { IsActive: true };

    public bool IsCancelled => Queued is { IsCancelled: true };

    /// <summary>Nothing more comes from it, unless it is submitted again.</summary>
    public bool HasEnded => IsDone || IsRefused || _looksEnded >= LooksUntilLost;

    /// <summary>It ended before its runs did, and may be submitted again. One that was cancelled alone was killed; where all were, the job was cancelled on purpose.</summary>
    public bool IsLost => HasEnded && !IsDone && !IsRefused && (Losses < MostLosses || HasGoneOn) && (_othersWentOn || !IsCancelled);

    /// <summary>Further runs are complete since it was lost.</summary>
    private bool HasGoneOn => Status?.Complete > _completeWhenLost;

    /// <summary>It works or waits, and is not being ended.</summary>
    public bool GoesOn => !HasEnded && Queued is { IsActive: true, IsCompleting: false };

    public void Look(IReadOnlyDictionary<int, QueuedTask> queue)
    {
        if (HasEnded)
            return;
        Queued = queue.TryGetValue(number, out var queued) ? queued : null;
        Status = ShareStatus.Read(folder, number) ?? Status;
        _looksEnded = IsActive || IsDone || IsRefused ? 0 : _looksEnded + 1;
        _othersWentOn &= _looksEnded > 0;
    }

    /// <summary>At this look, some task goes on: where this one has just ended, it did so alone, even if the others are done by the next look.</summary>
    public void SeeOthersGoOn() => _othersWentOn |= _looksEnded > 0;

    /// <summary>It is submitted again.</summary>
    public void TakeLoss()
    {
        Losses = HasGoneOn ? 1 : Losses + 1;
        (_completeWhenLost, _looksEnded, _othersWentOn) = (Status?.Complete ?? 0, 0, false);
    }
}
