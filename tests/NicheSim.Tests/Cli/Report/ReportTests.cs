using System.Text.RegularExpressions;
using NicheSim.Tests.Cli.Live;
using NicheSim.Tests.Studies;

namespace NicheSim.Tests.Cli.Report;

/// <summary>What a report says, without a browser.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void It_tells_what_the_tables_hold()
    {
        var page = Page();
        var rows = File.ReadAllLines(_shell.PathOf("out/populations.csv"));
        var asleep = Array.IndexOf(rows[0].Split(','), "sleeper.asleep");
        Assert.Contains($"asleep from 60 to {rows[^1].Split(',')[asleep]}", page, StringComparison.Ordinal);

        var events = File.ReadAllLines(_shell.PathOf("out/events.csv"));
        var woken = Array.IndexOf(events[0].Split(','), "sleeper.asleep.become:awake.warmth-wakes");
        Assert.Contains($"{events[1..].Sum(row => int.Parse(row.Split(',')[woken], System.Globalization.CultureInfo.InvariantCulture))} by warmth-wakes", page, StringComparison.Ordinal);
        Assert.Contains("<td>60 (warmth-wakes)</td>", page, StringComparison.Ordinal);
        Assert.Contains("warm increases the rate of becoming awake from 0.02 towards 2 per day", page, StringComparison.Ordinal);
        Assert.Contains("<td>cells:stove:secrete:warm:moleculesPerSecond</td><td>3</td><td>assumed</td>", page, StringComparison.Ordinal);
        Assert.Contains("nichesim run scenario.json --seed 2", page, StringComparison.Ordinal);
    }

    /// <summary>Deaths are counted apart by state, and told together.</summary>
    [Fact]
    public void A_cause_that_acts_in_two_states_is_told_once()
    {
        var page = Page("--set", "rules:warmth-kills={\"cell\":\"sleeper\",\"signal\":\"field:warm\",\"increases\":\"die\",\"toPerDay\":3,\"halfMaximumPicomolar\":10}");
        var events = File.ReadAllLines(_shell.PathOf("out/events.csv"));
        var deaths = events[0].Split(',').Select((name, column) => (name, column)).Where(one => one.name.EndsWith(".die.warmth-kills", StringComparison.Ordinal))
            .Select(one => events[1..].Sum(row => int.Parse(row.Split(',')[one.column], System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        Assert.True(deaths.Length == 2 && deaths.All(count => count > 0), string.Join(' ', deaths));
        Assert.Contains($"{deaths.Sum()} by warmth-kills", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_event_is_lost_where_a_long_table_is_thinned()
    {
        const int Rows = 1500;
        Page();
        var file = _shell.PathOf("out/events.csv");
        var columns = File.ReadLines(file).First();
        var counts = string.Concat(Enumerable.Repeat(",1", columns.Count(letter => letter == ',')));
        File.WriteAllText(file, $"{columns}\n{string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row}{counts}\n"))}");
        Assert.Equal(0, Shell.Run("report", _shell.PathOf("out")).Code);

        var page = File.ReadAllText(_shell.PathOf("out/report.html"));
        using var data = Data(page);
        var events = data.RootElement.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("name").GetString() == "events");
        Assert.Equal("events since the row shown before", events.GetProperty("unit").GetString());
        Assert.Equal(600, events.GetProperty("days").GetArrayLength());
        Assert.All(events.GetProperty("values").EnumerateArray(), column => Assert.Equal(Rows, column.EnumerateArray().Sum(value => value.GetDouble())));
    }

    /// <summary>A field that nothing reads has no columns; the report says so instead of its levels.</summary>
    [Fact]
    public void A_field_that_is_not_solved_is_told_as_such()
        => Assert.Contains("Not solved: no cell", Page("--set", "fields:idle={\"diffusionUm2PerSecond\":30,\"halfLifeMinutes\":5,\"molecularWeightKDa\":20,\"onDemand\":true}"), StringComparison.Ordinal);

    [Fact]
    public void What_a_scenario_says_stays_text()
    {
        const string Evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{script}}";
        var page = Page("--set", $"about={System.Text.Json.JsonSerializer.Serialize(Evil)}", "--set", $"rules:crowd-holds:evidence={System.Text.Json.JsonSerializer.Serialize(Evil)}");
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("{{script}}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_its_own_script_and_style_may_run_and_nothing_may_load()
    {
        var page = Page();
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (var (element, directive) in new[] { ("<script>(.*?)</script>", "script-src"), ("<style>(.*?)</style>", "style-src") })
        {
            var content = Regex.Match(page, element, RegexOptions.Singleline).Groups[1].Value;
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{directive} 'sha256-{hash}'", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_run_without_frames_and_with_one_row_has_a_report_too()
    {
        var page = Page("--no-frames", "--stop-after-days", "0");
        Assert.DoesNotContain("id=\"map\"", page, StringComparison.Ordinal);
        Assert.Contains("Interrupted: not complete.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_tells_its_arms_and_what_differs()
    {
        Study(_shell);
        var page = File.ReadAllText(_shell.PathOf("study/report.html"));
        Assert.Contains("<li>warm (control): As it is.</li>", page, StringComparison.Ordinal);
        Assert.Contains("6 of 6 runs, 2 arms.", page, StringComparison.Ordinal);
        var contrast = File.ReadAllLines(_shell.PathOf("study/contrasts.csv"))[1].Split(',');
        Assert.Equal("awake-share", contrast[3]);
        var effect = NicheSim.Cli.Report.ReportWords.Number(double.Parse(contrast[8], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains($"a difference of {effect} (95 %: ", page, StringComparison.Ordinal);
        Assert.Contains("nichesim study ice --replicates 3 --out again", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_is_told_with_its_point_and_its_day()
    {
        using var bench = new StudyBench();
        var folder = bench.Complete(
            """
            {
              "scenario": "niche.json", "name": "in both", "replicates": { "count": 6 }, "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"] } },
              "parameters": { "death": { "path": "cells:amoeba:die:perDay", "values": [0.05, 0.1], "unit": "1/day" } },
              "contrasts": { "early": { "treated": "treated", "day": 1, "readouts": ["amoebas"] }, "late": { "treated": "treated", "day": 2, "readouts": ["amoebas"] } },
              "outcomes": { "crowded": { "readout": "amoebas", "above": 25 } }
            }
            """);
        var page = Reported(folder);
        foreach (var place in new[] { "death 0.05 (1/day), day 1", "death 0.1 (1/day), day 2" })
            Assert.Contains($"<li>amoebas, {place}: ", page, StringComparison.Ordinal);
        Assert.Contains("<li>crowded, death 0.05 (1/day): ", page, StringComparison.Ordinal);
        Assert.Contains("nichesim study STUDY.json --replicates 6 --out again", page, StringComparison.Ordinal);
    }

    /// <summary>A group of which nothing is known any more has no curve, however long others are watched.</summary>
    [Fact]
    public void Survival_ends_where_its_group_does()
    {
        using var bench = new StudyBench();
        var folder = bench.Complete(StudyBench.TwoArms);
        File.WriteAllText(
            Path.Combine(folder, "survival.csv"),
            """
            outcome,arm,days,atRisk,events,censored,survival,ciLow,ciHigh
            crowded,untreated,0,40,0,0,1,1,1
            crowded,untreated,2,40,0,40,1,1,1
            crowded,treated,0,39,0,0,1,1,1
            crowded,treated,1,39,0,39,1,1,1

            """);
        using var data = Data(Reported(folder));
        var series = data.RootElement.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("name").GetString() == "share without crowded").GetProperty("series");
        var curves = series.EnumerateArray().ToDictionary(one => one.GetProperty("label").GetString()!, one => string.Join(' ', one.GetProperty("values").EnumerateArray().Select(value => value.ToString())));
        Assert.Equal(("1 1 1", "1 1 NaN"), (curves["untreated"], curves["treated"]));
    }

    /// <summary>A branch counts on from the start of its trunk, and is told from its own first row.</summary>
    [Fact]
    public void Bone_is_told_since_the_first_row()
    {
        Page();
        var file = _shell.PathOf("out/bone.csv");
        var rows = File.ReadAllLines(file);
        var (resorbed, formed) = (Array.IndexOf(rows[0].Split(','), "resorbed_um3"), Array.IndexOf(rows[0].Split(','), "formed_um3"));
        File.WriteAllLines(file, rows.Select((row, i) => i == 0 ? row : string.Join(',', row.Split(',').Select((cell, column) => column == resorbed ? $"{5000 + i}" : column == formed ? $"{700 + (2 * i)}" : cell))));
        Assert.Contains($"{rows.Length - 2} µm³ were resorbed, {2 * (rows.Length - 2)} µm³ formed.", System.Net.WebUtility.HtmlDecode(Reported(_shell.PathOf("out"))), StringComparison.Ordinal);
    }

    private static string Reported(string folder)
    {
        Assert.Equal(0, Shell.Run("report", folder).Code);
        return File.ReadAllText(Path.Combine(folder, "report.html"));
    }

    private static System.Text.Json.JsonDocument Data(string page)
        => System.Text.Json.JsonDocument.Parse(Regex.Match(page, "id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);

    /// <summary>A study of two arms, three animals each, and its report.</summary>
    internal static void Study(Shell shell)
    {
        shell.Write("meadow.json", Meadow.Text);
        var study = shell.Write("ice.json",
            """
            {
              "format": 1, "about": "Does ice keep sleepers asleep?", "scenario": "meadow.json", "replicates": { "count": 3 },
              "arms": { "warm": { "about": "As it is." }, "iced": { "set": { "treatments:ice:efficacy": 0.9 } } },
              "outcomes": { "many-awake": { "readout": "sleeper.awake", "above": 20 } }
            }
            """);
        Assert.Equal(0, Shell.Run("study", study, "--out", shell.PathOf("study"), "--quiet", "--no-plots").Code);
        var (code, _, error) = Shell.Run("report", shell.PathOf("study"));
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void What_is_no_run_is_refused()
    {
        var (code, _, error) = Shell.Run("report", _shell.Folder);
        Assert.Equal(2, code);
        Assert.Contains("is not the folder of a run or a study: ", error, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("report", _shell.PathOf("nowhere")).Code);

        Page();
        File.WriteAllText(_shell.PathOf("out/fields.csv"), "day,warm.mean\n0\n");
        var (damaged, _, why) = Shell.Run("report", _shell.PathOf("out"));
        Assert.Equal(2, damaged);
        Assert.Contains("fields.csv:2: error: expected 2 values, found 1", why, StringComparison.Ordinal);
    }

    private string Page(params string[] options)
    {
        var folder = _shell.PathOf("out");
        Assert.Equal(0, Shell.Run(["run", _shell.Write("meadow.json", Meadow.Text), "--out", folder, "--no-plots", "--quiet", "--force", .. options]).Code);
        var (code, _, error) = Shell.Run("report", folder);
        Assert.Equal((0, ""), (code, error));
        return File.ReadAllText(Path.Combine(folder, "report.html"));
    }
}
