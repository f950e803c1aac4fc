using System.Text.Json;
using System.Text.Json.Serialization;

namespace NicheSim.Recording;

/// <summary>A kind of files that the niche is written to as it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SnapshotFormat>))]
public enum SnapshotFormat
{
    /// <summary>Fields and tissue as VTK images, cells as VTK points, each as a series: for ParaView.</summary>
    [JsonStringEnumMemberName("vtk")]
    Vtk,

    /// <summary>Fields, tissue and cells as one OME-Zarr image with labels: for napari and other viewers of microscopy.</summary>
    [JsonStringEnumMemberName("ome-zarr")]
    OmeZarr,

    /// <summary>Cells with all that they carry, as Parquet tables.</summary>
    [JsonStringEnumMemberName("parquet")]
    Parquet,

    /// <summary>Types and places of cells in the columns of the OpenVT portal.</summary>
    [JsonStringEnumMemberName("openvt")]
    OpenVt,
}

/// <summary>What of a run is written as it is, and when. It changes no result, so it is no part of the scenario.</summary>
public sealed record SnapshotSettings
{
    public required SnapshotFormat[] Formats { get; init; }

    /// <summary>Interval, counted from day 0 [hours]; goes to the nearest whole tick. Not used where <see cref="AtDays"/> says when.</summary>
    public double EveryHours { get; init; } = 24;

    /// <summary>The days; the nearest ticks. Empty for every so many hours.</summary>
    public double[] AtDays { get; init; } = [];

    /// <summary>The fields; all where empty.</summary>
    public string[] Fields { get; init; } = [];

    /// <summary>The part of the lattice; all of it where left out.</summary>
    public SnapshotBox? Box { get; init; }

    /// <summary>Do both ask for the same files?</summary>
    public bool Equals(SnapshotSettings? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    public override int GetHashCode() => JsonSerializer.Serialize(this).GetHashCode(StringComparison.Ordinal);
}

/// <summary>A box, ends in um per axis: the voxels whose centers lie in it, both ends included.</summary>
public sealed record SnapshotBox(double XFrom, double XTo, double YFrom, double YTo, double ZFrom = double.MinValue, double ZTo = double.MaxValue);
