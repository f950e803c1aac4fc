using NicheSim.Scenarios;

namespace NicheSim.Cli.Plots;

/// <summary>Units of readouts, as the manual gives them.</summary>
internal static class ReadoutUnit
{
    public const string Cells = "cells";

    /// <summary>The unit; empty where it is a plain number, a share, or that of an attribute.</summary>
    public static string Of(ReadoutKind kind) => kind switch
    {
        ReadoutKind.Count or ReadoutKind.LargestCluster or ReadoutKind.LargestClone or ReadoutKind.MeanCloneSize or ReadoutKind.Crossings
            or ReadoutKind.Circulating or ReadoutKind.Arrived or ReadoutKind.Arrested or ReadoutKind.Extravasated or ReadoutKind.Exited => Cells,
        ReadoutKind.Area or ReadoutKind.LesionArea => "µm²",
        ReadoutKind.Volume or ReadoutKind.MatrixRemoved => "µm³",
        ReadoutKind.Speed => "µm/h",
        ReadoutKind.Mobility => "µm²/h",
        ReadoutKind.NetDisplacement or ReadoutKind.InvasionDepth => "µm",
        ReadoutKind.BoneSurface => "1/µm",
        ReadoutKind.EventCount => "events",
        ReadoutKind.EventRate or ReadoutKind.GrowthRate => "1/day",
        ReadoutKind.DoublingTime or ReadoutKind.ResorptionTime or ReadoutKind.FormationTime => "days",
        ReadoutKind.FirstTime => "day",
        ReadoutKind.SerumLevel or ReadoutKind.FieldMean or ReadoutKind.FieldP95 => "pM",
        ReadoutKind.SerumOutflow => "molecules",
        ReadoutKind.ResorptionRate or ReadoutKind.FormationRate => "µm³/day",
        ReadoutKind.RenewedPerYear => "1/year",
        _ => "",
    };
}
