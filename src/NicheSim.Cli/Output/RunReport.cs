using NicheSim.Recording;

namespace NicheSim.Cli.Output;

/// <summary>What is said on standard output when a run has ended.</summary>
internal static class RunReport
{
    private const int LabelWidth = 10;

    /// <summary>Days that differ by less are the same, rounded otherwise.</summary>
    private const double SameDay = 1e-5;

    public static void Write(Terminal terminal, RunResult result)
    {
        var record = RunRecord.Read(result.Folder);
        var seconds = record?.Machine.WallSeconds ?? 0;
        var speed = seconds > 0 ? $" ({Words.Speed(result.TicksMade / seconds)})" : "";
        var now = result.TicksMade < result.Ticks ? $", {Words.Whole(result.TicksMade)} of them now" : "";
        Line(terminal, result.Status.ToString().ToLowerInvariant(), $"{Words.Days(result.SimulatedDays)} days, {Words.Whole(result.Ticks)} ticks{now} in {Words.Took(TimeSpan.FromSeconds(seconds))}{speed}{(result.Status == RunStatus.Interrupted ? "; --resume goes on" : "")}");
        Lines(terminal, "cells", Cells(result.Folder));
        Line(terminal, "state", result.StateHash);
        Line(terminal, "folder", result.Folder);
    }

    /// <summary>Says which pictures were drawn.</summary>
    public static void WritePictures(Terminal terminal, IReadOnlyList<string> pictures)
    {
        if (pictures.Count > 0)
            Lines(terminal, "pictures", [Path.GetDirectoryName(pictures[0])!, string.Join(", ", pictures.Select(Path.GetFileNameWithoutExtension).Distinct())]);
    }

    /// <summary>Says where the report is.</summary>
    public static void WriteReport(Terminal terminal, string path) => Line(terminal, "report", path);

    /// <summary>Says where the time went.</summary>
    public static void WriteProfile(Terminal terminal, RunResult result) => Lines(terminal, "profile", Profile(result));

    private static void Lines(Terminal terminal, string label, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
            Line(terminal, i == 0 ? label : "", texts[i]);
    }

    private static void Line(Terminal terminal, string label, string text) => terminal.Out.WriteLine($"{label.PadRight(LabelWidth)}  {text}");

    /// <summary>Where the time went: stage by stage, the longest first.</summary>
    private static IReadOnlyList<string> Profile(RunResult result)
    {
        var total = result.StageSeconds.Values.Sum();
        return ["stage           share     seconds     ms/tick",
            .. result.StageSeconds.OrderByDescending(stage => stage.Value).ThenBy(stage => stage.Key, StringComparer.Ordinal).Select(stage => Row(stage.Key, stage.Value)),
            Row("all", total)];

        string Row(string stage, double seconds) => FormattableString.Invariant(
            $"{stage,-12}  {(total > 0 ? 100 * seconds / total : 0),5:0.0} %  {seconds,10:0.000}  {(result.TicksMade > 0 ? 1000 * seconds / result.TicksMade : 0),10:0.000}");
    }

    /// <summary>Cells per type in the last row of populations.csv, each with its states, and of which day they are where the run came further.</summary>
    private static IReadOnlyList<string> Cells(string folder)
    {
        var run = new Plots.RunFolder(folder);
        var days = run.Populations.Numbers("day");
        if (days.Length == 0)
            return [];
        var counts = run.Types.Select(type => (type.Type, Count: Words.Whole((long)Last(type.Type)), States: string.Join(", ", type.States.Select(state => $"{state} {Words.Whole((long)Last($"{type.Type}.{state}"))}")))).ToArray();
        var (name, digits) = (counts.Max(c => c.Type.Length), counts.Max(c => c.Count.Length));
        string[] when = run.LastDay - days[^1] > SameDay ? [$"of day {Words.Days(days[^1])}, the last row that was recorded"] : [];
        return [.. counts.Select(c => $"{c.Type.PadRight(name)}  {c.Count.PadLeft(digits)}  {c.States}".TrimEnd()), .. when];

        double Last(string column) => run.Populations.Numbers(column)[^1];
    }
}
