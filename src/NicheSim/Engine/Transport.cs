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

    public static void Solve(Simulation simulation)
    {
        simulation.Solvers.Update(simulation.State, simulation.Geometry.BoneVersion);
        for (var f = 0; f < simulation.Plan.Fields.Length; f++)
            Solve(simulation, f);
    }

    private static void Solve(Simulation simulation, int f)
    {
        var (plan, state, solvers) = (simulation.Plan, simulation.State, simulation.Solvers);
        var field = plan.Fields[f];
        SetUp(simulation, f);
        var seconds = field.Time == FieldTime.Steady ? plan.TickSeconds : plan.TickSeconds / field.StepsPerTick;
        var steps = field.Time == FieldTime.Steady ? 1 : field.StepsPerTick;
        for (var step = 0; step < steps; step++)
        {
            SolveStep(simulation, f, state.Fields[f], ReadOnlySpan<float>.Empty, seconds);
            Book(simulation, f, seconds);
        }

        if (state.Tissue.Freed[f] is { } freed)
            Array.Clear(freed);
        for (var part = 0; part < state.Parts[f].Length; part++)
        {
            Secrete(simulation, f, field.Parts[part]);
            for (var step = 0; step < steps; step++)
                SolveStep(simulation, f, state.Parts[f][part], solvers.Secreted, seconds);
        }
    }

    /// <summary>One solve: of the whole field, or of the part that the given sources feed.</summary>
    private static void SolveStep(Simulation simulation, int f, float[] concentration, ReadOnlySpan<float> partSource, double seconds)
    {
        var (plan, solvers) = (simulation.Plan, simulation.Solvers);
        var field = plan.Fields[f];
        var inverseStep = field.Time == FieldTime.Steady ? 0 : (float)(1 / seconds);
        concentration.CopyTo(solvers.Before, 0);
        for (var voxel = 0; voxel < concentration.Length; voxel++)
        {
            solvers.Loss[voxel] = (float)field.Decay + solvers.Uptake[voxel] + solvers.Outflow[voxel] + inverseStep;
            var source = partSource.IsEmpty ? solvers.Secreted[voxel] + solvers.Freed[voxel] + solvers.Supplied[voxel] : partSource[voxel];
            solvers.Source[voxel] = source + (inverseStep * concentration[voxel]);
        }

        var diffusion = (float)(field.Diffusion / (plan.VoxelUm * plan.VoxelUm));
        var faces = partSource.IsEmpty ? solvers.Operator(field) : solvers.PartOperator(field);
        var report = solvers.Solver.Solve(faces, diffusion, solvers.Loss, solvers.Source, concentration, Tolerance, MaximumCycles);
        if (!report.Converged)
            solvers.Unconverged++;
    }

    /// <summary>Sources and sinks of the whole field, apart for the balance.</summary>
    private static void SetUp(Simulation simulation, int f)
    {
        var (plan, state, solvers) = (simulation.Plan, simulation.State, simulation.Solvers);
        var field = plan.Fields[f];
        for (var voxel = 0; voxel < plan.Grid.Count; voxel++)
        {
            var solid = state.Tissue.IsSolid(voxel);
            solvers.Uptake[voxel] = solid ? field.BoneUptake : field.MarrowUptake;
            solvers.Supplied[voxel] = solid ? 0 : field.BasalProduction;
        }

        Array.Fill(solvers.Outflow, (float)field.OutOfPlaneLoss);
        Array.Clear(solvers.Freed);
        if (state.Tissue.Freed[f] is { } freed)
            for (var voxel = 0; voxel < freed.Length; voxel++)
                solvers.Freed[voxel] = (float)(freed[voxel] * plan.PicomolarPerMolecule / plan.TickSeconds);
        Secrete(simulation, f, null);
        TakeUp(simulation, f);
        Exchange(simulation, f);
        foreach (var addition in field.Additions)
            Add(simulation, addition);
    }

    /// <summary>Secretion of all profiles, or of those that count towards a part [pM/s]. Guests come after occupants, so that sums have one order.</summary>
    private static void Secrete(Simulation simulation, int f, bool[]? counted)
    {
        var secreted = simulation.Solvers.Secreted;
        var factor = (float)simulation.Plan.PicomolarPerMolecule;
        Array.Clear(secreted);
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
            into.simulation.Solvers.Uptake[voxel] += channel.Reach > 0
                ? (float)(value * plan.PicomolarPerMolecule / (channel.Reach + into.Level[voxel]))
                : (float)(value / plan.VoxelVolumeUm3);
        });

    /// <summary>Exchange between vessel voxels and serum.</summary>
    private static void Exchange(Simulation simulation, int f)
        => ForEachSource(simulation, f, BehaviorKind.Exchange, (simulation.Solvers, Serum: (float)simulation.State.Serum[f]), static (into, _, _, voxel, value) =>
        {
            into.Solvers.Outflow[voxel] += value;
            into.Solvers.Supplied[voxel] += value * into.Serum;
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
        var (state, solvers) = (simulation.State, simulation.Solvers);
        var level = simulation.Scratch.Treatments[addition.Treatment];
        if (level <= 0)
            return;
        if (addition.AtVessels)
        {
            foreach (var voxel in simulation.Geometry.VesselVoxels)
                AddTo(solvers, voxel, addition.Rate, addition.Level * level);
            return;
        }

        for (var voxel = 0; voxel < solvers.Outflow.Length; voxel++)
            if (!state.Tissue.IsSolid(voxel))
                AddTo(solvers, voxel, addition.Rate, addition.Level * level);

        static void AddTo(FieldSolvers solvers, int voxel, float rate, float level)
        {
            solvers.Outflow[voxel] += rate;
            solvers.Supplied[voxel] += rate * level;
        }
    }

    /// <summary>Adds one solve to the field's balance, and lets the serum follow.</summary>
    private static void Book(Simulation simulation, int f, double seconds)
    {
        var (plan, state, solvers) = (simulation.Plan, simulation.State, simulation.Solvers);
        var field = plan.Fields[f];
        var level = state.Fields[f];
        var molecules = seconds / plan.PicomolarPerMolecule;
        var diffusion = (float)(field.Diffusion / (plan.VoxelUm * plan.VoxelUm));
        var total = FixedOrder.Sum(level);
        ref var balance = ref state.Balances[f];
        balance.Secreted += molecules * FixedOrder.Sum(solvers.Secreted);
        balance.Freed += molecules * FixedOrder.Sum(solvers.Freed);
        balance.Supplied += molecules * FixedOrder.Sum(solvers.Supplied);
        balance.Decayed += molecules * (float)field.Decay * total;
        balance.TakenUp += molecules * FixedOrder.Dot(solvers.Uptake, level);
        var outflow = FixedOrder.Dot(solvers.Outflow, level);
        balance.FlowedOut += molecules * (outflow + solvers.Operator(field).Outflow(diffusion, level));
        if (field.Time == FieldTime.InTime)
            balance.Stored += (total - FixedOrder.Sum(solvers.Before)) / plan.PicomolarPerMolecule;
        FollowSerum(simulation, f, seconds);
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
