using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Tests.Shipped;

/// <summary>The shipped scenarios, as they lie in the repository.</summary>
internal static class Library
{
    /// <summary>The repository: the nearest folder above the tests that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Scenarios { get; } = Path.Combine(Root, "scenarios");

    /// <summary>Names of the scenarios that are ready to run.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Scenarios, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static Compilation Load(string name, params string[] assignments)
        => ScenarioCompiler.Load(Path.Combine(Scenarios, name + ".json"), new LoaderOptions { LibraryFolders = [Scenarios], Assignments = assignments });

    /// <summary>A shipped scenario under a shipped layer.</summary>
    public static CompiledScenario Layered(string scenario, string layer, params string[] assignments)
        => RunPreparation.LoadText("over.json", $$"""{ "about": "x", "extends": ["{{scenario}}", "{{layer}}"] }""", new LoaderOptions { LibraryFolders = [Scenarios], Assignments = assignments }).Scenario!;

    /// <summary>The scenario, or a failed test with what is wrong.</summary>
    public static CompiledScenario Compile(string name, params string[] assignments)
    {
        var compilation = Load(name, assignments);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        return compilation.Scenario!;
    }

    /// <summary>The state at the end of a run.</summary>
    public static SimulationState Run(CompiledScenario scenario)
    {
        var state = Founding.Found(scenario.Plan, out var shortfalls);
        Assert.Empty(shortfalls);
        using var simulation = new Simulation(scenario.Plan, state);
        while (!simulation.IsComplete)
            simulation.Step();
        return state;
    }

    public static int Count(CompiledScenario scenario, SimulationState state, string type, string stateName, Func<int, bool>? where = null)
    {
        var count = 0;
        for (var cell = 0; cell < state.Cells.Count; cell++)
        {
            var profile = state.Cells.Profile[cell];
            if (scenario.Names.Types[scenario.Plan.Profiles[profile].Type] == type && (stateName.Length == 0 || scenario.Names.States[profile] == stateName) && where?.Invoke(cell) != false)
                count++;
        }

        return count;
    }

    private static string Above(string folder)
        => File.Exists(Path.Combine(folder, "NicheSim.sln")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository."));
}
