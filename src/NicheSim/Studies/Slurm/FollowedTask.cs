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

    /// <summary>What it said in an earlier attempt, before it was submitted or queued again.</summary>
    private ShareStatus? _stale;

    public int Number => number;

    /// <summary>What it said last.</summary>
    public ShareStatus? Status { get; private set; }

    /// <summary>What Slurm says of it; null where it knows nothing of it, or no more.</summary>
    public QueuedTask? Queued { get; private set; }

    /// <summary>Times in a row that it was lost.</summary>
    public int Losses { get; private set; }

    /// <summary>Runs of its share that have not come to an end.</summary>
    public int Left => size - (Status?.Complete ?? 0) - (Status?.Failed ?? 0);

    public bool IsDone => Status?.State == ShareState.Done;

    public bool IsRefused => Status?.State == ShareState.Refused;

    public bool IsActive => Queued is { IsActive: true };

    /// <summary>Was it taken back on purpose? One that was killed without notice still says that it runs.</summary>
    public bool IsCancelled => Queued is { IsCancelled: true } && (Status?.State != ShareState.Running || Status == _stale);

    /// <summary>It ended before its runs did, and is to be submitted again.</summary>
    public bool IsLost => _looksEnded >= LooksUntilLost && !IsCancelled && Losses < MostLosses;

    /// <summary>Nothing more comes from it.</summary>
    public bool HasEnded => IsDone || IsRefused || (_looksEnded >= LooksUntilLost && !IsLost);

    public void Look(IReadOnlyDictionary<int, QueuedTask> queue)
    {
        if (HasEnded)
            return;
        Queued = queue.TryGetValue(number, out var queued) ? queued : null;
        Status = ShareStatus.Read(folder, number) ?? Status;
        if (Queued is { State: "PENDING" })
            _stale = Status;
        _looksEnded = IsActive || IsDone || IsRefused ? 0 : _looksEnded + 1;
    }

    /// <summary>It is submitted again.</summary>
    public void TakeLoss()
    {
        var complete = Status?.Complete ?? 0;
        Losses = complete > _completeWhenLost ? 1 : Losses + 1;
        (_completeWhenLost, _looksEnded, _stale) = (complete, 0, Status);
    }
}
