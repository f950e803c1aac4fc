namespace NicheSim.Cli.Output;

/// <summary>Numbers for people, in the invariant culture.</summary>
internal static class Words
{
    public static string Whole(long number) => FormattableString.Invariant($"{number:N0}");

    /// <summary><c>1 run</c>, <c>1,200 runs</c>.</summary>
    public static string Count(long number, string thing) => $"{Whole(number)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>An argument of a command line, in quotes where a shell would take it apart.</summary>
    public static string Argument(string text)
        => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/') ? text
            : $"\"{string.Concat(text.Select(letter => letter is '"' or '$' or '`' or '\\' ? $"\\{letter}" : $"{letter}"))}\"";

    public static string Days(double days) => FormattableString.Invariant($"{days:0.##}");

    public static string Speed(double ticksPerSecond) => ticksPerSecond < 10 ? FormattableString.Invariant($"{ticksPerSecond:0.0} ticks/s") : FormattableString.Invariant($"{ticksPerSecond:N0} ticks/s");

    /// <summary><c>1:05</c>, <c>2:03:04</c>.</summary>
    public static string Clock(TimeSpan time)
        => time.TotalHours >= 1 ? FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}") : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}");

    /// <summary><c>0.42 s</c>, <c>12.3 s</c>, <c>1:05 min</c>.</summary>
    public static string Took(TimeSpan time)
        => time.TotalSeconds < 60 ? FormattableString.Invariant($"{time.TotalSeconds:0.0#} s") : time.TotalHours < 1 ? $"{Clock(time)} min" : $"{Clock(time)} h";

    public static string Megabytes(double bytes) => bytes < 1e9 ? FormattableString.Invariant($"{Math.Max(1, bytes / 1e6):0} MB") : FormattableString.Invariant($"{bytes / 1e9:0.0} GB");
}
