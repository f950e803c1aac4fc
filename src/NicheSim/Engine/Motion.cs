using System.Runtime.CompilerServices;
using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// A persistent random walk on the lattice: hops of one voxel at speed / side, in a direction that is drawn anew at 1 / persistence.
/// The probability of a hop is the expected number of hops of the sub-step itself, so that the mean speed is exact at any tick.
/// A sub-step proposes from the world as it stands, settles who wins a voxel by hashed priority, and commits: no thread count can change it.
/// </summary>
[SkipLocalsInit]
internal static class Motion
{
    /// <summary>The target of a cell that stays where it is: between sub-steps, of all.</summary>
    public const int Stay = -1;

    public static void Move(Simulation simulation)
    {
        var any = false;
        for (var p = 0; p < simulation.Plan.Profiles.Length && !any; p++)
            any = simulation.Plan.Profiles[p].Move >= 0 && simulation.Scratch.GroupStart[p + 1] > simulation.Scratch.GroupStart[p];
        if (!any)
            return;
        for (var substep = 0; substep < simulation.Plan.MotionSubsteps; substep++)
        {
            simulation.Scratch.Substep = substep;
            simulation.ForChunks(static (simulation, chunk) => Propose(simulation, chunk));
            simulation.ForChunks(static (simulation, chunk) => Settle(simulation, chunk));
            simulation.ForChunks(static (simulation, chunk) => Commit(simulation, chunk));
        }
    }

    /// <summary>Random streams are drawn block by block for all cells that need one: the first block says who turns and who hops, the second one where to.</summary>
    private static void Propose(Simulation simulation, int chunk)
    {
        var scratch = simulation.Scratch;
        var (p, start, end) = scratch.Chunks[chunk];
        var profile = simulation.Plan.Profiles[p];
        scratch.MoverCount[chunk] = 0;
        if (profile.Move < 0)
            return;
        Span<int> ranks = stackalloc int[end - start];
        Span<ulong> first = stackalloc ulong[end - start], second = stackalloc ulong[end - start];
        Span<Intent> intents = stackalloc Intent[end - start];
        ranks = ranks[..FindFast(scratch.DecisionValues[profile.Move], start, ranks)];
        Draw(simulation, block: 0, ranks, first, second);
        ranks = ranks[..FindActive(simulation, profile, ranks, first, second, intents)];
        Draw(simulation, block: 1, ranks, first, second);
        ranks = ranks[..FindWays(simulation, profile, ranks, first, second, intents)];
        Ask(simulation, profile, chunk, ranks, intents);
    }

    /// <summary>The cells that have a speed; returns their number.</summary>
    private static int FindFast(float[] speeds, int start, Span<int> ranks)
    {
        var count = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[count] = start + i;
            count += speeds[start + i] > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Keeps the cells that turn, hop or both, and are held by nothing; returns their number.</summary>
    private static int FindActive(Simulation simulation, ProfilePlan profile, Span<int> ranks, ReadOnlySpan<ulong> turns, ReadOnlySpan<ulong> hops, Span<Intent> intents)
    {
        var (plan, scratch, cells) = (simulation.Plan, simulation.Scratch, simulation.State.Cells);
        var (order, directions, speeds, voxelUm) = (scratch.Order, cells.Direction, scratch.DecisionValues[profile.Move], plan.VoxelUm);
        var hours = plan.TickHours / plan.MotionSubsteps;
        var persistence = profile.Decisions.Channels[profile.Move].Reach;
        var turning = persistence > 0 ? Elementary.OneMinusExp(hours / persistence) : 1;
        var (mayTurn, mayHop) = ((float)turning, (float)(hours / voxelUm));
        var count = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            var (rank, cell) = (ranks[i], order[ranks[i]]);
            if (!(directions[cell] < 0 | RandomStream.MayBeBelow(turns[i], mayTurn) | RandomStream.MayBeBelow(hops[i], speeds[rank] * mayHop)))
                continue;
            var (turn, hop) = (directions[cell] < 0 || RandomStream.Uniform(turns[i]) < turning, RandomStream.Uniform(hops[i]) < speeds[rank] / voxelUm * hours);
            if ((turn || hop) && cells.Voxel[cell] != Cells.InBlood && !cells.Arrested[cell] && !cells.Attached[cell] && scratch.Event[cell] != Scratch.Exit)
                (ranks[count], intents[count++]) = (rank, new Intent(turn, hop));
        }

        return count;
    }

    /// <summary>One block of each cell's random stream of this sub-step.</summary>
    private static void Draw(Simulation simulation, int block, ReadOnlySpan<int> ranks, Span<ulong> first, Span<ulong> second)
    {
        var (order, lineage) = (simulation.Scratch.Order, simulation.State.Cells.Lineage);
        Span<ulong> lineages = stackalloc ulong[ranks.Length];
        for (var i = 0; i < ranks.Length; i++)
            lineages[i] = lineage[order[ranks[i]]];
        RandomStream.Blocks(simulation.Plan.Seed, Purpose.Motion, StreamTick(simulation), block, lineages, first[..ranks.Length], second[..ranks.Length]);
    }

    /// <summary>Every sub-step has random streams of its own.</summary>
    private static long StreamTick(Simulation simulation) => ((long)simulation.State.Tick * Plan.MostMotionSubsteps) + simulation.Scratch.Substep;

    /// <summary>Directions anew for the cells that turn; keeps the cells that hop into a voxel of the lattice, and returns their number. One that meets an exit leaves.</summary>
    private static int FindWays(Simulation simulation, ProfilePlan profile, Span<int> ranks, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, Span<Intent> intents)
    {
        var (scratch, cells) = (simulation.Scratch, simulation.State.Cells);
        var count = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            var (rank, cell) = (ranks[i], scratch.Order[ranks[i]]);
            var stream = new RandomStream(simulation.Plan.Seed, Purpose.Motion, StreamTick(simulation), cells.Lineage[cell], block: 1, first[i], second[i]);
            if (intents[i].Turns)
                cells.Direction[cell] = (sbyte)ChooseDirection(simulation, profile, cell, rank, ref stream);
            if (!intents[i].Hops)
                continue;
            var target = simulation.Neighborhood.Neighbor(cells.Voxel[cell], cells.Direction[cell]);
            if (target == Neighborhood.Exit)
                scratch.Event[cell] = Scratch.Exit;
            else if (target == Neighborhood.Wall)
                cells.Direction[cell] = -1;
            if (target < 0)
                continue;
            (ranks[count], intents[count]) = (rank, new Intent(true, true, target, stream.NextDouble()));
            count++;
        }

        return count;
    }

    /// <summary>
    /// Asks for the voxels that are free, where nothing holds the cell back. A free voxel that is asked for holds the complement of the cell that asked last, always
    /// below <see cref="SimulationState.Empty"/>. A cell that meets an obstacle turns next time.
    /// </summary>
    private static void Ask(Simulation simulation, ProfilePlan profile, int chunk, ReadOnlySpan<int> ranks, ReadOnlySpan<Intent> intents)
    {
        var (state, scratch, cells) = (simulation.State, simulation.Scratch, simulation.State.Cells);
        Span<bool> free = stackalloc bool[ranks.Length];
        for (var i = 0; i < free.Length; i++)
            free[i] = state.Occupant[intents[i].Target] < 0 & !state.Tissue.IsSolid(intents[i].Target);
        var start = scratch.Chunks[chunk].Start;
        var count = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            var (cell, target) = (scratch.Order[ranks[i]], intents[i].Target);
            if (!free[i])
                cells.Direction[cell] = -1;
            else if (intents[i].Draw < LetGo(simulation, profile, cell, ranks[i]) * (1 - (state.Tissue.Matrix[target] * simulation.Plan.Tissue.MatrixResistance)))
            {
                scratch.Movers[start + count++] = new Mover(cell, target, Wins: false);
                scratch.Target[cell] = target;
                state.Occupant[target] = Asks(cell);
            }
        }

        scratch.MoverCount[chunk] = count;
    }

    /// <summary>What a voxel holds that a cell has asked for.</summary>
    private static int Asks(int cell) => SimulationState.Empty - 1 - cell;

    /// <summary>
    /// A face direction: along the gradient of a followed field with probability bias x |g|1 / (|g|2 sqrt(dimensions)), by axis in proportion to its
    /// component, which makes the mean drift point exactly along the gradient at bias / sqrt(dimensions) of the speed; else any. Several gradients are chosen from in
    /// proportion to their probabilities; where these add up to more than 1, one of them always decides.
    /// </summary>
    private static int ChooseDirection(Simulation simulation, ProfilePlan profile, int cell, int rank, ref RandomStream stream)
    {
        double total = 0;
        Span<double> pulls = stackalloc double[profile.GradientSlots.Length];
        Span<(float X, float Y, float Z)> gradients = stackalloc (float, float, float)[pulls.Length];
        for (var i = 0; i < pulls.Length; i++)
            total += pulls[i] = Pull(simulation, profile, profile.GradientSlots[i], cell, rank, out gradients[i]);
        if (total <= 0 || stream.NextDouble() >= total)
            return stream.NextBelow(simulation.Neighborhood.Faces);
        var left = stream.NextDouble() * total;
        for (var i = 0; i < pulls.Length; i++)
        {
            if (left >= pulls[i])
            {
                left -= pulls[i];
                continue;
            }

            var (x, y, z) = gradients[i];
            var draw = stream.NextDouble() * (Math.Abs(x) + Math.Abs(y) + Math.Abs(z));
            var axis = draw < Math.Abs(x) ? 0 : draw < Math.Abs(x) + Math.Abs(y) ? 1 : 2;
            var component = axis == 0 ? x : axis == 1 ? y : z;
            var up = component > 0 == (profile.Decisions.Channels[profile.GradientSlots[i]].Kind == BehaviorKind.Follow);
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

    /// <summary>Who asked last gets the voxel, unless another one sees that it has been asked for again and is ahead of all.</summary>
    private static void Settle(Simulation simulation, int chunk)
    {
        var (occupant, scratch) = (simulation.State.Occupant, simulation.Scratch);
        foreach (ref var mover in scratch.MoversOf(chunk))
        {
            var last = Asks(occupant[mover.Target]);
            mover.Wins = last == mover.Cell || Wins(simulation, mover.Cell);
            if (mover.Wins && last != mover.Cell)
                scratch.Beaten[last] = true;
        }
    }

    /// <summary>A cell wins where no neighbor of its target that wants the same voxel has a higher priority, or the same and a lower id.</summary>
    private static bool Wins(Simulation simulation, int cell)
    {
        var (occupant, targets) = (simulation.State.Occupant, simulation.Scratch.Target);
        var target = targets[cell];
        for (var direction = 0; direction < simulation.Neighborhood.Faces; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(target, direction);
            var rival = neighbor < 0 ? SimulationState.Empty : occupant[neighbor];
            if (rival >= 0 && rival != cell && targets[rival] == target && !IsAhead(simulation, cell, rival))
                return false;
        }

        return true;
    }

    private static bool IsAhead(Simulation simulation, int cell, int rival)
    {
        var (own, others, id) = (Priority(simulation, cell), Priority(simulation, rival), simulation.State.Cells.Id);
        return own > others || (own == others && id[cell] < id[rival]);
    }

    private static ulong Priority(Simulation simulation, int cell)
        => new RandomStream(simulation.Plan.Seed, Purpose.MotionPriority, StreamTick(simulation), simulation.State.Cells.Lineage[cell]).NextULong();

    private static void Commit(Simulation simulation, int chunk)
    {
        var (state, scratch, cells) = (simulation.State, simulation.Scratch, simulation.State.Cells);
        foreach (var (cell, target, wins) in scratch.MoversOf(chunk))
        {
            if (wins && !scratch.Beaten[cell])
            {
                state.Occupant[cells.Voxel[cell]] = SimulationState.Empty;
                state.Occupant[target] = cell;
                cells.Voxel[cell] = target;
                Placing.CountStep(simulation, cell, cells.Direction[cell]);
            }

            scratch.Target[cell] = Stay;
            scratch.Beaten[cell] = false;
        }
    }

    /// <summary>What a cell is about to do: turn, hop, into which voxel, and a random number for whether it is let go.</summary>
    private readonly record struct Intent(bool Turns, bool Hops, int Target = Stay, double Draw = 0);
}
