using System.Text.RegularExpressions;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Cli;

public sealed class OtherCommandsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Validate_checks_every_file_and_fails_if_one_does()
    {
        var good = _shell.Write("good.json", Shell.Tiny);
        var bad = _shell.Write("bad.json", "{ \"time\": 3 }");
        var (goodCode, ok, none) = Shell.Run("validate", good);
        Assert.Equal((0, ""), (goodCode, none));
        Assert.Matches($@"\A{Regex.Escape(good)}: ok \(24 ticks, about [0-9]\.[0-9]+ s with [0-9]+ threads at the pace of the first ones, about 1 MB of memory beside the program's own\)\n\z", ok);

        var missing = _shell.PathOf("goood.json");
        var (code, output, error) = Shell.Run("validate", missing, bad, good);
        Assert.Equal(2, code);
        Assert.StartsWith($"{good}: ok", output, StringComparison.Ordinal);
        Assert.StartsWith($"{missing}: error: no scenario \"{missing}\"; did you mean \"{good}\"?\n{bad}:1:11: error: time: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_prints_text_or_markdown_of_the_scenario_with_its_overrides()
    {
        var file = _shell.Write("tiny.json", Shell.Tiny);
        var (code, text, error) = Shell.Run("explain", file, "--set", "rules:cramped:toPerDay=0.25");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("towards 0.25 per day", string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith("# tiny\n", Shell.Run("explain", file, "--format", "markdown").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_draws_a_run_again_and_refuses_what_is_none()
    {
        var folder = _shell.PathOf("out");
        Assert.Equal(0, Shell.Run("run", _shell.Write("tiny.json", Shell.Tiny), "--out", folder, "--no-plots").Code);
        var (code, output, _) = Shell.Run("plot", folder);
        Assert.Equal(0, code);
        Assert.All(output.TrimEnd('\n').Split('\n'), picture => Assert.True(File.Exists(picture)));

        Assert.Equal((0, $"{Path.Combine(folder, "plots", "maps.png")}\n", ""), Shell.Run("plot", folder, "--only", "maps", "--days", "0,1", "--theme", "dark", "--size", "1", "--region", "0:90,0:90"));
        Assert.Equal(2, Shell.Run("plot", folder, "--only", "mapps").Code);
        Assert.Equal("nichesim: error: --region: expected ranges to the right and upward, as 0:300,600:900, found \"0:90\"\n", Shell.Run("plot", folder, "--region", "0:90").Error);

        var (refused, _, error) = Shell.Run("plot", _shell.Folder);
        Assert.Equal(2, refused);
        Assert.Contains("is not the folder of a run or study: ", error, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "populations.csv"), "day,amoeba\n0,many\n");
        Assert.Equal(2, Shell.Run("plot", folder).Code);
    }

    [Fact]
    public void Snapshots_are_asked_for_on_the_command_line()
    {
        var (file, folder) = (_shell.Write("tiny.json", Shell.Tiny), _shell.PathOf("out"));
        string[] run = ["run", file, "--out", folder, "--no-plots", "--quiet"];
        Assert.Equal(0, Shell.Run([.. run, "--snapshots", "openvt,parquet", "--snapshot-hours", "12", "--snapshot-box", "0:1000,0:75"]).Code);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder, "snapshots", "cells")).Length);
        Assert.Contains("without these snapshots; --force runs it again", Shell.Run([.. run, "--snapshots", "vtk"]).Error, StringComparison.Ordinal);
        Assert.Contains("no format \"vtkk\"; did you mean \"vtk\"?", Shell.Run([.. run, "--snapshots", "vtkk"]).Error, StringComparison.Ordinal);
        Assert.Contains("which snapshots", Shell.Run([.. run, "--snapshot-hours", "1"]).Error, StringComparison.Ordinal);
        Assert.Contains("which snapshots", Shell.Run([.. run, "--snapshots", ","]).Error, StringComparison.Ordinal);
        Assert.Contains("--snapshot-box: expected ranges for x and y, or x, y and z, as 0:300,0:300, found \"0:300\"", Shell.Run([.. run, "--snapshots", "vtk", "--snapshot-box", "0:300"]).Error, StringComparison.Ordinal);
        Assert.Contains("--snapshot-days: expected days with commas between, found \"x\"", Shell.Run([.. run, "--snapshots", "vtk", "--snapshot-days", "x"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_the_user_are_told_as_such()
    {
        var tiny = _shell.Write("tiny.json", Shell.Tiny);
        var study = _shell.Write("many.json", """{ "scenario": "tiny.json" }""");
        Refused("port: expected a whole number from 0 to 65535", "live", tiny, "--port", "99999");
        Refused("--size: expected a number from 0.5 to 20", "plot", _shell.Folder, "--size", "1e9");
        foreach (var idle in new[] { "--days=1", "--fields=F", "--only=maps", "--svg" })
            Refused($"--movie is of the cells on all days: {idle.Split('=')[0]} means nothing for it", "plot", _shell.Folder, "--movie", idle);
        Refused("is a study of many runs: nichesim study", "run", study);
        Refused("is a study of many runs: nichesim study escape-arms", "explain", "escape-arms");
        Refused("is a scenario, one run: nichesim run il1b-escape", "study", "il1b-escape");
        Directory.CreateDirectory(_shell.PathOf("out/tiny/latest"));
        Refused("did you mean", "plot", _shell.PathOf("out/tiny"));
        Refused("decimals are written with a point: 0.5", "validate", _shell.Write("comma.json", Shell.Tiny.Replace("\"durationDays\": 1,", "\"durationDays\": 0,5,", StringComparison.Ordinal)));
        Refused("decimals are written with a point: 0.5", "run", tiny, "--set", "time:durationDays=0,5");
        Assert.Contains("il1b-escape", Shell.Run("run", "--help").Out, StringComparison.Ordinal);

        static void Refused(string expected, params string[] args)
        {
            var (code, _, error) = Shell.Run(args);
            Assert.True(code == 2 && error.Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', args)}: {code}\n{error}");
        }
    }

    [Fact]
    public void The_schema_that_is_printed_is_the_one_that_is_kept()
    {
        var (code, output, _) = Shell.Run("schema");
        Assert.Equal(0, code);
        Assert.Equal(JsonSchema.TextOf<Scenario>(), output);
        var kept = Path.Combine(Root(), "scenarios", "schema", "scenario.schema.json");
        Assert.True(File.ReadAllText(kept) == output, $"{kept} is old: nichesim schema prints the new one");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NicheSim.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
