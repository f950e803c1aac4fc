using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Tests.Recording;

public class SnapshotTests
{
    private static readonly SnapshotSettings All = new() { Formats = Enum.GetValues<SnapshotFormat>(), EveryHours = 2 };

    /// <summary>Four hours of a box of 6 x 4 x 3 voxels of 10 um whose mover secretes.</summary>
    private static CompiledScenario Still { get; } = TinyNiche.Compile([.. TinyNiche.Still, "lattice:depthVoxels=3", "cells:wall:start:at-5-3:centerZUm=15", "cells:mover:start:at-1-1:centerZUm=15", "cells:mover:start:at-2-2:centerZUm=15", "cells:sleeper:start:at-3-1:centerZUm=15", """cells:mover:secrete={"F":{"moleculesPerSecond":50}}"""]);

    [Fact]
    public void Vtk_reads_fields_tissue_and_cells()
    {
        using var folder = Written(Still, All);
        var seen = Reader.Vtk(folder["run/snapshots/vtk"]);

        Assert.Equal([0, 2 / 24.0, 4 / 24.0], Doubles(seen.GetProperty("niche"), "day"));
        Assert.Equal([0, 2 / 24.0, 4 / 24.0], Doubles(seen.GetProperty("niche"), "time"));
        var niche = seen.GetProperty("niche")[2];
        Assert.Equal([0, 60, 0, 40, 0, 30], Doubles(niche.GetProperty("bounds")));
        Assert.Equal(72, niche.GetProperty("voxels").GetInt32());
        var arrays = niche.GetProperty("arrays");
        Assert.Equal(["F", "bone", "mineral", "matrix", "cell_type"], arrays.EnumerateObject().Select(array => array.Name));
        Assert.Equal(("pM", "float"), (arrays.GetProperty("F").GetProperty("unit").GetString(), arrays.GetProperty("F").GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(0, 72).Select(voxel => voxel / 6 % 4 == 0 ? 1.0 : 0), Doubles(arrays.GetProperty("bone").GetProperty("values")));
        Assert.Equal(MeanOf(folder, "F.mean"), Doubles(arrays.GetProperty("F").GetProperty("values")).Where((_, voxel) => voxel / 6 % 4 > 0).Average(), 1e-5);

        // Movers in (1, 1, 1) and (2, 2, 1), a sleeper asleep in (3, 1, 1), a wall in (5, 3, 1).
        string[] types = ["none", "mover", "sleeper.asleep", "sleeper.awake", "wall"];
        Assert.Equal(types, niche.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        var cells = seen.GetProperty("cells")[2];
        Assert.Equal((4, 4), (cells.GetProperty("points").GetArrayLength(), cells.GetProperty("verts").GetInt32()));
        var named = Doubles(cells.GetProperty("arrays").GetProperty("cell_type").GetProperty("values"));
        Assert.Equal(
            ["mover at 15 15 15", "mover at 25 25 15", "sleeper.asleep at 35 15 15", "wall at 55 35 15"],
            named.Select((type, cell) => $"{types[(int)type]} at {string.Join(' ', Doubles(cells.GetProperty("points")[cell]))}").Order());
        Assert.Equal("mover", types[(int)Doubles(arrays.GetProperty("cell_type").GetProperty("values"))[1 + 6 + 24]]);
        Assert.All(Doubles(cells.GetProperty("arrays").GetProperty("age").GetProperty("values")), age => Assert.Equal(4 / 24.0, age, 1e-6));
    }

    [Fact]
    public void Zarrita_reads_the_image_its_units_its_levels_and_its_labels()
    {
        using var folder = Written(Still, All);
        var seen = Reader.Zarr(folder["run/snapshots/niche.ome.zarr"]);
        var image = seen.GetProperty("image");

        Assert.Equal("0.5", image.GetProperty("version").GetString());
        Assert.Equal(["t hour", "c ", "z micrometer", "y micrometer", "x micrometer"], image.GetProperty("axes").EnumerateArray().Select(axis => $"{axis.GetProperty("name")} {(axis.TryGetProperty("unit", out var unit) ? unit : "")}"));
        Assert.Equal(["F [pM]", "bone", "mineral", "matrix"], image.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()));
        var level = Assert.Single(image.GetProperty("levels").EnumerateArray());
        Assert.Equal([3, 4, 3, 4, 6], Doubles(level.GetProperty("shape")));
        Assert.Equal(["t", "c", "z", "y", "x"], level.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal([2, 1, 10, 10, 10], Doubles(level.GetProperty("transformations")[0].GetProperty("scale")));
        Assert.Equal([0, 0, 5, 5, 5], Doubles(level.GetProperty("transformations")[1].GetProperty("translation")));
        var values = Doubles(level.GetProperty("values"));
        Assert.Equal(MeanOf(folder, "F.mean"), values[(2 * 4 * 72)..][..72].Where((_, voxel) => voxel / 6 % 4 > 0).Average(), 1e-5);
        Assert.Equal(18, values[(72 * 5)..(72 * 6)].Sum());

        Assert.Equal(["cells"], seen.GetProperty("labels").EnumerateArray().Select(name => name.GetString()));
        var labels = Doubles(seen.GetProperty("cells").GetProperty("levels")[0].GetProperty("values"));
        var names = seen.GetProperty("cells").GetProperty("label").GetProperty("properties").EnumerateArray().ToDictionary(p => p.GetProperty("label-value").GetDouble(), p => p.GetProperty("cell_type").GetString());
        Assert.Equal("mover", names[labels[1 + 6 + 24]]);
        Assert.Equal("wall", names[labels[5 + 18 + 24]]);
        Assert.Equal(4 * 3, labels.Count(label => label > 0));
    }

    [Fact]
    public void A_larger_image_has_levels_of_half_the_resolution_and_more_than_one_chunk()
    {
        using var folder = Written(
            TinyNiche.Compile("lattice:widthVoxels=300", "lattice:heightVoxels=70", TinyNiche.At("mover", 299, 69), TinyNiche.At("mover", 101, 21), """cells:mover:secrete={"F":{"moleculesPerSecond":50}}"""),
            new SnapshotSettings { Formats = [SnapshotFormat.OmeZarr], AtDays = [0.125] });
        var seen = Reader.Zarr(folder["run/snapshots/niche.ome.zarr"]);
        var levels = seen.GetProperty("image").GetProperty("levels").EnumerateArray().ToArray();

        Assert.Equal([[1, 4, 1, 70, 300], [1, 4, 1, 35, 150], [1, 4, 1, 18, 75], [1, 4, 1, 9, 38]], levels.Select(level => Doubles(level.GetProperty("shape"))));
        Assert.Equal([[1, 1, 10, 10, 10], [1, 1, 10, 20, 20], [1, 1, 10, 40, 40], [1, 1, 10, 80, 80]], levels.Select(level => Doubles(level.GetProperty("transformations")[0].GetProperty("scale"))));
        Assert.Equal([0, 0, 5, 10, 10], Doubles(levels[1].GetProperty("transformations")[1].GetProperty("translation")));
        Assert.Equal([0.125], Doubles(seen.GetProperty("image").GetProperty("days")));

        // A coarse voxel is the mean of the four below it; a cell is seen at every level.
        var (fine, coarse) = (Doubles(levels[0].GetProperty("values")), Doubles(levels[1].GetProperty("values")));
        Assert.Equal((fine[298 + (300 * 68)] + fine[299 + (300 * 68)] + fine[298 + (300 * 69)] + fine[299 + (300 * 69)]) / 4, coarse[149 + (150 * 34)], 1e-3);
        Assert.True(fine[299 + (300 * 69)] > 1);
        Assert.All(seen.GetProperty("cells").GetProperty("levels").EnumerateArray(), level => Assert.Equal(2, Doubles(level.GetProperty("values")).Count(label => label > 0)));
    }

    [Fact]
    public void Channels_share_a_chunk_as_long_as_it_is_small()
    {
        using var folder = Written(
            TinyNiche.Compile("lattice:widthVoxels=256", "lattice:heightVoxels=128", "lattice:depthVoxels=4"), new SnapshotSettings { Formats = [SnapshotFormat.OmeZarr], AtDays = [0] });
        var image = folder["run/snapshots/niche.ome.zarr/0/c/0"];
        Assert.Equal(["0", "1"], Directory.GetDirectories(image).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        // The field and bone, which is the row y = 0, then mineral and matrix.
        var (first, second) = (Chunk("0"), Chunk("1"));
        var voxels = 256 * 128 * 4;
        Assert.Equal((2 * voxels, 2 * voxels), (first.Length, second.Length));
        Assert.Equal((0, 1, 0), (first[0], first[voxels], first[voxels + 256]));

        float[] Chunk(string channels)
        {
            using var chunk = new GZipStream(File.OpenRead(Path.Combine(image, channels, "0", "0", "0")), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            chunk.CopyTo(bytes);
            return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
        }
    }

    [Fact]
    public void A_database_reads_the_tables_of_cells()
    {
        using var folder = Written(TinyNiche.Compile(TinyNiche.Busy), All with { EveryHours = 24 });
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT day, type, count(*), count(DISTINCT id), min(x_um), max(age_days - day), max(clone) FROM '{folder["run/snapshots/cells"]}/*.parquet' GROUP BY ALL ORDER BY day, type";
        using var rows = command.ExecuteReader();
        var populations = Csv.Read(folder["run/populations.csv"]);
        var seen = 0;
        while (rows.Read())
        {
            var (day, type, count) = (rows.GetDouble(0), rows.GetString(1), rows.GetInt64(2));
            Assert.Equal(populations.Column(type)[Array.IndexOf(populations.Column("day"), day)], count);
            Assert.Equal(count, rows.GetInt64(3));
            Assert.Equal(5, rows.GetDouble(4) % 10);
            Assert.Equal(0, rows.GetDouble(5), 1e-9);
            seen++;
        }

        Assert.Equal(10, seen);
    }

    [Fact]
    public void The_portal_table_has_its_columns()
    {
        using var folder = Written(Still, All);
        var lines = File.ReadAllLines(folder["run/openvt.csv"]);
        Assert.Equal("simID,time,cellID,cellType,x,y", lines[0]);
        Assert.Equal(1 + (3 * 4), lines.Length);
        Assert.Equal(["3,0,1,0,15,15", "3,0,2,0,25,25", "3,0,3,1,35,15", "3,0,4,2,55,35"], lines[1..5].Order(StringComparer.Ordinal));
        Assert.StartsWith("3,4,", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_the_lattice_keeps_its_place()
    {
        using var folder = Written(Still, new SnapshotSettings { Formats = [SnapshotFormat.Vtk, SnapshotFormat.OmeZarr, SnapshotFormat.OpenVt], AtDays = [0], Fields = ["F"], Box = new SnapshotBox(20, 39, 10, 40, 10, 20) });
        Assert.Equal(["3,0,2,0,25,25", "3,0,3,1,35,15"], File.ReadAllLines(folder["run/openvt.csv"])[1..].Order(StringComparer.Ordinal));
        var niche = Reader.Vtk(folder["run/snapshots/vtk"]).GetProperty("niche")[0];
        Assert.Equal([20, 40, 10, 40, 10, 20], Doubles(niche.GetProperty("bounds")));
        var level = Reader.Zarr(folder["run/snapshots/niche.ome.zarr"]).GetProperty("image").GetProperty("levels")[0];
        Assert.Equal([1, 4, 1, 3, 2], Doubles(level.GetProperty("shape")));
        Assert.Equal([0, 0, 15, 15, 25], Doubles(level.GetProperty("transformations")[1].GetProperty("translation")));
    }

    [Fact]
    public void Snapshots_change_no_result_and_a_run_that_was_stopped_ends_in_the_same_files()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        var settings = All with { EveryHours = 7 };
        var with = Run.Execute(scenario, new RunOptions { Folder = folder["whole"], Snapshots = settings });
        Assert.Equal(Run.Execute(scenario, new RunOptions { Folder = folder["without"] }).StateHash, with.StateHash);
        Assert.Equal(14, Directory.GetFiles(folder["whole/snapshots/vtk"], "*.vti").Length);
        Assert.Equal(14, Directory.GetFiles(folder["whole/snapshots/cells"]).Length);

        // As if killed: the checkpoint is older than the snapshots.
        Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Snapshots = settings, StopAfterDays = 0.5 });
        foreach (var stop in (double[])[1.1, 2, 2.9])
        {
            File.Copy(folder["parts/checkpoint"], folder["saved"], overwrite: true);
            Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true, StopAfterDays = stop });
            File.Move(folder["saved"], folder["parts/checkpoint"], overwrite: true);
            Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true, Snapshots = settings, StopAfterDays = stop - 0.3, CheckpointSeconds = 0, Threads = 2 });
        }

        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true }).Status);
        RunComparison.AssertSame(folder["whole"], folder["parts"]);

        // A new run in the folder takes away what the old one left.
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
        Assert.False(File.Exists(folder["whole/openvt.csv"]) || Directory.EnumerateFiles(folder["whole/snapshots"], "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_touched()
    {
        using var folder = new TemporaryFolder();
        Refused(All with { Fields = ["G"] }, "no field \"G\"");
        Refused(All with { Box = new SnapshotBox(61, 70, 0, 40) }, "the box holds no voxel of the lattice, which goes from 0 to 60 um along x, 40 along y and 10 along z");
        Refused(All with { AtDays = [0, 0.3] }, "day 0.3 is outside of the run, which goes from day 0 to ");
        Assert.False(Directory.Exists(folder["run"]));

        var scenario = TinyNiche.Compile(TinyNiche.Still);
        Run.Execute(scenario, new RunOptions { Folder = folder["run"], StopAfterDays = 0.1 });
        Refused(All, "was begun without snapshots: only a new run can have these");

        void Refused(SnapshotSettings settings, string why)
        {
            var result = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"], Resume = true, Snapshots = settings });
            Assert.Equal(RunStatus.Refused, result.Status);
            Assert.Contains(why, result.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A field that nothing reads is not solved, and its zeros are no result.</summary>
    [Fact]
    public void Fields_that_are_not_solved_are_not_written()
    {
        var scenario = TinyNiche.Compile([.. TinyNiche.Still, """fields:idle={"diffusionUm2PerSecond":10,"decayPerMinute":1,"molecularWeightKDa":10,"onDemand":true}"""]);
        using var folder = Written(scenario, All);
        Assert.Equal(["F"], NamesIn(folder["run/snapshots/vtk/niche-0000.vti"]).Except(VtkFiles.Columns).Except(["TimeValue", "cell_types"]));
        using (var frames = FrameFile.Open(folder["run"]))
            Assert.Equal(["F"], frames!.Header.Fields);
        Refused(scenario, All with { Fields = ["idle"] }, "the field \"idle\" is not solved");
    }

    [Theory]
    [InlineData("cells:mover:attributes:age={}", "age")]
    [InlineData("cells:mover:attributes:day={}", "day")]
    [InlineData("""fields:bone={"diffusionUm2PerSecond":10,"decayPerMinute":1,"molecularWeightKDa":10}""", "bone")]
    public void A_name_that_a_column_has_is_refused(string assignment, string name)
        => Refused(TinyNiche.Compile([.. TinyNiche.Still, assignment]), All, $"\"{name}\" is a column of theirs already");

    /// <summary>What is reserved is what is written, no more and no less.</summary>
    [Fact]
    public void Reserved_names_are_those_of_the_files()
    {
        using var folder = Written(Still, All);
        string[] further = ["F", "grit", "TimeValue", "cell_types", "Points", "connectivity", "offsets"];
        Assert.Equal(VtkFiles.Columns.Order(), NamesIn(folder["run/snapshots/vtk/niche-0000.vti"]).Union(NamesIn(folder["run/snapshots/vtk/cells-0000.vtp"])).Except(further).Order());
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT column_name FROM (DESCRIBE SELECT * FROM '{folder["run/snapshots/cells"]}/*.parquet')";
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
            columns.Add(rows.GetString(0));
        Assert.Equal([.. CellTables.Columns, "grit"], columns);
    }

    /// <summary>Three voxels are two, then one, which no further level makes thicker.</summary>
    [Fact]
    public void The_scale_of_a_thin_axis_ends_with_its_voxels()
    {
        using var folder = Written(TinyNiche.Compile("lattice:widthVoxels=300", "lattice:heightVoxels=70", "lattice:depthVoxels=3"), new SnapshotSettings { Formats = [SnapshotFormat.OmeZarr], AtDays = [0] });
        using var zarr = JsonDocument.Parse(File.ReadAllText(folder["run/snapshots/niche.ome.zarr/zarr.json"]));
        var levels = zarr.RootElement.GetProperty("attributes").GetProperty("ome").GetProperty("multiscales")[0].GetProperty("datasets").EnumerateArray().Select(level => Doubles(level.GetProperty("coordinateTransformations")[0].GetProperty("scale")));
        Assert.Equal([[1, 1, 10, 10, 10], [1, 1, 20, 20, 20], [1, 1, 40, 40, 40], [1, 1, 40, 80, 80]], levels);
    }

    /// <summary>Killed before it was saved, a run begins anew, with the snapshots that it was begun with.</summary>
    [Fact]
    public void A_run_that_was_never_saved_keeps_its_snapshots()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Still);
        Assert.Equal(RunStatus.Interrupted, Run.Execute(scenario, new RunOptions { Folder = folder["run"], Snapshots = All, StopAfterDays = 0.05 }).Status);
        File.Delete(folder["run/checkpoint"]);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true }).Status);
        Assert.Equal(All, RunRecord.Read(folder["run"])!.Snapshots);
        Assert.Equal(3, Directory.GetFiles(folder["run/snapshots/vtk"], "*.vti").Length);
    }

    private static IEnumerable<string> NamesIn(string file) => Regex.Matches(Encoding.Latin1.GetString(File.ReadAllBytes(file)), "Name=\"([^\"]+)\"").Select(name => name.Groups[1].Value).Distinct();

    private static void Refused(CompiledScenario scenario, SnapshotSettings settings, string why)
    {
        using var folder = new TemporaryFolder();
        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"], Snapshots = settings });
        Assert.Equal(RunStatus.Refused, result.Status);
        Assert.Contains(why, result.Message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Written(CompiledScenario scenario, SnapshotSettings settings)
    {
        var folder = new TemporaryFolder();
        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"], Snapshots = settings });
        Assert.True(result.Status == RunStatus.Complete, result.Message + string.Join('\n', result.Errors));
        return folder;
    }

    private static double MeanOf(TemporaryFolder folder, string column) => Csv.Read(folder["run/fields.csv"]).Column(column)[^1];

    private static double[] Doubles(JsonElement list, string? key = null)
        => [.. list.EnumerateArray().Select(item => (key is null ? item : item.GetProperty(key)) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN)];
}
