using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>A run in memory, for who looks at it between ticks: it is founded, stepped, changed and asked, and writes no file.</summary>
/// <remarks>Nothing that is asked changes a result. Not for several threads at once.</remarks>
public sealed class OpenRun : IDisposable
{
    private readonly Simulation _simulation;
    private readonly History _history;
    private readonly HashSet<int> _rowTicks;
    private readonly FieldTable _fields;
    private readonly EventTable _events;
    private readonly ReadoutTable _readouts;

    private OpenRun(CompiledScenario scenario, SimulationState state, int threads)
    {
        Scenario = scenario;
        _simulation = new Simulation(scenario.PlanAt(state.Tick), state, threads);
        var readouts = ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, new SourceMap(), []);
        _history = new History(state, readouts.Length);
        _rowTicks = [.. RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan)];
        _readouts = new ReadoutTable(readouts);
        _fields = new FieldTable(scenario.Plan);
        _events = new EventTable(scenario);
        Tables =
        [
            new OpenTable("populations", [.. PopulationTable.Columns(scenario.Plan, scenario.Names).Skip(1)]),
            new OpenTable("fields", [.. FieldTable.Columns(scenario.Plan, scenario.Names).Skip(1)]),
            new OpenTable("readouts", [.. _readouts.Columns.Skip(1)]),
            new OpenTable("events", [.. _events.Columns.Skip(1)]),
        ];
    }

    /// <summary>The scenario that holds now: that of the start, or the one it was changed to.</summary>
    public CompiledScenario Scenario { get; private set; }

    /// <summary>The plan that holds at this tick.</summary>
    public Plan Plan => _simulation.Plan;

    /// <summary>To be looked at and not touched.</summary>
    public SimulationState State => _simulation.State;

    public double Day => Plan.DayOf(State.Tick);

    public bool IsComplete => _simulation.IsComplete;

    /// <summary>The tables of <see cref="Row"/>, without the column of the day.</summary>
    public IReadOnlyList<OpenTable> Tables { get; }

    /// <summary>True at the ticks at which the scenario records a row.</summary>
    public bool IsRowDue => _rowTicks.Contains(State.Tick);

    /// <summary>Founds a run; where placements find too little room there is none, and the errors say why.</summary>
    /// <param name="scenario">What to run, as <see cref="RunPreparation"/> made it.</param>
    /// <param name="threads">Threads to work with; no result depends on it.</param>
    /// <param name="sources">Where the scenario's keys stand, for the errors.</param>
    public static (OpenRun? Run, IReadOnlyList<Diagnostic> Errors) Found(CompiledScenario scenario, int threads = 1, SourceMap? sources = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var state = Founding.Found(scenario.Plan, out var shortfalls);
        return shortfalls.Count == 0 ? (new OpenRun(scenario, state, threads), []) : (null, Recording.Run.Shortfalls(scenario, shortfalls, sources ?? new SourceMap()));
    }

    /// <summary>One tick.</summary>
    /// <exception cref="NumberFaultException">A number left its range; <see cref="Fault"/> tells it in words.</exception>
    public void Step()
    {
        _simulation.Step();
        Adopt();
    }

    /// <summary>Goes on by another scenario whose plan has the same shape: one that differs in numbers, from this tick on or later.</summary>
    public void Change(CompiledScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Scenario = scenario;
        Adopt();
    }

    /// <summary>A row of each of <see cref="Tables"/>; to be taken once at each tick at which one is due, because events are counted from row to row.</summary>
    public double[][] Row()
    {
        var view = new View(_simulation);
        _history.Open(State);
        double[][] row = [[.. PopulationTable.Row(view, Scenario.Names)], [.. _fields.Row(view)], _readouts.Row(view, _history), [.. _events.Row(State.Tally, _history.Tally)]];
        _history.Close(State);
        return row;
    }

    /// <summary>What a cell is, what it senses, and what its rules make of it.</summary>
    /// <param name="cell">Index of the cell at this tick.</param>
    public CellReport Inspect(int cell) => new CellInspection(_simulation, Scenario).Report(cell);

    /// <summary>A fault of <see cref="Step"/> in words.</summary>
    public string Fault(NumberFaultException fault) => FaultText.Of(fault, Scenario, State);

    public void Dispose() => _simulation.Dispose();

    private void Adopt()
    {
        var plan = Scenario.PlanAt(State.Tick);
        if (!ReferenceEquals(plan, Plan))
            _simulation.ChangePlan(plan);
    }
}

/// <summary>A table of a run in memory.</summary>
/// <param name="Name">Its name: that of the file without extension.</param>
/// <param name="Columns">Its columns, as in the file.</param>
public sealed record OpenTable(string Name, IReadOnlyList<string> Columns);
