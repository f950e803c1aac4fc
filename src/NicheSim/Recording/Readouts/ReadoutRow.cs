using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>What a readout is measured from: the simulation as it stands, and what was recorded before.</summary>
internal sealed class ReadoutRow(View view, History history, Quantile quantile)
{
    private const int InBlood = NicheSim.State.Cells.InBlood;

    public View View { get; } = view;

    public History History { get; } = history;

    public Quantile Quantile { get; } = quantile;

    public SimulationState State => View.State;

    /// <summary>Days since the row before; NaN at the first.</summary>
    public double IntervalDays => History.Ticks.Count < 2 ? double.NaN : View.Plan.DayOf(History.Ticks[^1] - History.Ticks[^2]);

    /// <summary>The cells of the niche that count, in the order of their ids.</summary>
    public IEnumerable<int> Cells(Readout readout)
    {
        foreach (var cell in View.CellsById)
            if (IsSelected(readout, cell) && IsCellInPlace(readout, cell))
                yield return cell;
    }

    /// <summary>The cells of the niche that are where the readout looks, whether they count or not, in the order of their ids.</summary>
    public IEnumerable<int> CellsInPlace(Readout readout) => View.CellsById.Where(cell => IsCellInPlace(readout, cell));

    /// <summary>Is the cell of the profiles and in the range of the attribute, wherever it is?</summary>
    public bool IsSelected(Readout readout, int cell)
        => readout.Profiles[State.Cells.Profile[cell]]
            && (readout.Attribute < 0 || (State.Cells.Attributes[readout.Attribute][cell] is var value && value >= readout.AttributeFrom && value <= readout.AttributeTo));

    private bool IsCellInPlace(Readout readout, int cell) => State.Cells.Voxel[cell] is not InBlood and var voxel && IsInPlace(readout, voxel);

    /// <summary>Is the voxel in the region and at the distance?</summary>
    public bool IsInPlace(Readout readout, int voxel)
    {
        if (readout.Region >= 0 && !View.Region(readout.Region)[voxel])
            return false;
        if (float.IsNaN(readout.FromUm))
            return true;
        var distance = (readout.ToVessel ? View.VesselDistance : View.BoneDistance)[voxel];
        return distance >= readout.FromUm && distance <= readout.ToUm;
    }
}
