using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// A persistent random walk on the lattice: hops of one voxel at speed / side, in a direction that is drawn anew at 1 / persistence.
/// The probability of a hop is the expected number of hops of the sub-step itself, so that the mean speed is exact at any tick.
/// A sub-step proposes from the world as it stands, settles who wins a voxel by hashed priority, and commits: no thread count can change it.
/// </summary>
internal static class Motion
{
    private const int ChunkSize = 512;
    private const int Stay = -1;

    public static void Move(Simulation simulation)
    {
        var any = false;
        for (var p = 0; p < simulation.Plan.Profiles.Length && !any; p++)
            any = simulation.Plan.Profiles[p].Move >= 0 && simulation.Scratch.GroupStart[p + 1] > simulation.Scratch.GroupStart[p];
        if (!any)
            return;
        var chunks = Workers.Chunks(simulation.Scratch.Count, ChunkSize);
        for (var substep = 0; substep < simulation.Plan.MotionSubsteps; substep++)
        {
            simulation.Scratch.Substep = substep;
            simulation.Workers.Run(chunks, simulation, static (simulation, chunk) => Each(simulation, chunk, Propose));
            simulation.Workers.Run(chunks, simulation, static (simulation, chunk) => Each(simulation, chunk, Settle));
            simulation.Workers.Run(chunks, simulation, static (simulation, chunk) => Each(simulation, chunk, Commit));
        }
    }

    private static void Each(Simulation simulation, int chunk, Action<Simulation, int> work)
    {
        var (start, end) = Workers.Chunk(simulation.Scratch.Count, ChunkSize, chunk);
        for (var rank = start; rank < end; rank++)
            work(simulation, rank);
    }

    private static void Propose(Simulation simulation, int rank)
    {
        var (plan, state, scratch) = (simulation.Plan, simulation.State, simulation.Scratch);
        var cells = state.Cells;
        var cell = scratch.Order[rank];
        scratch.Target[cell] = Stay;
        var profile = plan.Profiles[cells.Profile[cell]];
        if (profile.Move < 0 || cells.Voxel[cell] == Cells.InBlood || cells.Arrested[cell] || cells.Attached[cell] || scratch.Event[cell] == Scratch.Exit)
            return;
        var speed = scratch.DecisionValues[profile.Move][rank];
        if (speed <= 0)
            return;

        var hours = plan.TickHours / plan.MotionSubsteps;
        var stream = new RandomStream(plan.Seed, Purpose.Motion, ((long)state.Tick * Plan.MostMotionSubsteps) + scratch.Substep, cells.Lineage[cell]);
        var turn = stream.NextDouble();
        var hop = stream.NextDouble();
        var persistence = profile.Decisions.Channels[profile.Move].Reach;
        if (cells.Direction[cell] < 0 || persistence <= 0 || turn < Elementary.OneMinusExp(hours / persistence))
            cells.Direction[cell] = (sbyte)ChooseDirection(simulation, profile, cell, rank, ref stream);
        if (hop >= speed / plan.VoxelUm * hours)
            return;

        var target = simulation.Neighborhood.Neighbor(cells.Voxel[cell], cells.Direction[cell]);
        if (target == Neighborhood.Exit)
            scratch.Event[cell] = Scratch.Exit;
        else if (target == Neighborhood.Wall || !Geometry.IsFree(state, target))
            cells.Direction[cell] = -1;
        else if (stream.NextDouble() < LetGo(simulation, profile, cell, rank) * (1 - (state.Tissue.Matrix[target] * plan.Tissue.MatrixResistance)))
        {
            scratch.Target[cell] = target;
            scratch.Priority[cell] = new RandomStream(
                plan.Seed, Purpose.MotionPriority, ((long)state.Tick * Plan.MostMotionSubsteps) + scratch.Substep, cells.Lineage[cell]).NextULong();
        }
    }

    /// <summary>
    /// A face direction: along the gradient of a followed field with probability bias x |g|1 / (|g|2 sqrt(dimensions)), by axis in proportion to its
    /// component, which makes the mean drift point exactly along the gradient at bias / sqrt(dimensions) of the speed; else any. Several gradients are chosen from in
    /// proportion to their probabilities; where these add up to more than 1, one of them always decides.
    /// </summary>
    private static int ChooseDirection(Simulation simulation, ProfilePlan profile, int cell, int rank, ref RandomStream stream)
    {
        double total = 0;
        foreach (var slot in profile.GradientSlots)
            total += Pull(simulation, profile, slot, cell, rank, out _);
        if (total <= 0 || stream.NextDouble() >= total)
            return stream.NextBelow(simulation.Neighborhood.Faces);
        var left = stream.NextDouble() * total;
        foreach (var slot in profile.GradientSlots)
        {
            var pull = Pull(simulation, profile, slot, cell, rank, out var gradient);
            if (left >= pull)
            {
                left -= pull;
                continue;
            }

            var (x, y, z) = gradient;
            var draw = stream.NextDouble() * (Math.Abs(x) + Math.Abs(y) + Math.Abs(z));
            var axis = draw < Math.Abs(x) ? 0 : draw < Math.Abs(x) + Math.Abs(y) ? 1 : 2;
            var component = axis == 0 ? x : axis == 1 ? y : z;
            var up = component > 0 == (profile.Decisions.Channels[slot].Kind == BehaviorKind.Follow);
            return (2 * axis) + (up ? 1 : 0);
        }

        return stream.NextBelow(simulation.Neighborhood.Faces);
    }

    /// <summary>Probability that a gradient decides a direction: bias x |g|1 / (|g|2 sqrt(dimensions)).</summary>
    private static double Pull(Simulation simulation, ProfilePlan profile, int slot, int cell, int rank, out (float X, float Y, float Z) gradient)
    {
        gradient = default;
        var bias = simulation.Scratch.DecisionValues[slot][rank];
        if (bias <= 0)
            return 0;
        gradient = Sensing.Gradient(simulation, profile.Decisions.Channels[slot].Argument, simulation.State.Cells.Voxel[cell]);
        var (x, y, z) = gradient;
        var length = (float)Math.Sqrt((x * x) + (y * y) + (z * z));
        return length > 0 ? bias * (Math.Abs(x) + Math.Abs(y) + Math.Abs(z)) / (length * Math.Sqrt(simulation.Plan.Grid.Dimensions)) : 0;
    }

    /// <summary>Probability that cohesion lets a cell go: (1 - strength)^neighbors.</summary>
    private static float LetGo(Simulation simulation, ProfilePlan profile, int cell, int rank)
    {
        if (profile.Cohesion < 0)
            return 1;
        var channel = profile.Decisions.Channels[profile.Cohesion];
        var loosen = 1 - Math.Clamp(simulation.Scratch.DecisionValues[profile.Cohesion][rank], 0, 1);
        float letGo = 1;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(simulation.State.Cells.Voxel[cell], direction);
            var other = neighbor < 0 ? SimulationState.Empty : simulation.State.Occupant[neighbor];
            if (other >= 0 && channel.With[simulation.Plan.Profiles[simulation.State.Cells.Profile[other]].Type])
                letGo *= loosen;
        }

        return letGo;
    }

    /// <summary>A cell wins where no neighbor of its target that wants the same voxel has a higher priority, or the same and a lower id.</summary>
    private static void Settle(Simulation simulation, int rank)
    {
        var (state, scratch) = (simulation.State, simulation.Scratch);
        var cell = scratch.Order[rank];
        var target = scratch.Target[cell];
        scratch.Wins[cell] = target != Stay;
        for (var direction = 0; target != Stay && direction < simulation.Neighborhood.Faces; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(target, direction);
            var rival = neighbor < 0 ? SimulationState.Empty : state.Occupant[neighbor];
            if (rival < 0 || rival == cell || scratch.Target[rival] != target)
                continue;
            if (scratch.Priority[rival] > scratch.Priority[cell]
                || (scratch.Priority[rival] == scratch.Priority[cell] && state.Cells.Id[rival] < state.Cells.Id[cell]))
                scratch.Wins[cell] = false;
        }
    }

    private static void Commit(Simulation simulation, int rank)
    {
        var (state, scratch) = (simulation.State, simulation.Scratch);
        var cell = scratch.Order[rank];
        if (!scratch.Wins[cell])
            return;
        state.Occupant[state.Cells.Voxel[cell]] = SimulationState.Empty;
        state.Occupant[scratch.Target[cell]] = cell;
        state.Cells.Voxel[cell] = scratch.Target[cell];
        state.Cells.Hops[cell]++;
        Placing.CountStep(simulation, cell, state.Cells.Direction[cell]);
    }
}
