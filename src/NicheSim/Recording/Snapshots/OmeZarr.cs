using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>
/// <c>snapshots/niche.ome.zarr</c>: one image over time (OME-Zarr 0.5, on Zarr 3) with a channel per field and for bone, mineral and matrix, at full resolution and in
/// halves of it, and the kinds of cells as labels. Lengths in um, times in hours.
/// </summary>
internal sealed class OmeZarr(SnapshotPlan snapshots, CompiledScenario scenario, SnapshotFiles files)
{
    public const string Image = "niche.ome.zarr";
    private const string LabelsPath = Image + "/labels", CellsPath = LabelsPath + "/cells";
    private static readonly string[] Axes = ["t", "c", "z", "y", "x"], LabelAxes = ["t", "z", "y", "x"], Tissue = ["bone", "mineral", "matrix"];

    private readonly Plan _plan = scenario.Plan;
    private readonly Grid[] _levels = Pyramid.Levels(snapshots.Size);
    private readonly string[] _channels = [.. snapshots.Fields.Select(field => $"{scenario.Names.Fields[field]} [pM]"), .. Tissue];
    private bool _isDescribed;

    public void Write(Snapshot snapshot)
    {
        float[][] channels = [.. snapshot.Fields, snapshot.Fill, snapshot.Mineral, snapshot.Matrix];
        WriteMetadata(channels);
        for (var level = 0; level < _levels.Length; level++)
        {
            if (level > 0)
                channels = Array.ConvertAll(channels, values => Pyramid.Means(values, _levels[level - 1], _levels[level]));
            ImageLevel(level).Write(files, snapshot.Index, channels);
        }

        var labels = snapshot.CellTypes;
        for (var level = 0; level < _levels.Length; level++)
        {
            labels = level == 0 ? labels : Pyramid.Labels(labels, _levels[level - 1], _levels[level]);
            LabelLevel(level).Write(files, snapshot.Index, labels);
        }
    }

    private ZarrArray<float> ImageLevel(int level) => new($"{Image}/{level}", snapshots.Ticks.Length, _channels.Length, _levels[level], Axes);

    private ZarrArray<ushort> LabelLevel(int level) => new($"{CellsPath}/{level}", snapshots.Ticks.Length, null, _levels[level], LabelAxes);

    /// <summary>Describes all of it; the ranges that viewers begin with are those of the snapshot that is written.</summary>
    private void WriteMetadata(float[][] channels)
    {
        WriteGroup(Image, new JsonObject
        {
            ["version"] = "0.5",
            ["multiscales"] = Multiscales("niche", Axes, "mean"),
            ["omero"] = new JsonObject { ["channels"] = new JsonArray([.. channels.Select((values, c) => Channel(c, values))]) },
        });
        // What does not change is written once: each small file costs a flush.
        if (_isDescribed)
            return;
        _isDescribed = true;
        for (var level = 0; level < _levels.Length; level++)
        {
            ImageLevel(level).WriteMetadata(files);
            LabelLevel(level).WriteMetadata(files);
        }

        WriteGroup(LabelsPath, new JsonObject { ["version"] = "0.5", ["labels"] = Json.Array(["cells"]) });
        WriteGroup(CellsPath, new JsonObject
        {
            ["version"] = "0.5",
            ["multiscales"] = Multiscales("cells", LabelAxes, "first"),
            ["image-label"] = new JsonObject
            {
                ["properties"] = new JsonArray([.. _plan.Profiles.Select((_, p) => new JsonObject { ["label-value"] = p + 1, ["cell_type"] = CellNames.Of(_plan, scenario.Names, p) })]),
                ["source"] = new JsonObject { ["image"] = "../../" },
            },
        });
    }

    private void WriteGroup(string path, JsonObject ome) => files.Write($"{path}/zarr.json", Json.Bytes(new JsonObject
    {
        ["zarr_format"] = 3,
        ["node_type"] = "group",
        ["attributes"] = new JsonObject
        {
            ["ome"] = ome,
            ["nichesim"] = new JsonObject { ["scenario"] = scenario.Scenario.Name, ["seed"] = scenario.Scenario.Seed, ["days"] = Json.Array(snapshots.Ticks.Select(_plan.DayOf)) },
        },
    }));

    private JsonArray Multiscales(string name, string[] axes, string method) => [new JsonObject
    {
        ["name"] = name,
        ["type"] = method,
        ["axes"] = new JsonArray([.. axes.Select(Axis)]),
        ["datasets"] = new JsonArray([.. _levels.Select((_, level) => new JsonObject
        {
            ["path"] = $"{level}",
            ["coordinateTransformations"] = new JsonArray(
                new JsonObject { ["type"] = "scale", ["scale"] = Json.Array(axes.Select(axis => ScaleOf(axis, level))) },
                new JsonObject { ["type"] = "translation", ["translation"] = Json.Array(axes.Select(axis => CenterOf(axis, level))) }),
        })]),
    }];

    /// <summary>Times that are not even have no unit: they are counted, and the days stand beside.</summary>
    private JsonObject Axis(string axis) => axis switch
    {
        "t" when snapshots.IsEven => new() { ["name"] = "t", ["type"] = "time", ["unit"] = "hour" },
        "t" => new() { ["name"] = "t", ["type"] = "time" },
        "c" => new() { ["name"] = "c", ["type"] = "channel" },
        _ => new() { ["name"] = axis, ["type"] = "space", ["unit"] = "micrometer" },
    };

    private double ScaleOf(string axis, int level) => axis switch
    {
        "t" when snapshots.IsEven && snapshots.Ticks.Length > 1 => (snapshots.Ticks[1] - snapshots.Ticks[0]) * _plan.TickHours,
        "t" or "c" => 1,
        _ => _plan.VoxelUm * (1 << Math.Min(level, Halvings(axis switch { "x" => snapshots.Size.Nx, "y" => snapshots.Size.Ny, _ => snapshots.Size.Nz }))),
    };

    /// <summary>How often an axis can be halved, rounded up, until one voxel is left.</summary>
    private static int Halvings(int count) => count == 1 ? 0 : BitOperations.Log2((uint)count - 1) + 1;

    /// <summary>Where the center of the first voxel lies.</summary>
    private double CenterOf(string axis, int level) => axis switch
    {
        "t" => snapshots.IsEven ? snapshots.Ticks[0] * _plan.TickHours : 0,
        "c" => 0,
        "z" => (snapshots.First.Z * _plan.VoxelUm) + (ScaleOf(axis, level) / 2),
        "y" => (snapshots.First.Y * _plan.VoxelUm) + (ScaleOf(axis, level) / 2),
        _ => (snapshots.First.X * _plan.VoxelUm) + (ScaleOf(axis, level) / 2),
    };

    /// <summary>Is the channel shown at first? The key of viewers has the same name.</summary>
    private bool Active(int channel) => channel == 0 || _channels[channel] == Tissue[0];

    private JsonObject Channel(int channel, float[] values)
    {
        var isTissue = channel >= _channels.Length - Tissue.Length;
        var most = isTissue ? 1 : Math.Max(values.Max(), float.Epsilon);
        return new JsonObject
        {
            ["label"] = _channels[channel],
            ["color"] = isTissue ? "B9AE9E" : "FFFFFF",
            [JsonNamingPolicy.CamelCase.ConvertName(nameof(Active))] = Active(channel),
            ["window"] = new JsonObject { ["min"] = 0, ["max"] = most, ["start"] = 0, ["end"] = most },
        };
    }
}
