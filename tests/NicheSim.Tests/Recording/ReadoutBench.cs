using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.State;

namespace NicheSim.Tests.Recording;

/// <summary>A tiny niche whose state a test sets by hand, and one readout of it.</summary>
internal sealed class ReadoutBench : IDisposable
{
    private readonly Simulation _simulation;
    private readonly ReadoutTable _table;
    private readonly History _history;
    private readonly NicheSim.Rules.Names _names;

    /// <param name="readouts">The scenario's readouts, as JSON; the test reads the one named <c>it</c>.</param>
    public ReadoutBench(string readouts, params string[] assignments)
    {
        var scenario = TinyNiche.Compile([.. assignments, $"readouts={readouts}"]);
        _names = scenario.Names;
        State = Founding.Found(scenario.Plan, out _);
        _simulation = new Simulation(scenario.Plan, State);
        var compiled = ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, new(), []);
        (_table, _history) = (new ReadoutTable(compiled), new History(State, compiled.Length));
        Column = Array.FindIndex(compiled, readout => readout.Name == "it");
    }

    public SimulationState State { get; }

    public Cells Cells => State.Cells;

    private int Column { get; }

    /// <summary>A readout alone.</summary>
    public static ReadoutBench Of(string readout, params string[] assignments) => new($$"""{"it":{{readout}}}""", assignments);

    public int Voxel(int x, int y) => State.Grid.Index(x, y, 0);

    /// <summary>Adds a cell and returns its index.</summary>
    public int Add(string type, int x, int y, string state = "")
    {
        var cell = Cells.Add();
        Cells.Id[cell] = Cells.Clone[cell] = State.NextId++;
        Cells.BornTick[cell] = State.Tick;
        var profile = Enumerable.Range(0, _names.States.Length).First(p => _names.Types[_simulation.Plan.Profiles[p].Type] == type && (state.Length == 0 || _names.States[p] == state));
        Cells.Profile[cell] = (ushort)profile;
        Cells.Voxel[cell] = Voxel(x, y);
        State.Occupant[Voxel(x, y)] = cell;
        if (_simulation.Plan.Types[_simulation.Plan.Profiles[profile].Type].Vessel)
            _simulation.Geometry.VesselsChanged();
        return cell;
    }

    public void Move(int cell, int x, int y)
    {
        State.Occupant[Cells.Voxel[cell]] = SimulationState.Empty;
        Cells.Voxel[cell] = Voxel(x, y);
        State.Occupant[Voxel(x, y)] = cell;
    }

    public void SetFill(int x, int y, float fill)
    {
        State.Tissue.Fill[Voxel(x, y)] = fill;
        _simulation.Geometry.BoneChanged();
    }

    /// <summary>Counts an event of a type and, where it has one, a state.</summary>
    public void Tally(string type, string name, long count, string state = "", string cause = "")
    {
        for (var t = 0; t < _names.Tallies.Length; t++)
            if (_names.Tallies[t] is var tally && _names.Types[tally.Type] == type && tally.Event == name && tally.Cause == cause
                && (tally.Profile < 0 || _names.States[tally.Profile] == state))
                State.Tally[t] += count;
    }

    /// <summary>Records a row some ticks (of an hour) later and returns what the readout says.</summary>
    public double Record(int ticks = 0)
    {
        State.Tick += ticks;
        _history.Open(State);
        var row = _table.Row(new View(_simulation), _history);
        _history.Close(State);
        return row[Column];
    }

    public void Dispose() => _simulation.Dispose();
}
