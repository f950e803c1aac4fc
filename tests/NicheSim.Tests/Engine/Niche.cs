using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Tests.Engine;

/// <summary>Small niches from inline scenarios. Texts are JSON with ' for ".</summary>
internal static class Niche
{
    /// <summary>A scenario text from its parts; each part is what stands between the braces of its section.</summary>
    public static string Text(
        string cells, string fields = "", string rules = "", string tissue = "", string more = "",
        int width = 9, int height = 9, int depth = 1, string lattice = "", double tickMinutes = 30, double days = 1000, long seed = 1)
        => FormattableString.Invariant($$"""
            { 'seed': {{seed}}, 'time': { 'durationDays': {{days}}, 'tickMinutes': {{tickMinutes}} },
              'lattice': { 'widthVoxels': {{width}}, 'heightVoxels': {{height}}, 'depthVoxels': {{depth}} {{(lattice.Length > 0 ? "," + lattice : "")}} },
              'fields': { {{fields}} }, 'tissue': { {{tissue}} }, 'cells': { {{cells}} }, 'rules': { {{rules}} } {{(more.Length > 0 ? "," + more : "")}} }
            """).Replace('\'', '"');

    public static CompiledScenario Compile(string text)
    {
        var compilation = ScenarioCompiler.LoadText("niche.json", text);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics) + "\n" + text);
        return compilation.Scenario;
    }

    public static Niched Found(string text, int threads = 1) => new(Compile(text), threads);
}

/// <summary>A compiled scenario and its running simulation.</summary>
internal sealed class Niched : IDisposable
{
    public Niched(CompiledScenario scenario, int threads)
    {
        Scenario = scenario;
        Simulation = new Simulation(scenario.PlanAt(scenario.Plan.FirstTick), Founding.Found(scenario.Plan, out var shortfalls), threads);
        Shortfalls = shortfalls;
        Inflow = new double[Plan.Fields.Length];
    }

    public CompiledScenario Scenario { get; }

    public Simulation Simulation { get; }

    public List<(int Placement, int Places)> Shortfalls { get; }

    public Plan Plan => Simulation.Plan;

    /// <summary>What fixed edges would have given to each field so far, had it been empty [pM voxels]: in every tick by the faces that bone left open.</summary>
    public double[] Inflow { get; }

    public SimulationState State => Simulation.State;

    public Cells Cells => State.Cells;

    public string Hash => StateHash.Of(State);

    public Niched Run(int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            if (Array.Exists(Scenario.Changes, c => c.Tick == State.Tick))
                Simulation.ChangePlan(Scenario.PlanAt(State.Tick));
            Simulation.Step();
            for (var f = 0; f < Inflow.Length; f++)
                Inflow[f] += Plan.Fields[f].Diffusion / (Plan.VoxelUm * Plan.VoxelUm) * Simulation.Solvers.Operator(Plan.Fields[f]).FixedSupply * Plan.TickSeconds;
        }

        return this;
    }

    /// <summary>The same with the cells' storage shuffled before every tick.</summary>
    public Niched RunShuffled(int ticks)
    {
        var random = new Random(1);
        for (var tick = 0; tick < ticks; tick++)
        {
            var order = Enumerable.Range(0, Cells.Count).ToArray();
            random.Shuffle(order);
            Cells.Permute(order);
            State.IndexCells();
            Run(1);
        }

        return this;
    }

    public int Profile(string type, string state = "")
        => Array.FindIndex(Plan.Profiles, p => Scenario.Names.Types[p.Type] == type && Scenario.Names.States[Array.IndexOf(Plan.Profiles, p)] == state);

    /// <summary>Cells of a type, in all states.</summary>
    public int Count(string type) => Enumerable.Range(0, Cells.Count).Count(c => Scenario.Names.Types[Plan.Profiles[Cells.Profile[c]].Type] == type);

    public int Count(string type, string state)
    {
        var profile = Profile(type, state);
        return Enumerable.Range(0, Cells.Count).Count(c => Cells.Profile[c] == profile);
    }

    /// <summary>The first cell of a type.</summary>
    public int CellOf(string type) => Enumerable.Range(0, Cells.Count).First(c => Scenario.Names.Types[Plan.Profiles[Cells.Profile[c]].Type] == type);

    public float[] Field(string name) => State.Fields[Scenario.Names.Field(name)];

    /// <summary>How often something happened to a type, whatever the state and the cause.</summary>
    public long Tally(string type, string what)
        => Enumerable.Range(0, Plan.Tallies).Where(t => Scenario.Names.Types[Scenario.Names.Tallies[t].Type] == type && Scenario.Names.Tallies[t].Event == what).Sum(t => State.Tally[t]);

    public long TallyByCause(string type, string what, string cause)
        => Enumerable.Range(0, Plan.Tallies).Where(t => Scenario.Names.Types[Scenario.Names.Tallies[t].Type] == type && Scenario.Names.Tallies[t].Event == what && Scenario.Names.Tallies[t].Cause == cause)
            .Sum(t => State.Tally[t]);

    public void Dispose() => Simulation.Dispose();
}
