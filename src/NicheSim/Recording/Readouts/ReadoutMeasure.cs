using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>A kind of readout: how it is measured, the settings that it cannot do without, and those that it may have.</summary>
internal sealed record ReadoutMeasure(Func<Readout, ReadoutRow, double> Value, Setting Needs, Setting May)
{
    public static ReadoutMeasure Of(ReadoutKind kind) => kind switch
    {
        ReadoutKind.Count => new(CellReadouts.Count, Setting.None, Setting.Cells),
        ReadoutKind.Share => new(CellReadouts.Share, Setting.None, Setting.Cells | Setting.Of | Setting.OfState),
        ReadoutKind.AttributeMean => new(CellReadouts.AttributeMean, Setting.Attribute, Setting.Cells),
        ReadoutKind.AttributeSd => new(CellReadouts.AttributeSd, Setting.Attribute, Setting.Cells),
        ReadoutKind.Area => new(CellReadouts.Area, Setting.None, Setting.Cells),
        ReadoutKind.Volume => new(CellReadouts.Volume, Setting.None, Setting.Cells),
        ReadoutKind.Circulating => new(CellReadouts.Circulating, Setting.None, Setting.Who | Setting.Attribute | Setting.AttributeRange),
        ReadoutKind.Arrested => new(CellReadouts.Arrested, Setting.None, Setting.Cells),
        ReadoutKind.CellsPerBoneSurface => new(CellReadouts.CellsPerBoneSurface, Setting.None, Setting.Cells),
        ReadoutKind.Clusters => new(ClusterReadouts.Clusters, Setting.None, Setting.Cells | Setting.Size),
        ReadoutKind.LargestCluster => new(ClusterReadouts.LargestCluster, Setting.None, Setting.Cells | Setting.Size),
        ReadoutKind.ClusterContactShare => new(ClusterReadouts.ContactShare, Setting.Of, Setting.Cells | Setting.Size | Setting.OfState),
        ReadoutKind.ClusterContactExpected => new(ClusterReadouts.ContactExpected, Setting.Of, Setting.Cells | Setting.Size | Setting.OfState),
        ReadoutKind.Clones => new(CloneReadouts.Clones, Setting.None, Setting.Cells | Setting.Size),
        ReadoutKind.LargestClone => new(CloneReadouts.LargestClone, Setting.None, Setting.Cells | Setting.Size),
        ReadoutKind.MeanCloneSize => new(CloneReadouts.MeanCloneSize, Setting.None, Setting.Cells | Setting.Size),
        ReadoutKind.Speed => new(MotionReadouts.Speed, Setting.None, Setting.Cells),
        ReadoutKind.Mobility => new(MotionReadouts.Mobility, Setting.None, Setting.Cells),
        ReadoutKind.NetDisplacement => new(MotionReadouts.NetDisplacement, Setting.None, Setting.Cells),
        ReadoutKind.AxisIndex => new(MotionReadouts.AxisIndex, Setting.Axis, Setting.Cells),
        ReadoutKind.Crossings => new(MotionReadouts.Crossings, Setting.Region, Setting.Cells),
        ReadoutKind.EventCount => new(EventReadouts.Count, Setting.Event, Setting.Who | Setting.Rule),
        ReadoutKind.EventRate => new(EventReadouts.Rate, Setting.Event, Setting.Who | Setting.Rule),
        ReadoutKind.Arrived => new(EventReadouts.Arrived, Setting.None, Setting.Types),
        ReadoutKind.Extravasated => new(EventReadouts.Extravasated, Setting.None, Setting.Who),
        ReadoutKind.Exited => new(EventReadouts.Exited, Setting.None, Setting.Types),
        ReadoutKind.GrowthRate => new(HistoryReadouts.GrowthRate, Setting.Window, Setting.Cells | Setting.Readout),
        ReadoutKind.DoublingTime => new(HistoryReadouts.DoublingTime, Setting.Window, Setting.Cells | Setting.Readout),
        ReadoutKind.FirstTime => new(HistoryReadouts.FirstTime, Setting.Readout | Setting.Level, Setting.None),
        ReadoutKind.SerumLevel => new(FieldReadouts.SerumLevel, Setting.Field, Setting.None),
        ReadoutKind.SerumOutflow => new(FieldReadouts.SerumOutflow, Setting.Field, Setting.None),
        ReadoutKind.FieldMean => new(FieldReadouts.Mean, Setting.Field, Setting.Levels),
        ReadoutKind.FieldP95 => new(FieldReadouts.P95, Setting.Field, Setting.Levels),
        ReadoutKind.FieldCv => new(FieldReadouts.Cv, Setting.Field, Setting.Levels),
        ReadoutKind.FieldShare => new(FieldReadouts.Share, Setting.Field | Setting.Part, Setting.Levels),
        ReadoutKind.BoneVolumeFraction => new(BoneReadouts.VolumeFraction, Setting.None, Setting.Region),
        ReadoutKind.BoneSurface => new(BoneReadouts.Surface, Setting.None, Setting.Region),
        ReadoutKind.ErodedSurface => new(BoneReadouts.ErodedSurface, Setting.None, Setting.Region),
        ReadoutKind.OsteoidSurface => new(BoneReadouts.OsteoidSurface, Setting.None, Setting.Region),
        ReadoutKind.ResorptionRate => new(BoneReadouts.ResorptionRate, Setting.None, Setting.None),
        ReadoutKind.FormationRate => new(BoneReadouts.FormationRate, Setting.None, Setting.None),
        ReadoutKind.RenewedPerYear => new(BoneReadouts.RenewedPerYear, Setting.None, Setting.None),
        ReadoutKind.ResorptionTime => new(BoneReadouts.ResorptionTime, Setting.None, Setting.None),
        ReadoutKind.FormationTime => new(BoneReadouts.FormationTime, Setting.None, Setting.None),
        ReadoutKind.LesionCount => new(BoneReadouts.LesionCount, Setting.None, Setting.Region | Setting.Size),
        ReadoutKind.LesionArea => new(BoneReadouts.LesionArea, Setting.None, Setting.Region | Setting.Size),
        ReadoutKind.MatrixRemoved => new(BoneReadouts.MatrixRemoved, Setting.None, Setting.None),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such readout."),
    };
}
