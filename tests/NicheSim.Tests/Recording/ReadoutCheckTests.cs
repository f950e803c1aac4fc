using NicheSim.Recording;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Recording;

public sealed class ReadoutCheckTests
{
    [Theory]
    [InlineData("""{"kind":"count","types":["mover","moverr"]}""", "readouts:it:types:1", """no cell type "moverr"; did you mean "mover"?""")]
    [InlineData("""{"kind":"share","of":["slepeer"]}""", "readouts:it:of:0", """no cell type "slepeer"; did you mean "sleeper"?""")]
    [InlineData("""{"kind":"count","state":"asleeep"}""", "readouts:it:state", """no state of these types "asleeep"; did you mean "asleep"?""")]
    [InlineData("""{"kind":"count","types":["mover"],"state":"asleep"}""", "readouts:it:state", """no state of these types "asleep"; there is none""")]
    [InlineData("""{"kind":"share","types":["mover"],"of":["sleeper"],"ofState":"awaken"}""", "readouts:it:ofState", """no state of these types "awaken"; did you mean "awake"?""")]
    [InlineData("""{"kind":"attribute-mean","attribute":"grits"}""", "readouts:it:attribute", """no attribute of these types "grits"; did you mean "grit"?""")]
    [InlineData("""{"kind":"attribute-mean","attribute":"grit","types":["sleeper"]}""", "readouts:it:attribute", """no attribute of these types "grit"; there is none""")]
    [InlineData("""{"kind":"attribute-mean"}""", "readouts:it", "a readout of kind attribute-mean needs \"attribute\"")]
    [InlineData("""{"kind":"count","attributeFrom":0.5}""", "readouts:it", "attributeFrom and attributeTo need \"attribute\"")]
    [InlineData("""{"kind":"count","attribute":"grit","attributeFrom":0.5,"attributeTo":0.4}""", "readouts:it:attributeTo", "lies below where the range begins")]
    [InlineData("""{"kind":"clusters","sizeFrom":5,"sizeTo":4}""", "readouts:it:sizeTo", "lies below where the range begins")]
    [InlineData("""{"kind":"count","region":"lift"}""", "readouts:it:region", """no region "lift"; did you mean "left"?""")]
    [InlineData("""{"kind":"crossings"}""", "readouts:it", "a readout of kind crossings needs \"region\"")]
    [InlineData("""{"kind":"invasion-depth"}""", "readouts:it", "a readout of kind invasion-depth needs \"region\"")]
    [InlineData("""{"kind":"count","quantile":0.5}""", "readouts:it:quantile", "means nothing for a readout of kind count")]
    [InlineData("""{"kind":"field-mean","field":"f2"}""", "readouts:it:field", """no field "f2"; did you mean "F"?""")]
    [InlineData("""{"kind":"field-share","field":"F","part":"won"}""", "readouts:it:part", """no part of field F "won"; did you mean "own"?""")]
    [InlineData("""{"kind":"field-share","field":"F"}""", "readouts:it", "a readout of kind field-share needs \"part\"")]
    [InlineData("""{"kind":"event-count"}""", "readouts:it", "a readout of kind event-count needs \"event\"")]
    [InlineData("""{"kind":"event-count","event":"dye","types":["mover"]}""", "readouts:it:event", """no event of these cells "dye"; did you mean "die"?""")]
    [InlineData("""{"kind":"event-count","event":"die","rule":"hungry"}""", "readouts:it:rule", """no rule behind this event "hungry"; did you mean "hunger"?""")]
    [InlineData("""{"kind":"event-count","event":"die","region":"left"}""", "readouts:it:region", "means nothing for a readout of kind event-count")]
    [InlineData("""{"kind":"bone-surface","types":["mover"]}""", "readouts:it:types", "means nothing for a readout of kind bone-surface")]
    [InlineData("""{"kind":"growth-rate"}""", "readouts:it", "a readout of kind growth-rate needs \"windowDays\"")]
    [InlineData("""{"kind":"growth-rate","windowDays":1,"readout":"n","types":["mover"]}""", "readouts:it:types", "means nothing for a readout of kind growth-rate")]
    [InlineData("""{"kind":"first-time","level":2,"readout":"m"}""", "readouts:it:readout", "no readout \"m\"; did you mean \"n\"?")]
    [InlineData("""{"kind":"first-time","level":2,"readout":"it"}""", "readouts:it:readout", "leads back to this readout")]
    [InlineData("""{"kind":"count","toUm":5,"to":"bones"}""", "readouts:it:to", """no distance "bones"; did you mean "bone"?""")]
    [InlineData("""{"kind":"count","to":"bone"}""", "readouts:it:to", "needs \"fromUm\" or \"toUm\"")]
    [InlineData("""{"kind":"axis-index","axis":"z"}""", "readouts:it:axis", "a slice has no z")]
    public void What_a_readout_cannot_mean_is_refused_at_its_place(string readout, string path, string message)
    {
        var compilation = TinyNiche.Load(
            $"readouts={{\"it\":{readout},\"n\":{{\"kind\":\"count\"}}}}", """cells:mover:die={"perDay":0.1}""",
            """rules:hunger={"cell":"mover","signal":"field:F","increases":"die","toPerDay":1,"halfMaximumPicomolar":1}""");

        Assert.Null(compilation.Scenario);
        var error = Assert.Single(compilation.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal((path, message), (error.Path, error.Message));
    }

    /// <summary>What is refused elsewhere hides no mistake of a readout, and what it brings about is not told again.</summary>
    [Fact]
    public void Errors_of_readouts_come_with_those_of_form()
    {
        var paths = TinyNiche.Load("seed=-3", "readouts={\"a\":{\"kind\":\"field-mean\",\"field\":\"G\"},\"b\":{\"kind\":\"conut\"},\"c\":{\"kind\":\"share\",\"off\":\"mover\"}}")
            .Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Path);
        Assert.Equal(["readouts:a:field", "readouts:b:kind", "readouts:c", "seed"], paths.Order(StringComparer.Ordinal));
    }

    /// <summary>Behaviors that are no events, also where only a rule that is off would bring them about.</summary>
    [Theory]
    [InlineData("secrete:F")]
    [InlineData("move")]
    [InlineData("recruit:sleeper")]
    [InlineData("resorb")]
    [InlineData("sprout")]
    [InlineData("degradeMatrix")]
    public void What_is_never_counted_is_no_event(string behavior)
    {
        var compilation = TinyNiche.Load(
            "readouts={\"it\":{\"kind\":\"event-count\",\"event\":\"" + behavior + "\"}}", """cells:mover:die={"perDay":0.1}""", """cells:mover:secrete={"F":{"moleculesPerSecond":1}}""",
            """cells:mover:move={"speedUmPerHour":1}""", """cells:mover:recruit={"sleeper":{"perDay":1}}""", """cells:mover:resorb={"umPerDay":1,"footprintUm":10}""", """cells:wall:sprout={"perDay":1}""",
            """rules:off={"enabled":false,"cell":"mover","signal":"field:F","increases":"degradeMatrix","toPerDay":1,"halfMaximumPicomolar":1}""");

        Assert.Null(compilation.Scenario);
        var error = Assert.Single(compilation.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal("readouts:it:event", error.Path);
        var start = $"no event of these cells \"{behavior}\"; ";
        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(behavior, error.Message[start.Length..].Split(' ', ',', '"', '?'));
    }

    [Fact]
    public void Errors_of_readouts_come_together_with_those_of_the_rest()
    {
        var compilation = TinyNiche.Load("""readouts={"it":{"kind":"count","region":"lift"}}""", """cells:mover:follow={"G":{"strength":0.5}}""");

        Assert.Null(compilation.Scenario);
        Assert.Equal(["cells:mover:follow:G", "readouts:it:region"], compilation.Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Path));
    }

    [Fact]
    public void A_readout_that_is_off_is_not_looked_at()
    {
        var scenario = TinyNiche.Compile("""readouts={"it":{"enabled":false,"kind":"count","region":"lift"},"n":{"kind":"count"}}""");

        Assert.Equal(["n"], ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, new(), []).Select(readout => readout.Name));
    }

    [Fact]
    public void Every_kind_can_be_measured()
    {
        foreach (var kind in Enum.GetValues<ReadoutKind>())
            Assert.NotNull(ReadoutMeasure.Of(kind).Value);
    }

    [Fact]
    public void Intervals_and_days_that_are_not_recorded_as_asked_are_said()
    {
        var compilation = TinyNiche.Load("time:recordEveryHours=2.5", "time:recordAtDays=[0.1,9]");

        Assert.Equal(
            ["time:recordAtDays: day 9 is outside of the run and is not recorded", "time:recordEveryHours: is no whole number of ticks: rows are recorded every 2 hours"],
            compilation.Diagnostics.Where(finding => finding.Path.StartsWith("time", StringComparison.Ordinal)).Select(finding => $"{finding.Path}: {finding.Message}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("populations.csv")]
    [InlineData("./run.json")]
    [InlineData(".//run.json")]
    [InlineData("Plots/x.png")]
    [InlineData("../x.csv")]
    [InlineData("/x.csv")]
    public void A_named_file_that_would_meet_the_runs_own_cannot_be_copied(string name) => Assert.NotNull(RunFiles.Problem(name));

    [Theory]
    [InlineData("masks/populations.csv")]
    [InlineData("bone.png")]
    public void Other_named_files_can_be_copied(string name) => Assert.Null(RunFiles.Problem(name));
}
