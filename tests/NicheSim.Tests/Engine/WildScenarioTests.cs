using System.Text.Json;
using System.Text.Json.Nodes;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Recording;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Engine;

/// <summary>Invariants after every tick of random scenarios, one hash for every number of threads, and the same bytes where a run is stopped and resumed. What failed once is kept in Engine/Kept and tried first.</summary>
public class WildScenarioTests(ITestOutputHelper output)
{
    private const int Scenarios = 250, LongScenarios = 10_000, MostTicks = 10, MostFindings = 5;

    public static TheoryData<string> Kept => [.. Directory.EnumerateFiles(KeptFolder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string KeptFolder { get; } = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Engine", "Kept");

    /// <summary>Scenarios in the tests; NICHESIM_LONG=1 takes 10,000, or NICHESIM_WILD of them, from number NICHESIM_WILD_FROM on.</summary>
    [Fact]
    public void Every_random_niche_keeps_its_books_with_any_number_of_threads()
    {
        var (count, from) = LongRun.Is ? (LongRun.Number("NICHESIM_WILD", LongScenarios), LongRun.Number("NICHESIM_WILD_FROM", 0)) : (Scenarios, 0);
        var (findings, refused, ticks, cells) = (new List<string>(), 0, 0L, 0L);
        Parallel.For(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, loop) =>
        {
            var scenario = WildScenario.Of(number);
            var (problem, ran, most) = Try(scenario, Ticks(number));
            lock (findings)
            {
                (refused, ticks, cells) = (refused + (ran < 0 ? 1 : 0), ticks + Math.Max(0, ran), Math.Max(cells, most));
                if (problem is null || findings.Count >= MostFindings)
                    return;
                var shrunk = Shrink(scenario, Ticks(number));
                findings.Add($"scenario {number}: {problem}\nshrunk: {Try(shrunk, Ticks(number)).Problem}\n{shrunk.ToJsonString()}");
                if (LongRun.Kept is { } folder)
                    File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, FormattableString.Invariant($"wild-{number}.json")), shrunk.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
                if (findings.Count == MostFindings)
                    loop.Stop();
            }
        });
        var summary = FormattableString.Invariant($"wild: {count} scenarios from {from} on, {refused} refused, {ticks} ticks with 1, 2 and 7 threads, at most {cells} cells, {findings.Count} findings");
        output.WriteLine(summary);
        LongRun.Log(summary);
        Assert.True(findings.Count == 0, string.Join("\n\n", findings));
        Assert.InRange(refused, 0, count / 20);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_failed_once_holds(string file)
        => Assert.Null(Try((JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(KeptFolder, file)))!, MostTicks).Problem);

    private static int Ticks(int number) => 1 + (number % MostTicks);

    /// <summary>What is wrong with a scenario, or null; the ticks it ran (-1 where it was refused) and the most cells it held.</summary>
    private static (string? Problem, int Ticks, long Cells) Try(JsonObject scenario, int ticks)
    {
        var compilation = ScenarioCompiler.LoadText("wild.json", scenario.ToJsonString());
        if (compilation.Scenario is null)
            return (null, -1, 0);
        long most = 0;
        var tick = -1;
        try
        {
            string? hash = null;
            foreach (var threads in new[] { 1, 2, 7 })
            {
                using var niche = new Niched(compilation.Scenario, threads);
                if (threads > 1)
                {
                    niche.Run(ticks);
                }
                else
                {
                    var (founders, bone, known, next) = (niche.Cells.Count, niche.State.Tissue.Fill.Sum(f => (double)f), niche.Cells.Id[..niche.Cells.Count].ToHashSet(), niche.State.NextId);
                    InvariantTests.Check(niche, founders, bone);
                    for (tick = 0; tick < ticks; tick++)
                    {
                        niche.Run(1);
                        InvariantTests.Check(niche, founders, bone);
                        Assert.All(niche.Cells.Id[..niche.Cells.Count], id => Assert.True(id >= next || known.Contains(id), "an id came again"));
                        (known, next) = (niche.Cells.Id[..niche.Cells.Count].ToHashSet(), niche.State.NextId);
                        most = Math.Max(most, niche.Cells.Count);
                    }
                }

                hash ??= niche.Hash;
                Assert.True(hash == niche.Hash, $"another hash with {threads} threads");
            }

            CheckResume(compilation.Scenario, ticks, hash!);
            return (null, ticks, most);
        }
        catch (Exception error)
        {
            return ($"after {tick} ticks: {error.GetType().Name}: {error.Message}{(error is Xunit.Sdk.XunitException ? "" : "\n" + error.StackTrace)}", ticks, most);
        }
    }

    /// <summary>A run that is stopped at some tick and goes on from its checkpoint, with another number of threads, ends in the same bytes as one that is not, and in the same hash.</summary>
    private static void CheckResume(CompiledScenario scenario, int ticks, string hash)
    {
        using var folder = new TemporaryFolder();
        var stop = (int)(scenario.Scenario.Seed % (ticks + 1));
        ResumeTests.RunFor(scenario, folder["whole"], ticks);
        ResumeTests.RunFor(scenario, folder["parts"], stop);
        ResumeTests.RunFor(scenario, folder["parts"], ticks - stop, threads: 2);
        RunComparison.AssertSame(folder["whole"], folder["parts"]);
        Assert.Equal(hash, RunRecord.Read(folder["parts"])!.StateHash);
    }

    /// <summary>Takes away whatever can go while the scenario still fails.</summary>
    private static JsonObject Shrink(JsonObject failing, int ticks)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var smaller = true; smaller && watch.Elapsed < TimeSpan.FromSeconds(60);)
        {
            smaller = false;
            foreach (var path in Paths(failing, []).OrderBy(path => path.Length).ToArray())
            {
                var candidate = (JsonObject)failing.DeepClone();
                if (Parent(candidate, path) is not { } parent || !parent.Remove(path[^1]) || Try(candidate, ticks) is not { Problem: not null })
                    continue;
                (failing, smaller) = (candidate, true);
            }
        }

        return failing;

        static IEnumerable<string[]> Paths(JsonObject node, string[] above)
            => node.SelectMany(member => (member.Value is JsonObject inner ? Paths(inner, [.. above, member.Key]) : []).Prepend([.. above, member.Key]));

        static JsonObject? Parent(JsonObject? node, string[] path)
        {
            foreach (var key in path[..^1])
                node = node?[key] as JsonObject;
            return node;
        }
    }
}
