using NicheSim.Recording;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NicheSim.Cli.Output;

/// <summary>How far a run is, while it runs: a bar on a screen, a line now and then elsewhere.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5), BetweenFrames = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs <paramref name="run"/> and shows what it reports.</summary>
    public static RunResult During(Terminal terminal, double lastDay, Func<Action<RunProgress>, RunResult> run)
        => terminal.IsLive ? WithBar(terminal, lastDay, run) : WithLines(terminal, lastDay, run);

    private static RunResult WithLines(Terminal terminal, double lastDay, Func<Action<RunProgress>, RunResult> run)
    {
        var pace = new Pace();
        var next = BetweenLines;
        return run(now =>
        {
            pace.Update(now);
            if (now.Elapsed < next)
                return;
            next = now.Elapsed + BetweenLines;
            terminal.Error.WriteLine($"{Day(now, lastDay)}, {Words.Whole(now.Cells)} cells, {Words.Speed(pace.TicksPerSecond)}{(pace.Left is { } left ? $", {Words.Clock(left)} left" : "")}");
        });
    }

    private static RunResult WithBar(Terminal terminal, double lastDay, Func<Action<RunProgress>, RunResult> run)
    {
        var pace = new Pace();
        var (day, numbers) = ("", "");
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
            .Columns(new Label(() => day), new ProgressBarColumn { Width = 20 }, new Label(() => numbers))
            .Start(context =>
            {
                var bar = context.AddTask("run");
                return run(now =>
                {
                    pace.Update(now);
                    if (now.Elapsed < next && now.Tick < now.Ticks)
                        return;
                    next = now.Elapsed + BetweenFrames;
                    day = Day(now, lastDay);
                    numbers = $"{Words.Whole(now.Cells)} cells  {Words.Speed(pace.TicksPerSecond)}{(pace.Left is { } left ? $"  {Words.Clock(left)} left" : "")}";
                    bar.Value = 100.0 * now.Tick / Math.Max(1, now.Ticks);
                });
            });
    }

    private static string Day(RunProgress now, double lastDay) => FormattableString.Invariant($"day {now.Day:0.0} of {lastDay:0.##}");

    /// <summary>A column of the bar whose text changes.</summary>
    private sealed class Label(Func<string> text) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
