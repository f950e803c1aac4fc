using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Sources and sinks of the cells -> fields: per field one implicit solve of (losses + theta / dt) c - D lap c = sources + theta c_old / dt,
/// with theta = 0 at steady state and 1 in time; and the mass balance of it.
/// </summary>
internal static class Transport
{
    /// <summary>Relative error that a solve goes down to.</summary>
    public const double Tolerance = 1e-5;

    private const int MaximumCycles = 60;

    /// <summary>A niche that holds and gets less than this of a field in a step is taken to be without it: what is left of a source that has gone would sink for ever.</summary>
    private const double NegligibleMolecules = 1e-6;

    public static void Solve(Simulation simulation)
    {
        simulation.Solvers.Update(simulation.State, simulation.Geometry.BoneVersion);
        for (var f = 0; f < simulation.Plan.Fields.Length; f++)
            Solve(simulation, f);
    }

    private static void Solve(Simulation simulation, int f)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        var field = plan.Fields[f];
        SetUp(simulation, f);
        var seconds = field.Time == FieldTime.Steady ? plan.TickSeconds : plan.TickSeconds / field.StepsPerTick;
        var steps = field.Time == FieldTime.Steady ? 1 : field.StepsPerTick;
        var stored = field.Time == FieldTime.Steady ? 0 : FixedOrder.Sum(state.Fields[f]);
        for (var step = 0; step < steps; step++)
        {
            SolveStep(simulation, f, state.Fields[f], seconds, -1);
            stored = Book(simulation, f, seconds, stored);
        }

        if (state.Tissue.Freed[f] is { } freed)
            Array.Clear(freed);
        for (var part = 0; part < state.Parts[f].Length; part++)
        {
            Array.Clear(simulation.Solvers.Terms.Secreted);
            Secrete(simulation, f, field.Parts[part]);
            for (var step = 0; step < steps; step++)
                SolveStep(simulation, f, state.Parts[f][part], seconds, part);
            if (!double.IsFinite(FixedOrder.Sum(state.Parts[f][part])))
                throw NumberFaultException.Of(simulation, f, part, state.Parts[f][part]);
        }
    }

    /// <summary>One solve: of the whole field, or of a part (from 0 on), which has what is secreted as its only source.</summary>
    private static void SolveStep(Simulation simulation, int f, float[] concentration, double seconds, int part)
    {
        var secretedOnly = part >= 0;
        var (plan, solvers) = (simulation.Plan, simulation.Solvers);
        var field = plan.Fields[f];
        solvers.Terms.Combine(concentration, field.Time == FieldTime.Steady ? 0 : (float)(1 / seconds), secretedOnly);
        var (loss, source) = (solvers.Terms.Loss, solvers.Terms.Source);
        var faces = secretedOnly ? solvers.PartOperator(field) : solvers.Operator(field);
        var supply = FixedOrder.Sum(source);
        // A solve takes what is no number for a large correction and would hide it.
        if (!double.IsFinite(supply))
            throw NumberFaultException.Of(simulation, f, part, concentration);
        if (faces.FixedSupply == 0 && supply * seconds < NegligibleMolecules * plan.PicomolarPerMolecule)
        {
            Array.Clear(concentration);
            return;
        }

        var report = solvers.Solver.Solve(faces, ExchangeRate(plan, field), loss, source, concentration, Tolerance, MaximumCycles);
        if (!report.Converged)
            solvers.Unconverged++;
    }

    /// <summary>D/h^2 [1/s].</summary>
    private static float ExchangeRate(Plan plan, FieldPlan field) => (float)(field.Diffusion / (plan.VoxelUm * plan.VoxelUm));

    /// <summary>Sources and sinks of the whole field, apart for the balance.</summary>
    private static void SetUp(Simulation simulation, int f)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        simulation.Solvers.Terms.Begin(plan.Fields[f], state.Tissue, state.Tissue.Freed[f], plan.PicomolarPerMolecule / plan.TickSeconds);
        Secrete(simulation, f, null);
        TakeUp(simulation, f);
        Exchange(simulation, f);
        foreach (var addition in plan.Fields[f].Additions)
            Add(simulation, addition);
    }

    /// <summary>Secretion of all profiles, or of those that count towards a part [pM/s]. Guests come after occupants, so that sums have one order.</summary>
    private static void Secrete(Simulation simulation, int f, bool[]? counted)
    {
        var secreted = simulation.Solvers.Terms.Secreted;
        var factor = (float)simulation.Plan.PicomolarPerMolecule;
        ForEachSource(simulation, f, BehaviorKind.Secrete, (Secreted: secreted, Factor: factor, Counted: counted), static (into, profile, _, voxel, value) =>
        {
            if (into.Counted is null || into.Counted[profile])
                into.Secreted[voxel] += value * into.Factor;
        });
    }

    /// <summary>Uptake by cells [1/s]: clearance / voxel, or Vmax / (Km + c) at the level of the last tick.</summary>
    private static void TakeUp(Simulation simulation, int f)
        => ForEachSource(simulation, f, BehaviorKind.TakeUp, (simulation, Level: simulation.State.Fields[f]), static (into, _, channel, voxel, value) =>
        {
            var plan = into.simulation.Plan;
            into.simulation.Solvers.Terms.Uptake[voxel] += channel.Reach > 0
                ? (float)(value * plan.PicomolarPerMolecule / (channel.Reach + into.Level[voxel]))
                : (float)(value / plan.VoxelVolumeUm3);
        });

    /// <summary>Exchange between vessel voxels and serum.</summary>
    private static void Exchange(Simulation simulation, int f)
        => ForEachSource(simulation, f, BehaviorKind.Exchange, (simulation.Solvers.Terms, Serum: (float)simulation.State.Serum[f]), static (into, _, _, voxel, value) =>
        {
            into.Terms.Outflow[voxel] += value;
            into.Terms.Supplied[voxel] += value * into.Serum;
        });

    /// <summary>Visits the cells that have a source channel for a field: occupants first, then guests of vessels.</summary>
    private static void ForEachSource<T>(Simulation simulation, int f, BehaviorKind kind, T into, Action<T, int, ChannelPlan, int, float> visit)
    {
        var (scratch, cells) = (simulation.Scratch, simulation.State.Cells);
        for (var guests = 0; guests < 2; guests++)
            for (var p = 0; p < simulation.Plan.Profiles.Length; p++)
            {
                var channels = simulation.Plan.Profiles[p].Sources.Channels;
                for (var slot = 0; slot < channels.Length; slot++)
                {
                    if (channels[slot].Kind != kind || channels[slot].Argument != f)
                        continue;
                    for (var rank = scratch.GroupStart[p]; rank < scratch.GroupStart[p + 1]; rank++)
                    {
                        var cell = scratch.Order[rank];
                        if (cells.Voxel[cell] != Cells.InBlood && cells.Arrested[cell] == (guests == 1))
                            visit(into, p, channels[slot], cells.Voxel[cell], scratch.SourceValues[slot][rank]);
                    }
                }
            }
    }

    /// <summary>Relaxation towards what a treatment adds.</summary>
    private static void Add(Simulation simulation, AddPlan addition)
    {
        var (state, terms) = (simulation.State, simulation.Solvers.Terms);
        var level = simulation.Scratch.Treatments[addition.Treatment];
        if (level <= 0)
            return;
        if (addition.AtVessels)
        {
            foreach (var voxel in simulation.Geometry.VesselVoxels)
                AddTo(terms, voxel, addition.Rate, addition.Level * level);
            return;
        }

        for (var voxel = 0; voxel < terms.Outflow.Length; voxel++)
            if (!state.Tissue.IsSolid(voxel))
                AddTo(terms, voxel, addition.Rate, addition.Level * level);

        static void AddTo(SourceTerms terms, int voxel, float rate, float level)
        {
            terms.Outflow[voxel] += rate;
            terms.Supplied[voxel] += rate * level;
        }
    }

    /// <summary>Adds one solve to the field's balance, and lets the serum follow. Takes and returns what the field holds, in a field in time [pM voxels].</summary>
    private static double Book(Simulation simulation, int f, double seconds, double stored)
    {
        var (plan, state, solvers) = (simulation.Plan, simulation.State, simulation.Solvers);
        var field = plan.Fields[f];
        var molecules = seconds / plan.PicomolarPerMolecule;
        var total = solvers.Terms.Total(state.Fields[f]);
        if (total.IsNegative || !total.IsFinite)
            throw NumberFaultException.Of(simulation, f, -1, state.Fields[f]);
        ref var balance = ref state.Balances[f];
        balance.Secreted += molecules * total.Secreted;
        balance.Freed += molecules * total.Freed;
        balance.Supplied += molecules * total.Supplied;
        balance.Decayed += molecules * (float)field.Decay * total.Level;
        balance.TakenUp += molecules * total.TakenUp;
        balance.FlowedOut += molecules * (total.FlowedOut + solvers.Operator(field).Outflow(ExchangeRate(plan, field), state.Fields[f]));
        if (field.Time == FieldTime.InTime)
            balance.Stored += (total.Level - stored) / plan.PicomolarPerMolecule;
        FollowSerum(simulation, f, seconds);
        return total.Level;
    }

    /// <summary>Serum: exchange with the niche, production, and clearance, implicit in time.</summary>
    private static void FollowSerum(Simulation simulation, int f, double seconds)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        var serum = plan.Fields[f].Serum;
        double net = 0;
        foreach (var voxel in simulation.Geometry.VesselVoxels)
            net += VesselExchange(simulation, f, voxel) * (state.Fields[f][voxel] - state.Serum[f]);
        state.SerumOutflow[f] += net * seconds / plan.PicomolarPerMolecule;
        if (serum.Fixed || plan.Blood.VolumeUm3 <= 0)
            return;
        var gain = serum.Production + (net * plan.VoxelVolumeUm3 / plan.Blood.VolumeUm3);
        state.Serum[f] = Math.Max(0, (state.Serum[f] + (seconds * gain)) / (1 + (seconds * serum.Clearance)));
        if (!double.IsFinite(state.Serum[f]))
            throw NumberFaultException.OfSerum(simulation, f);
    }

    /// <summary>Rate of exchange of the cell that holds a vessel voxel [1/s].</summary>
    private static float VesselExchange(Simulation simulation, int f, int voxel)
    {
        var scratch = simulation.Scratch;
        var holder = simulation.State.Occupant[voxel];
        var channels = simulation.Plan.Profiles[simulation.State.Cells.Profile[holder]].Sources.Channels;
        for (var slot = 0; slot < channels.Length; slot++)
            if (channels[slot].Kind == BehaviorKind.Exchange && channels[slot].Argument == f)
                return scratch.SourceValues[slot][scratch.Rank[holder]];
        return 0;
    }
}
