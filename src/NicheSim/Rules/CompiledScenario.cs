using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>A scenario, ready to run.</summary>
public sealed record CompiledScenario
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
}
