using NicheSim.Cli;
using NicheSim.Cli.Output;

namespace NicheSim.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("no command \"rnu\"; did you mean \"run\"?", "rnu", "x.json")]
    [InlineData("which command: run, validate, explain, plot, report, live, study, evidence, reference, schema?")]
    [InlineData("no option \"--sede\"; did you mean \"--seed\"?", "run", "x.json", "--sede", "4")]
    [InlineData("no option \"--forse\"; did you mean \"--force\"?", "run", "--forse")]
    [InlineData("no option \"--quite\"; did you mean \"--quiet\"?", "run", "x.json", "--out", "--quite")]
    [InlineData("no option \"-x\"; known: --help, --version", "-x")]
    [InlineData("run takes no further argument: \"y.json\"", "run", "x.json", "y.json")]
    [InlineData("'SCENARIO' missing for command: 'run'", "run")]
    [InlineData("missing for option: '--out'", "run", "x.json", "--out")]
    [InlineData("--seed: expected a whole number from 0 on, found \"1.5\"", "run", "x.json", "--seed", "1.5")]
    [InlineData("--seed: expected a whole number from 0 on, found \"-3\"", "run", "x.json", "--seed", "-3")]
    [InlineData("--threads: expected a whole number from 1 to 1024, found \"0\"", "run", "x.json", "--threads", "0")]
    [InlineData("--stop-after-days: expected a number of days from 0 on, found \"NaN\"", "run", "x.json", "--stop-after-days", "NaN")]
    [InlineData("--stop-after-days: expected a number of days from 0 on, found \"1,5\"", "run", "x.json", "--stop-after-days", "1,5")]
    [InlineData("--format: expected text, markdown or odd, found \"html\"", "explain", "x.json", "--format", "html")]
    [InlineData("no folder \"no-such-folder\"", "plot", "no-such-folder")]
    [InlineData("--library: no folder \"no-such-folder\"", "run", "x.json", "--library", "no-such-folder")]
    public void A_wrong_command_line_is_one_line_of_error_and_exit_2(string message, params string[] args)
    {
        var (code, output, error) = Shell.Run(args);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("nichesim: error: " + message, error.Replace("Required argument ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("run", "x.json", "-h")]
    [InlineData("validate", "--help")]
    [InlineData("explain", "--help")]
    [InlineData("plot", "--help")]
    [InlineData("schema", "--help")]
    public void Every_help_page_fits_the_screen_and_ends_with_examples(params string[] args)
    {
        var (code, output, error) = Shell.Run(args);
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Matches("Examples:\n(  nichesim [^\n]+\n)+$", output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public void The_version_is_that_of_the_library()
        => Assert.Equal((0, NicheSim.Recording.EngineIdentity.Version + "\n", ""), Shell.Run("--version"));

    [Fact]
    public void Help_is_not_in_the_way_of_a_mistake()
        => Assert.Equal(2, Shell.Run("run", "x.json", "--halp").Code);

    [Fact]
    public void An_at_sign_does_not_read_a_file_of_arguments()
        => Assert.Contains("no scenario \"@x\"", Shell.Run("run", "@x").Error, StringComparison.Ordinal);

    [Fact]
    public void What_nobody_foresaw_is_called_a_bug_without_a_stack()
    {
        var (code, error) = WithFailingOutput(new InvalidOperationException("no tea"));
        Assert.Equal(1, code);
        Assert.StartsWith("nichesim: this is a bug in nichesim: InvalidOperationException: no tea\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_with_files_is_no_bug()
        => Assert.Equal((1, "nichesim: error: disk full\n"), WithFailingOutput(new IOException("disk full")));

    private static (int Code, string Error) WithFailingOutput(Exception exception)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var output = new FailingWriter(exception);
        return (Program.Run(["schema"], new Terminal(output, error, false, 80)), error.ToString());
    }

    private sealed class FailingWriter(Exception exception) : StringWriter
    {
        public override void Write(string? value) => throw exception;
    }
}
