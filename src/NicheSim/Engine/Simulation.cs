using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>A niche that steps: the immutable plan, the state, and the memory and threads that the stages work with.</summary>
public sealed class Simulation : IDisposable
{
    /// <summary>Cells that one thread handles before another has woken up.</summary>
    private const int FewCells = 512;

    private const int ChunksAtOnce = 4;

    private Action<Simulation, int> _body = static (_, _) => { };

    /// <summary>Starts from a state: a new one from <see cref="Founding"/>, or one that was saved.</summary>
    /// <param name="plan">What to do; see <see cref="ChangePlan"/>.</param>
    /// <param name="state">Where to start.</param>
    /// <param name="threads">Threads to work with; no result depends on it.</param>
    public Simulation(Plan plan, SimulationState state, int threads = 1)
    {
        Plan = plan;
        State = state;
        Workers = new Workers(threads);
        Neighborhood = new Neighborhood(plan.Grid, plan.CellEdges);
        Geometry = new Geometry(plan, Neighborhood, Workers);
        Scratch = new Scratch(plan);
        Solvers = new FieldSolvers(plan, Workers);
        StorageOrder = new StorageOrder(Workers, plan.Grid.Count);
        Sources = new CellSources(this);
    }

    public Plan Plan { get; private set; }

    public SimulationState State { get; }

    /// <summary>True from the tick on at which the run is complete.</summary>
    public bool IsComplete => State.Tick >= Plan.LastTick;

    /// <summary>Solves that ended above their tolerance since the start of this process.</summary>
    public long UnconvergedSolves => Solvers.Unconverged;

    internal Workers Workers { get; }

    internal Neighborhood Neighborhood { get; }

    internal Geometry Geometry { get; }

    internal Scratch Scratch { get; }

    internal FieldSolvers Solvers { get; }

    internal StorageOrder StorageOrder { get; }

    internal CellSources Sources { get; }

    /// <summary>Time spent in each stage since the start of this process, in the order of <see cref="Step"/> [ticks of the stopwatch].</summary>
    internal StageClock Clock { get; } = new();

    /// <summary>One tick.</summary>
    public void Step()
    {
        Clock.Begin();
        StorageOrder.Keep(State);
        Scratch.Prepare(Plan, State, Workers);
        Geometry.Update(Plan, State);
        Clock.End(Stage.Bookkeeping);
        Responses.Evaluate(this, sources: true);
        Clock.End(Stage.Response);
        Transport.Solve(this);
        Clock.End(Stage.Transport);
        Responses.Evaluate(this, sources: false);
        Clock.End(Stage.Response);
        Fate.Choose(this);
        Clock.End(Stage.Fate);
        Motion.Move(this);
        Clock.End(Stage.Motion);
        Demography.Commit(this);
        Circulation.Flow(this);
        Clock.End(Stage.Demography);
        Remodeling.Work(this);
        Clock.End(Stage.Remodeling);
        Scratch.RemoveTheDead(State);
        State.Tick++;
        Clock.End(Stage.Bookkeeping);
    }

    /// <summary>Goes on with another plan of the same shape: same fields, profiles, channels and slots, other numbers.</summary>
    public void ChangePlan(Plan plan)
    {
        Plan = plan;
        Geometry.Invalidate();
        Solvers.Adopt(plan);
    }

    /// <summary>Calls body(this, chunk) for every chunk of cells. A thread takes several that lie beside each other; few cells are not worth waking a second one for.</summary>
    internal void ForChunks(Action<Simulation, int> body)
    {
        _body = body;
        if (Scratch.Count > FewCells)
            Workers.Run(Numerics.Workers.Chunks(Scratch.ChunkCount, ChunksAtOnce), this, static (simulation, portion) => simulation.Run(Numerics.Workers.Chunk(simulation.Scratch.ChunkCount, ChunksAtOnce, portion)));
        else
            Run((0, Scratch.ChunkCount));
    }

    private void Run((int Start, int End) chunks)
    {
        for (var chunk = chunks.Start; chunk < chunks.End; chunk++)
            _body(this, chunk);
    }

    public void Dispose() => Workers.Dispose();
}
