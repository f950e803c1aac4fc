using System.Globalization;
using System.Text.RegularExpressions;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>A scenario, ready to run.</summary>
public sealed partial record CompiledScenario
{
    /// <summary>The scenario as written, all layers merged.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The merged scenario as one canonical text.</summary>
    public required string Resolved { get; init; }

    /// <summary>SHA-256 over the resolved text and the files that it names.</summary>
    public required string Hash { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>Plans that take over at a tick, in the order of ticks: parameters that events change.</summary>
    public required (int Tick, Plan Plan)[] Changes { get; init; }

    public required Names Names { get; init; }

    /// <summary>The files that the scenario names, as it names them, and their contents.</summary>
    public required IReadOnlyList<(string Name, byte[] Content)> Files { get; init; }

    /// <summary>Names of the fields that are solved, and so stand in tables.</summary>
    public IEnumerable<string> SolvedFields => Names.Fields.Where((_, f) => Plan.Fields[f].IsSolved);

    /// <summary>The plan that holds at a tick.</summary>
    public Plan PlanAt(int tick)
    {
        var plan = Plan;
        foreach (var change in Changes)
            plan = change.Tick <= tick ? change.Plan : plan;
        return plan;
    }

    /// <summary>The numbers that events have set up to a tick, by path; all others are as the scenario states them.</summary>
    public IReadOnlyDictionary<string, double> SetUntil(int tick)
    {
        var set = new Dictionary<string, double>();
        foreach (var (path, value) in ScenarioCompiler.Setting(Scenario, Plan.FirstTick).Where(e => e.Tick <= tick).SelectMany(e => e.Event.Set))
            set[path] = value;
        return set;
    }

    /// <summary>The plans that hold from a tick on, in their order.</summary>
    public IEnumerable<Plan> PlansFrom(int tick) => Changes.Where(change => change.Tick > tick).Select(change => change.Plan).Prepend(PlanAt(tick));

    /// <summary>The same with another seed, as if it had been compiled with it: only numbers that are drawn in the run depend on it.</summary>
    /// <exception cref="InvalidOperationException">The scenario does not state its seed.</exception>
    public CompiledScenario WithSeed(long seed)
    {
        var line = SeedLine().Match(Resolved);
        if (!line.Success)
            throw new InvalidOperationException("The scenario does not state its seed.");
        var resolved = string.Concat(Resolved.AsSpan(0, line.Index), string.Create(CultureInfo.InvariantCulture, $"  \"seed\": {seed}"), Resolved.AsSpan(line.Index + line.Length));
        return this with
        {
            Scenario = Scenario with { Seed = seed },
            Resolved = resolved,
            Hash = ScenarioHash.Of(resolved, Files.Select(file => (file.Name, (ReadOnlyMemory<byte>)file.Content))),
            Plan = Plan with { Seed = (ulong)seed },
            Changes = Array.ConvertAll(Changes, change => (change.Tick, change.Plan with { Seed = (ulong)seed })),
        };
    }

    // Of the keys of a resolved text, only those of the outermost object stand behind two blanks.
    [GeneratedRegex("^  \"seed\": [0-9]+", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SeedLine();
}
