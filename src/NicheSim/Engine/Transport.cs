using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Engine;

/// <summary>
/// Sources and sinks of the cells -> fields: per field one implicit solve of (losses + theta / dt) c - D lap c = sources + theta c_old / dt,
/// with theta = 0 at steady state and 1 in time; and the mass balance of it.
/// </summary>
internal static class Transport
{
    /// <summary>Relative error that a solve goes down to.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Share of what changes in a step in time that a solve may leave undone.</summary>
    private const double ShareOfStep = 0.01;

    private const int MaximumCycles = 60;

    /// <summary>A niche that holds and gets less than this of a field in a step is taken to be without it: what is left of a source that has gone would sink for ever.</summary>
    internal const double NegligibleMolecules = 1e-6;

    public static void Solve(Simulation simulation)
    {
        simulation.Solvers.Update(simulation.State, simulation.Geometry.BoneVersion);
        simulation.Sources.Begin();
        for (var f = 0; f < simulation.Plan.Fields.Length; f++)
            if (simulation.Plan.Fields[f].IsSolved)
                Solve(simulation, f);
            else if (simulation.State.Tissue.Freed[f] is { } unread)
                Array.Clear(unread);
    }

    private static void Solve(Simulation simulation, int f)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        var field = plan.Fields[f];
        SetUp(simulation, f);
        var serum = state.Serum[f];
        var seconds = field.Time == FieldTime.Steady ? plan.TickSeconds : plan.TickSeconds / field.StepsPerTick;
        var steps = field.Time == FieldTime.Steady ? 1 : field.StepsPerTick;
        for (var step = 0; step < steps; step++)
        {
            var before = SolveStep(simulation, f, state.Fields[f], seconds, -1);
            Book(simulation, f, seconds, before, serum);
        }

        if (state.Tissue.Freed[f] is { } freed)
            Array.Clear(freed);
        for (var part = 0; part < state.Parts[f].Length; part++)
        {
            simulation.Solvers.Terms.Secreted.IsEmpty = true;
            simulation.Sources.Secrete(f, field.Parts[part]);
            for (var step = 0; step < steps; step++)
                SolveStep(simulation, f, state.Parts[f][part], seconds, part);
            if (!double.IsFinite(FixedOrder.Sum(state.Parts[f][part])))
                throw NumberFaultException.Of(simulation, f, part, state.Parts[f][part]);
        }
    }

    /// <summary>
    /// One solve: of the whole field, or of a part (from 0 on), which has what is secreted as its only source. Returns the sources, and the level before a step in time, summed.
    /// </summary>
    private static FieldTotals SolveStep(Simulation simulation, int f, float[] concentration, double seconds, int part)
    {
        var secretedOnly = part >= 0;
        var (plan, solvers) = (simulation.Plan, simulation.Solvers);
        var field = plan.Fields[f];
        var total = solvers.Terms.Combine(concentration, field.Time == FieldTime.Steady ? 0 : (float)(1 / seconds), secretedOnly);
        var faces = secretedOnly ? solvers.PartOperator(field) : solvers.Operator(field);
        // A solve takes what is no number for a large correction and would hide it.
        if (!double.IsFinite(total.Source))
            throw NumberFaultException.Of(simulation, f, part, concentration);
        if (faces.FixedSupply == 0 && total.Source * seconds < NegligibleMolecules * plan.PicomolarPerMolecule)
        {
            Array.Clear(concentration);
            return total;
        }

        var report = solvers.Solver.Solve(faces, ExchangeRate(plan, field), solvers.Terms.Loss, solvers.Terms.Source, concentration, Tolerance, MaximumCycles, field.Time == FieldTime.Steady ? 1 : ShareOfStep);
        if (!report.Converged)
            solvers.Unconverged++;
        return total;
    }

    /// <summary>D/h^2 [1/s].</summary>
    private static float ExchangeRate(Plan plan, FieldPlan field) => (float)(field.Diffusion / (plan.VoxelUm * plan.VoxelUm));

    /// <summary>Sources and sinks of the whole field, apart for the balance.</summary>
    private static void SetUp(Simulation simulation, int f)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        simulation.Solvers.Terms.Begin(plan.Fields[f], state.Tissue, state.Tissue.Freed[f], plan.PicomolarPerMolecule / plan.TickSeconds);
        simulation.Sources.Secrete(f, null);
        simulation.Sources.TakeUp(f);
        simulation.Sources.Exchange(f);
        foreach (var addition in plan.Fields[f].Additions)
            Add(simulation, addition);
    }

    /// <summary>Relaxation towards what a treatment adds, at a rate that falls with its level: what is left of a dose adds, and takes nothing away in the end.</summary>
    private static void Add(Simulation simulation, AddPlan addition)
    {
        var (state, terms) = (simulation.State, simulation.Solvers.Terms);
        var level = simulation.Scratch.Treatments[addition.Treatment];
        if (level <= 0)
            return;
        var (outflow, supplied) = (terms.Open(terms.Outflow), terms.Open(terms.Supplied));
        if (addition.AtVessels)
        {
            foreach (var voxel in simulation.Geometry.VesselVoxels)
                AddTo(voxel);
            return;
        }

        for (var voxel = 0; voxel < outflow.Length; voxel++)
            if (!state.Tissue.IsSolid(voxel))
                AddTo(voxel);

        void AddTo(int voxel)
        {
            outflow[voxel] += addition.Rate * level;
            supplied[voxel] += addition.Rate * level * addition.Level;
        }
    }

    /// <summary>Adds one solve to the field's balance, and lets the serum follow; <paramref name="serum"/> is the level that the field has exchanged with.</summary>
    private static void Book(Simulation simulation, int f, double seconds, FieldTotals before, double serum)
    {
        var (plan, state, solvers) = (simulation.Plan, simulation.State, simulation.Solvers);
        var field = plan.Fields[f];
        var molecules = seconds / plan.PicomolarPerMolecule;
        var total = solvers.Terms.Losses(state.Fields[f]);
        if (total.IsNegative || !total.IsFinite)
            throw NumberFaultException.Of(simulation, f, -1, state.Fields[f]);
        ref var balance = ref state.Balances[f];
        balance.Secreted += molecules * before.Secreted;
        balance.Freed += molecules * before.Freed;
        balance.Supplied += molecules * before.Supplied;
        balance.Decayed += molecules * (float)field.Decay * total.Level;
        balance.TakenUp += molecules * total.TakenUp;
        balance.FlowedOut += molecules * (total.FlowedOut + solvers.Operator(field).Outflow(ExchangeRate(plan, field), state.Fields[f]));
        if (field.Time == FieldTime.InTime)
            balance.Stored += (total.Level - before.Level) / plan.PicomolarPerMolecule;
        FollowSerum(simulation, f, seconds, serum);
    }

    /// <summary>
    /// Serum: production and clearance, implicit in time, and what the niche has exchanged with the level that it had when the tick began. A niche that
    /// takes more in a step than the blood holds leaves it empty.
    /// </summary>
    private static void FollowSerum(Simulation simulation, int f, double seconds, double level)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        var serum = plan.Fields[f].Serum;
        double net = 0;
        if (simulation.Sources.Exchanges(f))
            foreach (var voxel in simulation.Geometry.VesselVoxels)
                net += VesselExchange(simulation, f, voxel) * (state.Fields[f][voxel] - level);
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
