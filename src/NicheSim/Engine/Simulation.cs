using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>A niche that steps: the immutable plan, the state, and the memory and threads that the stages work with.</summary>
public sealed class Simulation : IDisposable
{
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
        Sources = new CellSources(this);
        Geometry.Update(plan, state);
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

    internal CellSources Sources { get; }

    /// <summary>Time spent in each stage since the start of this process, in the order of <see cref="Step"/> [ticks of the stopwatch].</summary>
    internal StageClock Clock { get; } = new();

    /// <summary>One tick.</summary>
    public void Step()
    {
        Clock.Begin();
        Scratch.Prepare(Plan, State);
        Geometry.Update(Plan, State);
        Clock.End(Stage.Bookkeeping);
        Response.Evaluate(this, sources: true);
        Clock.End(Stage.Response);
        Transport.Solve(this);
        Clock.End(Stage.Transport);
        Response.Evaluate(this, sources: false);
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

    public void Dispose() => Workers.Dispose();
}
