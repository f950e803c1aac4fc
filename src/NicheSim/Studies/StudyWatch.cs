using System.Diagnostics;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Runs">Runs of this part of the work.</param>
/// <param name="Complete">Runs that are complete, those among them that were so before.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Running">Runs that go on now.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Left">Time to the end, at the speed so far; null as long as nothing is known.</param>
/// <param name="Latest">What the last run that came to its end has shown; empty where there is none.</param>
public sealed record StudyProgress(int Runs, int Complete, int Failed, int Running, TimeSpan Elapsed, TimeSpan? Left, string Latest);

/// <summary>Watches a study at work, from all its threads, and tells how far it is.</summary>
internal sealed class StudyWatch(int runs, int completeBefore, bool hasTrunks, Func<StudyRun, string> show, Action<StudyProgress>? report)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<int, double> _running = [];
    private int _made, _failed;
    private string _latest = "";
    private TimeSpan _next;

    /// <summary>Takes the progress of one worker's run.</summary>
    public Action<RunProgress> Of(int worker) => now =>
    {
        lock (_lock)
        {
            _running[worker] = (double)now.Tick / Math.Max(1, now.Ticks);
            Tell(always: false);
        }
    };

    public void Begin(int worker)
    {
        lock (_lock)
        {
            _running[worker] = 0;
            Tell(always: false);
        }
    }

    public void End(int worker, StudyRun run, bool isTrunk, bool isComplete, string? failure)
    {
        lock (_lock)
        {
            _running.Remove(worker);
            if (!isTrunk && isComplete)
            {
                _made++;
                _latest = show(run);
            }
            else if (!isTrunk && failure is not null)
                _failed++;
            Tell(always: true);
        }
    }

    /// <summary>Takes counts from elsewhere: a cluster's.</summary>
    /// <param name="left">Runs that have not come to an end.</param>
    /// <param name="failed">Runs that failed.</param>
    /// <param name="running">Runs that go on.</param>
    /// <param name="latest">What there is to say.</param>
    public void Set(int left, int failed, int running, string latest)
    {
        lock (_lock)
        {
            (_made, _failed, _latest) = (Math.Max(0, runs - completeBefore - failed - left), failed, latest);
            _running.Clear();
            for (var r = 0; r < running; r++)
                _running[r] = 0;
            Tell(always: true);
        }
    }

    private void Tell(bool always)
    {
        if (report is null || (!always && _watch.Elapsed < _next))
            return;
        _next = _watch.Elapsed + Between;
        var done = _made + _failed + _running.Values.Sum();
        var left = runs - completeBefore - _made - _failed - _running.Values.Sum();
        // As long as trunks go on, runs of whole length have not been timed.
        var isKnown = done > 0.02 * Math.Max(1, runs - completeBefore) && !(hasTrunks && _made + _failed == 0);
        report(new StudyProgress(runs, completeBefore + _made, _failed, _running.Count, _watch.Elapsed,
            isKnown ? TimeSpan.FromSeconds(Math.Min(_watch.Elapsed.TotalSeconds * left / done, TimeSpan.MaxValue.TotalSeconds / 2)) : null, _latest));
    }
}
