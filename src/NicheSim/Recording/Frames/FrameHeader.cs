using System.Text.Json;
using System.Text.Json.Serialization;
using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>The first line of <c>frames.bin</c>: what its numbers stand for.</summary>
public sealed record FrameHeader
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>Of the whole file; the name of the key says what the file is.</summary>
    [JsonPropertyName("nichesimFrames")]
    public required int Format { get; init; }

    public required string Scenario { get; init; }

    public required string ScenarioHash { get; init; }

    public required long Seed { get; init; }

    public required double TickMinutes { get; init; }

    public required double VoxelUm { get; init; }

    /// <summary>Voxels along x, y and z.</summary>
    public required int[] Lattice { get; init; }

    public required string[] Types { get; init; }

    public required FrameProfile[] Profiles { get; init; }

    /// <summary>Types that can divide, as indices: those that clones and colonies are counted of.</summary>
    public required int[] Dividing { get; init; }

    public required string[] Fields { get; init; }

    public required FramePlane[] Planes { get; init; }

    /// <summary>True where one frame is all that there will be: the last one.</summary>
    [JsonPropertyName("lastOnly")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLastOnly { get; init; }

    [JsonIgnore]
    public Grid Grid => new(Lattice[0], Lattice[1], Lattice[2]);

    /// <summary>Bytes of one frame's maps, unpacked.</summary>
    [JsonIgnore]
    internal long BytesOfMaps => Planes.Sum(plane => (5L * plane.Width * plane.Height) + (Fields.Length * (8L + ((long)plane.FieldWidth * plane.FieldHeight))));

    /// <summary>Bytes that no frame is longer than, unpacked: colonies of k different sizes have k (k + 1) / 2 cells.</summary>
    [JsonIgnore]
    internal double MostBytes => BytesOfMaps + 8 + (Dividing.Length * (((FramePainter.MostClones + 1) * 16) + (12 * Math.Sqrt(2.0 * Grid.Count))));

    public double DayOf(int tick) => tick * TickMinutes / 1440;

    internal static FrameHeader Of(CompiledScenario scenario, FrameKind kind = FrameKind.All)
    {
        var (plan, names) = (scenario.Plan, scenario.Names);
        Plan[] plans = [plan, .. scenario.Changes.Select(change => change.Plan)];
        return new FrameHeader
        {
            Format = CurrentFormat,
            Scenario = scenario.Scenario.Name,
            ScenarioHash = scenario.Hash,
            Seed = scenario.Scenario.Seed,
            TickMinutes = plan.TickSeconds / 60,
            VoxelUm = plan.VoxelUm,
            Lattice = [plan.Grid.Nx, plan.Grid.Ny, plan.Grid.Nz],
            Types = names.Types,
            Profiles = [.. plan.Profiles.Select((profile, p) => new FrameProfile(profile.Type, names.States[p], plan.Types[profile.Type].Vessel))],
            Dividing = [.. Enumerable.Range(0, names.Types.Length).Where(type => plans.Any(p => p.Profiles.Any(profile => profile.Type == type && profile.Divide >= 0)))],
            Fields = kind == FrameKind.Last ? [] : [.. names.Fields.Where((_, f) => plan.Fields[f].IsSolved)],
            IsLastOnly = kind == FrameKind.Last,
            Planes = FramePlane.Of(plan.Grid),
        };
    }

    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <exception cref="InvalidDataException">It is none, or one that this version cannot read.</exception>
    internal static FrameHeader Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var header = JsonSerializer.Deserialize<FrameHeader>(line, Options) ?? throw new InvalidDataException("it holds no frames");
            return header.Format != CurrentFormat ? throw new InvalidDataException($"it is of format {header.Format}, and this version reads format {CurrentFormat}")
                : header.IsWhole ? header : throw new InvalidDataException("its header is not whole");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("it holds no frames", e);
        }
    }

    private bool IsWhole => Lattice.Length == 3 && Lattice.All(n => n > 0) && (double)Lattice[0] * Lattice[1] * Lattice[2] <= MemoryEstimate.MostVoxels
        && Planes.All(plane => plane is { Axis: >= 0 and <= 2, Bin: > 0 } && plane == plane with { Width = plane.WidthOf(Grid), Height = plane.HeightOf(Grid) })
        && Profiles.All(profile => profile is not null && profile.Type >= 0 && profile.Type < Types.Length);
}

/// <summary>A cell type, as an index, in one of its states; the state is empty for a type without.</summary>
public sealed record FrameProfile(int Type, string State, bool Vessel);
