using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// A concentration that is negative, infinite or no number. The tick cannot go on, and its state is of no use. What was involved is told by index;
/// whoever knows the names says them.
/// </summary>
public sealed class NumberFaultException : Exception
{
    private NumberFaultException()
    {
    }

    /// <summary>The tick that was being made.</summary>
    public required int Tick { get; init; }

    public required int Field { get; init; }

    /// <summary>The followed part of the field, or -1 for the whole.</summary>
    public required int Part { get; init; }

    /// <summary>The first voxel in which the sources or losses are no numbers, else the level; -1 for the serum.</summary>
    public required int Voxel { get; init; }

    /// <summary>The level there [pM].</summary>
    public required double Level { get; init; }

    /// <summary>All sources there [pM/s].</summary>
    public required double SourceRate { get; init; }

    /// <summary>All losses there [1/s].</summary>
    public required double LossRate { get; init; }

    /// <summary>Cells in the voxel, and the nearest around it where it holds none: indices into the state's cells.</summary>
    public required int[] Cells { get; init; }

    internal static NumberFaultException Of(Simulation simulation, int field, int part, float[] level)
    {
        var terms = simulation.Solvers.Terms;
        var voxel = Array.FindIndex(terms.Source, source => !(float.IsFinite(source) && source >= 0));
        voxel = voxel >= 0 ? voxel : Array.FindIndex(terms.Loss, loss => !(float.IsFinite(loss) && loss >= 0));
        voxel = voxel >= 0 ? voxel : Array.FindIndex(level, value => !(float.IsFinite(value) && value >= 0));

        // All are finite and their sum is not: the largest.
        voxel = voxel >= 0 ? voxel : Array.IndexOf(level, level.Max());
        return Make(simulation, field, part, voxel, level[voxel], terms.Source[voxel], terms.Loss[voxel], CellsAt(simulation, voxel));
    }

    internal static NumberFaultException OfSerum(Simulation simulation, int field)
        => Make(simulation, field, -1, -1, simulation.State.Serum[field], simulation.Plan.Fields[field].Serum.Production, simulation.Plan.Fields[field].Serum.Clearance, []);

    private static NumberFaultException Make(Simulation simulation, int field, int part, int voxel, double level, double source, double loss, int[] cells)
        => new()
        {
            Tick = simulation.State.Tick, Field = field, Part = part, Voxel = voxel, Level = level, SourceRate = source, LossRate = loss, Cells = cells,
        };

    private static int[] CellsAt(Simulation simulation, int voxel)
    {
        var state = simulation.State;
        int[] here = [.. new[] { state.Occupant[voxel], state.Guest[voxel] }.Where(cell => cell != SimulationState.Empty)];
        if (here.Length > 0)
            return here;
        var around = Enumerable.Range(0, simulation.Neighborhood.All).Select(direction => simulation.Neighborhood.Neighbor(voxel, direction));
        return [.. around.Where(neighbor => neighbor >= 0).Distinct().Select(neighbor => state.Occupant[neighbor]).Where(cell => cell != SimulationState.Empty)];
    }
}
