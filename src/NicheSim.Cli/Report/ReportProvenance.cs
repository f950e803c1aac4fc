using System.Globalization;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Report;

/// <summary>Where a run's numbers come from, and how to make it again.</summary>
internal static class ReportProvenance
{
    public static string Of(RunContent run)
    {
        var record = run.Record;
        var identity = Html.Table(["", ""],
        [
            ["scenario", record.Scenario], ["scenario hash", record.ScenarioHash], ["seed", Whole(record.Seed)], ["NicheSim", record.Version], ["engine hash", record.EngineHash],
            .. record.From is { } from ? [["begun from", $"the state at tick {Words.Whole(from.Tick)} of the run with scenario hash {from.ScenarioHash} and seed {Whole(from.Seed)} (checkpoint {from.Checksum})"]] : Array.Empty<string[]>(),
            ["ticks", Words.Whole(record.Ticks)], ["hash of the last state", record.StateHash.Length > 0 ? record.StateHash : "none"],
            .. record.Machine.Commit is { } commit ? [["built from commit", commit]] : Array.Empty<string[]>(),
            ["ended", record.Machine.Ended.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC; the process that ended it worked for " + Words.Took(TimeSpan.FromSeconds(record.Machine.WallSeconds))],
            .. Balance(run),
        ]);
        var parameters = Parameter.All<Scenario>(run.Scenario.Resolved);
        var assumed = parameters.Count(parameter => parameter.Evidence.Any(source => source.StartsWith("assumed", StringComparison.OrdinalIgnoreCase)));
        var bare = parameters.Count(parameter => parameter.Evidence.Count == 0);
        return identity
            + Html.Paragraph($"The scenario holds {parameters.Count} numbers of its own; beside {assumed} of them it says that they are assumed, beside {bare} it says nothing.")
            + Html.Details("Every number with its source", Html.Table(["number", "value", "source"],
                parameters.Select(parameter => (IReadOnlyList<string>)[parameter.Path, parameter.Value.ToString("R", CultureInfo.InvariantCulture), string.Join("; ", parameter.Evidence)])));
    }

    public static string Again(RunContent run)
    {
        var seed = run.Record.Seed;
        var from = run.Record.From is null ? "" : " --from CHECKPOINT";
        return "<p>In the folder of this report, the same bits again, and another animal:</p>\n"
            + $"<pre>nichesim run scenario.json{from} --out again\nnichesim run scenario.json{from} --seed {Whole(seed + 1)}</pre>\n"
            + Html.Paragraph($"The same build of NicheSim (the engine hash above), scenario and seed{(from.Length > 0 ? ", begun from the same checkpoint," : "")} give the same hash of the last state on any x64 machine, with any number of threads.")
            + (run.Scenario.Files.Count > 0 ? Html.Paragraph($"The scenario names files that lie beside it: {string.Join(", ", run.Scenario.Files.Select(file => file.Name))}.") : "")
            + Html.Details("scenario.json", $"<pre tabindex=\"0\">{Html.Text(run.Scenario.Resolved)}</pre>\n");
    }

    /// <summary>How well the fields' balances close at the end.</summary>
    private static IEnumerable<IReadOnlyList<string>> Balance(RunContent run)
    {
        if (run.Fields is not { } table)
            yield break;
        var shares = run.Scenario.SolvedFields.Select(field => (Field: field, Turnover: Math.Abs(table.Last($"{field}.secreted")) + Math.Abs(table.Last($"{field}.supplied")) + Math.Abs(table.Last($"{field}.freed")), Residual: Math.Abs(table.Last($"{field}.residual"))))
            .Where(share => share.Turnover > 0).Select(share => (share.Field, Share: share.Residual / share.Turnover)).ToArray();
        if (shares.Length > 0)
            yield return ["mass balance", $"closes to {ReportWords.Number(100 * shares.Max(share => share.Share))} % of what was secreted, at worst ({shares.MaxBy(share => share.Share).Field})"];
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
