using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Plots;

/// <summary>One voxel of a map: what it holds. <paramref name="Fill"/> is that of bone, 0..1.</summary>
internal readonly record struct MapVoxel(int X, int Y, string Kind, string Type, string State, double Fill);

/// <summary>What the pictures of a run are drawn from: nothing but the files in its folder.</summary>
internal sealed class RunFolder
{
    private const double MinutesPerDay = 1440;

    public string Folder { get; }
    public string Name { get; }
    public string About { get; }
    public long Seed { get; }
    public string Status { get; }

    /// <summary>Size of the slice [voxels] and side of a voxel [um].</summary>
    public (int Width, int Height, double VoxelUm) Lattice { get; }

    /// <summary>Colors that the scenario asks for, by cell type, as "#rrggbb".</summary>
    public IReadOnlyDictionary<string, string> Colors { get; }

    /// <summary>Cell types that line vessels.</summary>
    public IReadOnlySet<string> VesselTypes { get; }

    /// <summary>Into which type the cells of a type fuse, and as which they are buried, by type and event.</summary>
    public IReadOnlyDictionary<(string Type, string Event), string> Successors { get; }

    public CsvTable Populations { get; }
    public CsvTable? Fields { get; }
    public CsvTable? Bone { get; }
    public CsvTable? Events { get; }
    public CsvTable? Readouts { get; }

    /// <summary>Readouts that the scenario declares, each with its kind.</summary>
    public IReadOnlyDictionary<string, string> ReadoutKinds { get; }

    public IReadOnlyList<MapVoxel> FirstMap { get; }
    public IReadOnlyList<MapVoxel> LastMap { get; }

    /// <summary>The day on which the run began, that of its checkpoint where it went on from one, and of the first map; that of the first row where no record says.</summary>
    public double FirstDay { get; }

    /// <summary>The day to which the run came, and of the last map; that of the last row where no record says.</summary>
    public double LastDay { get; }

    /// <summary>Cell types in the order of populations.csv, each with its states.</summary>
    public IReadOnlyList<(string Type, string[] States)> Types { get; }

    /// <summary>Reads the folder of a finished or stopped run.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read as what it should be; says file and line.</exception>
    /// <exception cref="FileNotFoundException">scenario.json, run.json or populations.csv is missing.</exception>
    public RunFolder(string folder)
    {
        Folder = folder;
        using var scenario = Json("scenario.json");
        using var run = Json("run.json");
        Name = Text(run.RootElement, "scenario") ?? Text(scenario.RootElement, "name") ?? Path.GetFileName(Path.GetFullPath(folder));
        About = Text(scenario.RootElement, "about") ?? "";
        Status = Text(run.RootElement, "status") ?? "";
        Seed = run.RootElement.TryGetProperty("seed", out var seed) ? seed.GetInt64() : 0;
        Lattice = ReadLattice(scenario.RootElement);
        Colors = ReadColors(scenario.RootElement);
        VesselTypes = Members(scenario.RootElement, "cells").Where(type => type.Value.TryGetProperty("vessel", out var vessel) && vessel.ValueKind == JsonValueKind.True).Select(type => type.Name).ToHashSet();
        Successors = ReadSuccessors(scenario.RootElement);
        Populations = CsvTable.Read(PathOf("populations.csv"));
        Fields = Optional("fields.csv");
        Bone = Optional("bone.csv");
        Events = Optional("events.csv");
        Readouts = Optional("readouts.csv");
        ReadoutKinds = ReadKinds(scenario.RootElement);
        FirstMap = ReadMap("map-first.csv");
        LastMap = ReadMap("map-last.csv");
        Types = ReadTypes(Populations);
        (FirstDay, LastDay) = ReadDays(scenario.RootElement);
    }

    private string PathOf(string file) => Path.Combine(Folder, file);

    private CsvTable? Optional(string file) => File.Exists(PathOf(file)) ? CsvTable.Read(PathOf(file)) : null;

    private JsonDocument Json(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{PathOf(file)}:{e.LineNumber + 1}: error: not JSON: {e.Message}", e);
        }
    }

    private static string? Text(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private (int, int, double) ReadLattice(JsonElement scenario)
    {
        try
        {
            var lattice = scenario.GetProperty("lattice");
            var (width, height) = (lattice.GetProperty("widthVoxels").GetInt32(), lattice.GetProperty("heightVoxels").GetInt32());
            // A scenario may leave the voxel's side to its default.
            var side = lattice.TryGetProperty("voxelUm", out var um) ? um.GetDouble() : new LatticeSettings { WidthVoxels = width, HeightVoxels = height }.VoxelUm;
            return (width, height, side);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{PathOf("scenario.json")}: error: lattice: expected widthVoxels and heightVoxels", e);
        }
    }

    private (double First, double Last) ReadDays(JsonElement scenario)
    {
        var rows = Populations.Numbers("day");
        if (RunRecord.Read(Folder) is not { } record || !scenario.TryGetProperty("time", out var time))
            return (rows.FirstOrDefault(), rows.LastOrDefault());
        var tickMinutes = Number(time, "tickMinutes") ?? new TimeSettings { DurationDays = 0 }.TickMinutes;
        var start = Math.Round((Number(time, "fromDay") ?? 0) * MinutesPerDay / tickMinutes);
        return ((record.From?.Tick ?? start) * tickMinutes / MinutesPerDay, (start + record.Ticks) * tickMinutes / MinutesPerDay);
    }

    private static double? Number(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>The objects that stand in an object under a key, by name; none where there is no such key.</summary>
    private static IEnumerable<JsonProperty> Members(JsonElement at, string key)
        => at.TryGetProperty(key, out var members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object) : [];

    private static Dictionary<string, string> ReadColors(JsonElement scenario)
        => Members(scenario, "cells").Where(type => Text(type.Value, "color") is not null).ToDictionary(type => type.Name, type => Text(type.Value, "color")!);

    /// <summary>Fusion and burial, of a type and of each of its states.</summary>
    private static Dictionary<(string Type, string Event), string> ReadSuccessors(JsonElement scenario)
    {
        var successors = new Dictionary<(string Type, string Event), string>();
        foreach (var type in Members(scenario, "cells"))
            foreach (var part in Members(type.Value, "states").Select(state => state.Value).Prepend(type.Value))
                foreach (var (behavior, key, happened) in (ReadOnlySpan<(string, string, string)>)[("fuse", "into", "fuse"), ("form", "buriedAs", "buried")])
                    if (part.TryGetProperty(behavior, out var of) && of.ValueKind == JsonValueKind.Object && Text(of, key) is { } successor)
                        successors[(type.Name, happened)] = successor;
        return successors;
    }

    private static Dictionary<string, string> ReadKinds(JsonElement scenario)
        => Members(scenario, "readouts").ToDictionary(readout => readout.Name, readout => Text(readout.Value, "kind") ?? "");

    private List<MapVoxel> ReadMap(string file)
    {
        if (Optional(file) is not { } table)
            return [];
        var (x, y) = (table.Integers("x"), table.Integers("y"));
        var (kind, type, state) = (table.Text("kind"), table.Text("type"), table.Text("state"));
        var fill = table.Numbers("state", only: row => kind[row] == "bone");
        if (Array.FindIndex(kind, k => !MapKey.Kinds.Contains(k)) is >= 0 and var row)
            throw new InvalidDataException($"{PathOf(file)}:{row + 2}: error: kind: expected {string.Join(", ", MapKey.Kinds)}, found \"{kind[row]}\"");
        return [.. x.Select((_, i) => new MapVoxel(x[i], y[i], kind[i], type[i], state[i], fill[i]))];
    }

    private static List<(string, string[])> ReadTypes(CsvTable populations)
    {
        var columns = populations.Columns.Where(c => c != "day").ToArray();
        return [.. columns
            .Where(c => !columns.Any(t => c.StartsWith(t + ".", StringComparison.Ordinal)))
            .Select(t => (t, columns.Where(c => c.StartsWith(t + ".", StringComparison.Ordinal)).Select(c => c[(t.Length + 1)..]).ToArray()))];
    }
}
