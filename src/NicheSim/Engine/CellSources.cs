using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// The source channels of all profiles, by the field they act on, and the passes that add what cells make and take to a solve's terms. Occupants of voxels
/// are added first, then guests of vessels: so no two cells of a pass share a voxel, each pass may be cut into chunks, and sums have one order.
/// </summary>
internal sealed class CellSources(Simulation simulation)
{
    private const int ChunkSize = 4096;

    private readonly (int Profile, int Slot)[][] _secrete = By(simulation.Plan, BehaviorKind.Secrete);
    private readonly (int Profile, int Slot)[][] _takeUp = By(simulation.Plan, BehaviorKind.TakeUp);
    private readonly (int Profile, int Slot)[][] _exchange = By(simulation.Plan, BehaviorKind.Exchange);
    private int _field, _profile, _slot;
    private bool _guests, _anyGuest;
    private float[] _values = [], _others = [];

    /// <summary>Looks where the cells are; before any other pass of a tick.</summary>
    public void Begin() => _anyGuest = simulation.State.Cells.Arrested.AsSpan(0, simulation.Scratch.Count).Contains(true);

    /// <summary>Secretion of all profiles, or of those that count towards a part [pM/s].</summary>
    public void Secrete(int f, bool[]? counted) => Add(_secrete[f], f, counted, simulation.Solvers.Terms.Secreted, null, static (sources, chunk) =>
    {
        var factor = (float)sources.Plan.PicomolarPerMolecule;
        foreach (var (voxel, value) in sources.Cells(chunk))
            sources._values[voxel] += value * factor;
    });

    /// <summary>Uptake by cells [1/s]: clearance / voxel, or Vmax / (Km + c) at the level of the last tick.</summary>
    public void TakeUp(int f) => Add(_takeUp[f], f, null, simulation.Solvers.Terms.Uptake, null, static (sources, chunk) =>
    {
        var (plan, level) = (sources.Plan, sources.Level);
        var halfMaximum = plan.Profiles[sources._profile].Sources.Channels[sources._slot].Reach;
        var (molecule, volume) = (plan.PicomolarPerMolecule, plan.VoxelVolumeUm3);
        foreach (var (voxel, value) in sources.Cells(chunk))
            sources._values[voxel] += halfMaximum > 0 ? (float)(value * molecule / (halfMaximum + level[voxel])) : (float)(value / volume);
    });

    /// <summary>Exchange between vessel voxels and serum: loss [1/s] and supply [pM/s].</summary>
    public void Exchange(int f) => Add(_exchange[f], f, null, simulation.Solvers.Terms.Outflow, simulation.Solvers.Terms.Supplied, static (sources, chunk) =>
    {
        var serum = (float)sources.Serum;
        foreach (var (voxel, value) in sources.Cells(chunk))
        {
            sources._values[voxel] += value;
            sources._others[voxel] += value * serum;
        }
    });

    /// <summary>Does any profile exchange a field with the serum?</summary>
    public bool Exchanges(int f) => _exchange[f].Length > 0;

    private Plan Plan => simulation.Plan;

    private float[] Level => simulation.State.Fields[_field];

    private double Serum => simulation.State.Serum[_field];

    private static (int Profile, int Slot)[][] By(Plan plan, BehaviorKind kind) =>
        [.. Enumerable.Range(0, plan.Fields.Length).Select(f => plan.Profiles
            .SelectMany((profile, p) => profile.Sources.Channels.Select((channel, slot) => (channel, p, slot)))
            .Where(c => c.channel.Kind == kind && c.channel.Argument == f).Select(c => (c.p, c.slot)).ToArray())];

    private void Add((int Profile, int Slot)[] channels, int f, bool[]? counted, SourceTerms.Term term, SourceTerms.Term? other, Action<CellSources, int> add)
    {
        for (var guests = 0; guests < (_anyGuest ? 2 : 1); guests++)
            foreach (var (profile, slot) in channels)
            {
                var count = simulation.Scratch.GroupStart[profile + 1] - simulation.Scratch.GroupStart[profile];
                if (count == 0 || counted?[profile] == false)
                    continue;
                var terms = simulation.Solvers.Terms;
                (_field, _profile, _slot, _guests) = (f, profile, slot, guests == 1);
                (_values, _others) = (terms.Open(term), other is null ? [] : terms.Open(other));
                simulation.Workers.Run(Workers.Chunks(count, ChunkSize), this, add);
            }
    }

    private SourceCells Cells(int chunk)
    {
        var (scratch, cells) = (simulation.Scratch, simulation.State.Cells);
        var (first, end) = Workers.Chunk(scratch.GroupStart[_profile + 1] - scratch.GroupStart[_profile], ChunkSize, chunk);
        var ranks = (scratch.GroupStart[_profile] + first)..(scratch.GroupStart[_profile] + end);
        return new SourceCells(scratch.Order.AsSpan(ranks), scratch.SourceValues[_slot].AsSpan(ranks), cells, _guests);
    }

    /// <summary>Voxels and values of the cells that belong to a pass.</summary>
    private ref struct SourceCells(ReadOnlySpan<int> order, ReadOnlySpan<float> values, Cells cells, bool guests)
    {
        private readonly ReadOnlySpan<int> _order = order;
        private readonly ReadOnlySpan<float> _values = values;
        private readonly int[] _voxel = cells.Voxel;
        private readonly bool[] _arrested = cells.Arrested;
        private int _next = -1;

        public readonly (int Voxel, float Value) Current => (_voxel[_order[_next]], _values[_next]);

        public readonly SourceCells GetEnumerator() => this;

        public bool MoveNext()
        {
            while (++_next < _order.Length)
                if (_voxel[_order[_next]] != State.Cells.InBlood && _arrested[_order[_next]] == guests)
                    return true;
            return false;
        }
    }
}
