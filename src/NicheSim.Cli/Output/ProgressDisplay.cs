using Spectre.Console;
using Spectre.Console.Rendering;

namespace NicheSim.Cli.Output;

/// <summary>How far something is that takes long.</summary>
/// <param name="Elapsed">Wall time since it began.</param>
/// <param name="Share">Done, 0..1.</param>
/// <param name="Where">Where it is: before the bar.</param>
/// <param name="Numbers">What else there is to say: behind the bar.</param>
internal readonly record struct Stand(TimeSpan Elapsed, double Share, string Where, string Numbers);

/// <summary>Shows how far something is, while it works: a bar on a screen, a line now and then elsewhere.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5), BetweenFrames = TimeSpan.FromMilliseconds(100);

    /// <summary>Works and shows what it reports. The text of a report is made only where it is shown.</summary>
    public static T During<T>(Terminal terminal, Func<Action<TimeSpan, Func<Stand>>, T> work)
        => terminal.IsLive ? WithBar(terminal, work) : WithLines(terminal, work);

    private static T WithLines<T>(Terminal terminal, Func<Action<TimeSpan, Func<Stand>>, T> work)
    {
        var next = BetweenLines;
        return work((elapsed, stand) =>
        {
            if (elapsed < next)
                return;
            next = elapsed + BetweenLines;
            var now = stand();
            terminal.Error.WriteLine(now.Numbers.Length > 0 ? $"{now.Where}, {now.Numbers}" : now.Where);
        });
    }

    private static T WithBar<T>(Terminal terminal, Func<Action<TimeSpan, Func<Stand>>, T> work)
    {
        var (where, numbers) = ("", "");
        var next = TimeSpan.Zero;
        // Detection looks at standard output, which may be a file while the bar is on a screen; on Windows it also switches the screen to these codes.
        var detect = OperatingSystem.IsWindows();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal.Error),
            Ansi = detect ? AnsiSupport.Detect : AnsiSupport.Yes,
            Interactive = detect ? InteractionSupport.Detect : InteractionSupport.Yes,
        });
        return console.Progress()
            .AutoClear(true)
            .Columns(new Label(() => where), new ProgressBarColumn { Width = 20 }, new Label(() => numbers))
            .Start(context =>
            {
                var bar = context.AddTask("run");
                return work((elapsed, stand) =>
                {
                    if (elapsed < next)
                        return;
                    next = elapsed + BetweenFrames;
                    var now = stand();
                    (where, numbers) = (now.Where, now.Numbers);
                    bar.Value = 100 * now.Share;
                });
            });
    }

    /// <summary>A column of the bar whose text changes.</summary>
    private sealed class Label(Func<string> text) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
