using System.Globalization;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Report;

/// <summary>What happened in a run, in sentences: read from its tables, not from what was expected of it.</summary>
internal static class ReportWords
{
    /// <summary>A change by less than this share is called none.</summary>
    private const double Hardly = 0.1;

    /// <summary>Sentences about the cells, what changed most first.</summary>
    public static IEnumerable<string> Cells(RunContent run)
    {
        if (run.Populations is not { } table)
            yield break;
        var types = run.Scenario.Names.Types.Select((name, type) => (Name: name, Values: table[name], States: run.StatesOf(type).ToArray())).ToArray();
        var changed = types.Where(type => HasChanged(type.Values) || type.States.Any(state => HasChanged(table[$"{type.Name}.{state}"])))
            .OrderByDescending(type => Change(type.Values)).ToArray();
        foreach (var (name, values, states) in changed)
        {
            var most = Array.IndexOf(values, values.Max());
            var between = most > 0 && most < values.Length - 1 && values[most] > 1.1 * Math.Max(values[0], values[^1]) ? $", with {Number(values[most])} on day {Number(table.Days[most])}" : "";
            yield return $"{name} cells: {FromTo(values)}{between}{(states.Length > 1 ? $"; {string.Join(", ", states.Select(state => $"{state} {FromTo(table[$"{name}.{state}"])}"))}" : "")}.";
        }

        var same = types.Except(changed).Where(type => type.Values.Max() > 0).Select(type => $"{type.Name} ({Number(type.Values[^1])})").ToArray();
        if (same.Length > 0)
            yield return $"Hardly changed: {string.Join(", ", same)}.";
    }

    /// <summary>Sentences about changes of state and type, births and deaths, each with its causes.</summary>
    public static IEnumerable<string> Events(RunContent run)
    {
        if (run.Events is not { } table)
            yield break;
        var events = RunEvent.All(table);
        foreach (var group in events.Where(e => e.Event.StartsWith("become:", StringComparison.Ordinal) || e.Event.StartsWith("turnInto:", StringComparison.Ordinal)).GroupBy(e => (e.Type, e.State, e.Event)))
            if (group.Sum(e => e.Count) is > 0 and var count)
                yield return $"{Number(count)} {(group.Key.State.Length > 0 ? group.Key.State + " " : "")}{group.Key.Type} {(count == 1 ? "cell" : "cells")} "
                    + $"{(group.Key.Event[0] == 'b' ? "became" : "turned into")} {group.Key.Event[(group.Key.Event.IndexOf(':', StringComparison.Ordinal) + 1)..]}: {Causes(group)}.";
        foreach (var type in events.GroupBy(e => e.Type))
        {
            var (divisions, deaths) = (type.Where(e => e.Event == "divide").Sum(e => e.Count), type.Where(e => e.Event == "die").ToArray());
            if (divisions + deaths.Sum(e => e.Count) > 0)
                yield return $"{type.Key}: {Count(divisions, "division")}, {Count(deaths.Sum(e => e.Count), "death")}"
                    + (deaths.Any(e => e.Cause is not (RunEvent.BaseRate or "") && e.Count > 0) ? $" ({Causes(deaths.GroupBy(e => e.Event).First())})" : "") + ".";
        }
    }

    /// <summary>Sentences about bone.</summary>
    public static IEnumerable<string> Bone(RunContent run)
    {
        if (run.Bone is not { } table || table["bv_tv"].Max() <= 0)
            yield break;
        var fill = table["bv_tv"];
        yield return $"Bone filled {Number(100 * fill[0])} % of the volume at first and {Number(100 * fill[^1])} % at the end: {Number(Since("resorbed_um3"))} µm³ were resorbed, {Number(Since("formed_um3"))} µm³ formed.";

        // A branch counts on from the start of its trunk.
        double Since(string column) => table.Last(column) - table[column][0];
    }

    /// <summary>Per field: levels in marrow at the end [pM], and where the rules that read it answer.</summary>
    public static IEnumerable<string[]> Fields(RunContent run)
    {
        if (run.Fields is not { } table)
            yield break;
        foreach (var field in run.Scenario.SolvedFields)
        {
            var values = new[] { "mean", "p95", "near_bone", "max" }.Select(part => Number(table.Last($"{field}.{part}")));
            yield return [field, .. values, string.Join("; ", HalfMaxima(run.Scenario.Scenario, $"field:{field}"))];
        }
    }

    public static string Count(double number, string thing) => $"{Number(number)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>Three digits; whole from 100 on.</summary>
    public static string Number(double value) => value switch
    {
        0 => "0",
        _ when !double.IsFinite(value) => "none",
        _ when Math.Abs(value) >= 1e9 || Math.Abs(value) < 1e-3 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => Math.Round(value, Math.Max(0, 2 - (int)Math.Floor(Math.Log10(Math.Abs(value))))).ToString("0.#####", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string> HalfMaxima(Scenario scenario, string signal)
        => scenario.Rules.Where(rule => rule.Value.Enabled).OrderBy(rule => rule.Key, StringComparer.Ordinal).SelectMany(rule => new ResponseSettings?[]
        {
            rule.Value.Signal == signal ? rule.Value : null,
            rule.Value.With.TryGetValue(signal, out var member) && member.Enabled ? member : null,
        }.Where(response => response?.HalfMaximumPicomolar is not null).Select(response => $"{Number(response!.HalfMaximumPicomolar!.Value)} ({rule.Key})"));

    private static string Causes(IEnumerable<RunEvent> events)
        => string.Join(", ", events.GroupBy(e => e.Cause).Select(cause => (Cause: cause.Key, Count: cause.Sum(e => e.Count))).Where(cause => cause.Count > 0).OrderByDescending(cause => cause.Count)
            .Select(cause => $"{Number(cause.Count)} by {(cause.Cause == RunEvent.BaseRate ? "the base rate" : cause.Cause)}"));

    private static bool HasChanged(double[] values) => values.Max() - values.Min() > Math.Max(1, Hardly * values[0]);

    /// <summary>How many times more or fewer, as a logarithm that puts 0 among small numbers.</summary>
    private static double Change(double[] values) => Math.Abs(Math.Log((values[^1] + 1) / (values[0] + 1)));

    private static string FromTo(double[] values) => (values[0], values[^1]) switch
    {
        var (first, last) when first == last => $"{Number(first)} at first and at the end",
        var (first, last) when first > 0 && last / first >= 1.5 => $"from {Number(first)} to {Number(last)} ({Number(last / first)} times as many)",
        var (first, last) => $"from {Number(first)} to {Number(last)}",
    };
}
