using NicheSim.Cli.Output;
using NicheSim.Recording;

namespace NicheSim.Tests.Cli.Output;

public sealed class ProgressTests
{
    [Fact]
    public void Speed_and_time_left_are_those_of_the_last_seconds()
    {
        var pace = new Pace();
        pace.Update(At(0, 0));
        Assert.Null(pace.Left);
        for (var second = 1; second <= 20; second++)
            pace.Update(At(second, 100 * second));
        Assert.Equal(100, pace.TicksPerSecond, 6);
        Assert.Equal(80, pace.Left!.Value.TotalSeconds, 6);
        for (var second = 21; second <= 40; second++)
            pace.Update(At(second, 2000 + (10 * (second - 20))));
        Assert.Equal(10, pace.TicksPerSecond, 6);
        Assert.Equal(780, pace.Left!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Away_from_a_screen_a_line_comes_every_five_seconds()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var result = new RunResult(RunStatus.Complete, "", "", 0, 0, 0, 0, [], "");
        Assert.Same(result, RunDisplay.During(new Terminal(TextWriter.Null, error, false, 80), 28, progress =>
        {
            for (var second = 0; second <= 12; second++)
                progress(At(second, 100 * second));
            return result;
        }));
        Assert.Equal("day 0.5 of 28, 1,234 cells, 100 ticks/s, 1:35 left\nday 1.0 of 28, 1,234 cells, 100 ticks/s, 1:30 left\n", error.ToString());
    }

    [Fact]
    public void On_a_screen_a_bar_is_drawn_and_the_result_handed_on()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var result = new RunResult(RunStatus.Complete, "", "", 0, 0, 0, 0, [], "");
        Assert.Same(result, RunDisplay.During(new Terminal(TextWriter.Null, error, true, 80), 28, progress =>
        {
            progress(At(0, 0));
            progress(At(100, 10000));
            Thread.Sleep(300);
            return result;
        }));
        Assert.Contains("day 10.0 of 28", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("1,234 cells, 100 ticks/s, 0:00 left", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "0:05")]
    [InlineData(3661, "1:01:01")]
    [InlineData(200000, "55:33:20")]
    public void Time_left_reads_as_a_clock(int seconds, string text) => Assert.Equal(text, Words.Clock(TimeSpan.FromSeconds(seconds)));

    private static RunProgress At(int second, int tick) => new(tick, 10000, tick / 1000.0, 1234, TimeSpan.FromSeconds(second));
}
