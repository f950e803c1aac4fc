namespace NicheSim.State;

/// <summary>Everything that a state holds, in the order in which it is saved. What is not visited here is lost when a run is resumed.</summary>
public static class StateContent
{
    /// <summary>
    /// Visits all of a state but <see cref="SimulationState.Occupant"/> and <see cref="SimulationState.Guest"/>, which follow from the cells
    /// (<see cref="SimulationState.IndexCells"/>). Cells go in the order of their storage.
    /// </summary>
    public static void Visit(SimulationState state, IStateVisitor visitor)
    {
        state.Tick = visitor.Value(state.Tick);
        state.NextId = visitor.Value(state.NextId);
        foreach (var field in state.Fields)
            visitor.Column<float>(field);
        foreach (var parts in state.Parts)
            foreach (var part in parts)
                visitor.Column<float>(part);
        visitor.Column<double>(state.Serum);
        visitor.Column<double>(state.SerumOutflow);
        visitor.Column<FieldBalance>(state.Balances);
        visitor.Column<long>(state.Tally);
        state.BoneResorbed = visitor.Value(state.BoneResorbed);
        state.BoneFormed = visitor.Value(state.BoneFormed);
        state.MatrixRemoved = visitor.Value(state.MatrixRemoved);
        state.Resorptions = (visitor.Value(state.Resorptions.Sites), visitor.Value(state.Resorptions.Ticks));
        state.Formations = (visitor.Value(state.Formations.Sites), visitor.Value(state.Formations.Ticks));
        state.Wear = new StorageWear(visitor.Value(state.Wear.SortedAtId), visitor.Value(state.Wear.Ticks), visitor.Value(state.Wear.Cost));
        Visit(state.Tissue, visitor);
        Visit(state.Cells, visitor);
    }

    private static void Visit(Tissue tissue, IStateVisitor visitor)
    {
        visitor.Column<float>(tissue.Fill);
        visitor.Column<float>(tissue.Mineral);
        visitor.Column<int>(tissue.ErodedTick);
        visitor.Column<int>(tissue.ErosionBeganTick);
        visitor.Column<float>(tissue.Matrix);
        foreach (var freed in tissue.Freed)
            visitor.Column<float>(freed);
    }

    private static void Visit(Cells cells, IStateVisitor visitor)
    {
        var count = visitor.Count(cells.Count, cells.BytesOfEach);
        cells.SetCount(count);
        visitor.Column(cells.Id.AsSpan(0, count));
        visitor.Column(cells.Parent.AsSpan(0, count));
        visitor.Column(cells.Clone.AsSpan(0, count));
        visitor.Column(cells.Lineage.AsSpan(0, count));
        visitor.Column(cells.Profile.AsSpan(0, count));
        visitor.Column(cells.Voxel.AsSpan(0, count));
        visitor.Column(cells.Arrested.AsSpan(0, count));
        visitor.Column(cells.Attached.AsSpan(0, count));
        visitor.Column(cells.Direction.AsSpan(0, count));
        visitor.Column(cells.Stage.AsSpan(0, count));
        visitor.Column(cells.BornTick.AsSpan(0, count));
        visitor.Column(cells.StateTick.AsSpan(0, count));
        visitor.Column(cells.DividedTick.AsSpan(0, count));
        visitor.Column(cells.Divisions.AsSpan(0, count));
        visitor.Column(cells.Hops.AsSpan(0, count));
        visitor.Column(cells.MovedX.AsSpan(0, count));
        visitor.Column(cells.MovedY.AsSpan(0, count));
        visitor.Column(cells.MovedZ.AsSpan(0, count));
        foreach (var attribute in cells.Attributes)
            visitor.Column(attribute.AsSpan(0, count));
    }
}
