using System.Runtime.InteropServices;
using NicheSim.Cli.Output;

namespace NicheSim.Cli.Commands;

/// <summary>
/// Ctrl-C and SIGTERM: the first one asks the work to end after the running tick, a second one ends the process. Before the work has begun there is nothing to
/// save, and the process ends at once; where a tick takes too long it ends too, with what was saved last.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long work that was told to end may take for its running tick and for saving; schedulers kill soon after.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _patience;
    private readonly PosixSignalRegistration _interrupt, _terminate;
    private bool _begun;

    public Interruption(Terminal terminal)
    {
        _patience = new Timer(_ =>
        {
            terminal.Error.WriteLine("nichesim: the running tick takes too long to wait for; --resume goes on from where the run was last saved");
            Environment.Exit(ExitCode.Interrupted);
        });
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _stop.Token;

    public bool IsAsked => _stop.IsCancellationRequested;

    /// <summary>From here on there is something to save.</summary>
    public void Begin() => Volatile.Write(ref _begun, true);

    /// <summary>From here on there is nothing to save any more: another signal ends the process at once, and an earlier one is not waited for.</summary>
    public void End()
    {
        Volatile.Write(ref _begun, false);
        _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _patience.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (!Volatile.Read(ref _begun))
            Environment.Exit(ExitCode.Interrupted);
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
        _patience.Change(LongestEnd, Timeout.InfiniteTimeSpan);
    }
}
