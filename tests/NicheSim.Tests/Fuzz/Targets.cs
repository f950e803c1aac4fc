using System.Text;
using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;
using NicheSim.Studies;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Recording;
using NicheSim.Tests.Shipped;
using NicheSim.Tests.Studies;

namespace NicheSim.Tests.Fuzz;

/// <summary>Every loader of the program. A new loader joins by a line in <see cref="All"/>.</summary>
internal static class Targets
{
    /// <summary>What a scenario may ask for here: a mutant of a good size is to be run, and is no hang.</summary>
    private const double MostMemoryBytes = 40e6;

    private const string MaskNiche = "'a': { 'start': { 'x': { 'count': 3 } } }";

    private static readonly LoaderOptions Options = new() { LibraryFolders = [Library.Scenarios], MostMemoryBytes = MostMemoryBytes };

    public static IReadOnlyList<FuzzTarget> All(string folder) =>
    [
        new FuzzTarget("scenario", Scenarios(), ScenarioMutator.Mutate, (bytes, mustFail) => LoadScenario(bytes, mustFail, folder)),
        FuzzTarget.Of("csv", Tables(), bytes => LoadNamed(bytes, "csv", folder, Niche.Text("'a': { 'start': { 'x': { 'place': 'csv', 'file': 'fuzz.csv' } } }"))),
        FuzzTarget.Of("csv-3d", Tables(), bytes => LoadNamed(bytes, "csv", folder, Niche.Text("'a': { 'start': { 'x': { 'place': 'csv', 'file': 'fuzz.csv' } } }", depth: 5))),
        new FuzzTarget("png", Pictures(), Picture.Mutate, (bytes, _) => LoadNamed(bytes, "png", folder, Niche.Text(MaskNiche, tissue: "'bone': { 'pattern': 'mask', 'file': 'fuzz.png' }"))),
        Checkpoints(folder),
        Studies(folder),
        FuzzTarget.Of("evidence", Register(), LoadEvidence),
    ];

    /// <summary>Studies of all kinds over a niche that is small.</summary>
    private static FuzzTarget Studies(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "niche.json"), StudyBench.Niche);
        File.WriteAllText(Path.Combine(folder, "drug.json"), StudyBench.Drug);
        var options = Options with { LibraryFolders = [folder] };
        return new FuzzTarget("study", [.. StudyBench.Kinds.Select(Encoding.UTF8.GetBytes)], ScenarioMutator.Mutate, (bytes, mustFail) =>
        {
            var file = Path.Combine(OwnFolder(folder), "study.json");
            File.WriteAllBytes(file, bytes);
            var loaded = StudyLoader.Load(file, options);
            CheckDiagnostics(loaded.Plan is null, loaded.Diagnostics);
            Assert.False(mustFail && loaded.Plan is not null, $"the key {ScenarioMutator.UnknownKey} was taken in silence");
            return loaded.Plan is not null;
        });
    }

    /// <summary>Every shipped file, the same resolved, and niches in which everything stands.</summary>
    private static List<byte[]> Scenarios() =>
    [
        .. Directory.EnumerateFiles(Library.Scenarios, "*.json").Concat(Directory.EnumerateFiles(Path.Combine(Library.Scenarios, "base"), "*.json")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. Library.Names.Select(name => Encoding.UTF8.GetBytes(Library.Compile(name).Resolved)),
        .. Enumerable.Repeat(Encoding.UTF8.GetBytes(RichNiche.Text()), 6),
        .. Enumerable.Range(0, 20).Select(number => Encoding.UTF8.GetBytes(new RandomScenario(number).Text())),
    ];

    private static List<byte[]> Register() => [.. Directory.EnumerateFiles(Path.Combine(Library.Root, "seeds", "evidence"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static List<byte[]> Tables() => [.. new[] { "x,y,z\n0,0,0\n1,2,0\n8,8,0\n", "x,y\n0,0\n8,8\n", "\uFEFFx, y, z\r\n3, 4, 0\r\n", "x,y,z\n" + string.Concat(Enumerable.Range(0, 81).Select(v => $"{v % 9},{v / 9},0\n")) }.Select(Encoding.UTF8.GetBytes)];

    private static List<byte[]> Pictures()
    {
        var random = new Random(1);
        var kinds = new (byte Bits, byte Color)[] { (1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2), (1, 3), (8, 3), (8, 4), (16, 4), (8, 6), (16, 6) };
        return [.. kinds.Select(kind => Picture.Of(9, 9, kind.Bits, kind.Color, random)), .. Directory.EnumerateFiles(Path.Combine(Library.Scenarios, "pictures"), "*.png").Select(File.ReadAllBytes)];
    }

    /// <summary>Checkpoints of two niches, a small one and one of all mechanisms, in the middle of their runs; each is read in its own scenario, or in the first where it says none.</summary>
    private static FuzzTarget Checkpoints(string folder)
    {
        CompiledScenario[] scenarios = [TinyNiche.Compile(TinyNiche.Busy), RunPreparation.LoadText("rich.json", RichNiche.Text()).Scenario!];
        return new FuzzTarget("checkpoint", [.. scenarios.Select(Saved)], CheckpointMutator.Mutate, (bytes, mustFail) => LoadCheckpoint(bytes, mustFail, scenarios, OwnFolder(folder)));

        static byte[] Saved(CompiledScenario scenario)
        {
            using var run = new TemporaryFolder();
            ResumeTests.RunFor(scenario, run[""], 20);
            return File.ReadAllBytes(run[RunFiles.Checkpoint]);
        }
    }

    /// <summary>What a checkpoint holds is refused with its reason, or can be stepped.</summary>
    private static bool LoadCheckpoint(byte[] bytes, bool mustFail, CompiledScenario[] scenarios, string folder)
    {
        var path = Path.Combine(folder, "fuzz");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            var scenario = scenarios.FirstOrDefault(scenario => scenario.Hash == checkpoint.Origin.ScenarioHash) ?? scenarios[0];
            var saved = checkpoint.Restore(scenario, ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, new SourceMap(), []));
            Assert.False(mustFail, "a file whose checksum does not fit was taken");
            using var simulation = new Simulation(scenario.PlanAt(saved.State.Tick), saved.State);
            if (!simulation.IsComplete)
                simulation.Step();
            return true;
        }
        catch (InvalidDataException refusal)
        {
            Assert.Contains("cannot be used: ", refusal.Message, StringComparison.Ordinal);
            return false;
        }
        catch (NumberFaultException)
        {
            return true;
        }
    }

    /// <summary>Two threads run at a time.</summary>
    private static string OwnFolder(string folder) => Directory.CreateDirectory(Path.Combine(folder, $"{Environment.CurrentManagedThreadId}")).FullName;

    private static bool LoadScenario(byte[] bytes, bool mustFail, string folder)
    {
        // What is no text is refused as a file; with every such byte replaced it is a text to go on with.
        var text = Encoding.UTF8.GetString(bytes);
        if (!Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes))
            Assert.Contains(ScenarioLoader.LoadBytes<Scenario>(Path.Combine(folder, "fuzz.json"), bytes, Options).Diagnostics, finding => finding.Severity == Severity.Error);
        var compilation = RunPreparation.LoadText(Path.Combine(folder, "fuzz.json"), text, Options);
        CheckDiagnostics(compilation);
        if (compilation.Scenario is not { } scenario)
            return false;
        Assert.False(mustFail, $"the key {ScenarioMutator.UnknownKey} was taken in silence");
        var state = Founding.Found(scenario.Plan, out _);
        var explanation = Explanation.Of(scenario);
        Assert.DoesNotContain(explanation.ToText() + explanation.ToMarkdown(), letter => char.IsControl(letter) && letter != '\n');
        if (scenario.Plan.Grid.Count > 4000)
            return true;
        using var simulation = new Simulation(scenario.Plan, state);
        simulation.Step();
        return true;
    }

    private static bool LoadEvidence(byte[] bytes)
    {
        var loaded = EvidenceLoader.LoadText("fuzz.json", Encoding.UTF8.GetString(bytes));
        Assert.Equal(loaded.Register is null, loaded.Diagnostics.Any(finding => finding.Severity == Severity.Error));
        return loaded.Register is not null;
    }

    private static bool LoadNamed(byte[] bytes, string kind, string folder, string niche)
    {
        var own = OwnFolder(folder);
        File.WriteAllBytes(Path.Combine(own, "fuzz." + kind), bytes);
        var compilation = RunPreparation.LoadText(Path.Combine(own, "niche.json"), niche, Options);
        CheckDiagnostics(compilation);
        if (compilation.Scenario is { } scenario)
            Founding.Found(scenario.Plan, out _);
        return compilation.Scenario is not null;
    }

    /// <summary>A scenario or errors; each finding on one line, with its place in a file, its text of a length to read.</summary>
    private static void CheckDiagnostics(Compilation compilation) => CheckDiagnostics(compilation.Scenario is null, compilation.Diagnostics);

    private static void CheckDiagnostics(bool isRefused, IReadOnlyList<Diagnostic> diagnostics)
    {
        Assert.Equal(isRefused, diagnostics.Any(finding => finding.Severity == Severity.Error));
        foreach (var finding in diagnostics)
        {
            var line = finding.ToString();
            Assert.DoesNotContain(line, char.IsControl);
            Assert.True(line.Length < 4000, $"a message of {line.Length} letters");
            // What is too large is not read, so nothing in it has a place.
            Assert.True(finding.Message.EndsWith("is larger than 2 MiB", StringComparison.Ordinal) || finding.Position.Line > 0 && finding.Position.Column > 0 && finding.Position.File.Length > 0, $"no place: {line}");
        }
    }
}
