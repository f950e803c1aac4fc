using System.Text.Json;
using System.Text.Json.Serialization;

namespace NicheSim.Recording;

/// <summary>What <c>run.json</c> holds. All but <see cref="Machine"/> is the same wherever and however often the run is made.</summary>
public sealed record RunRecord
{
    public const string File = "run.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        NewLine = "\n",
    };

    public required RunStatus Status { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    public required string ScenarioHash { get; init; }

    public required long Seed { get; init; }

    /// <inheritdoc cref="EngineIdentity.Version"/>
    public required string Version { get; init; }

    /// <inheritdoc cref="EngineIdentity.Hash"/>
    public required string EngineHash { get; init; }

    /// <summary>Ticks done.</summary>
    public required int Ticks { get; init; }

    /// <summary>Days done, counted from the first tick.</summary>
    public required double SimulatedDays { get; init; }

    /// <summary>Hash of the last state; empty while the run goes on, and where it failed.</summary>
    public required string StateHash { get; init; }

    /// <summary>Cells of the niche, without those in the blood.</summary>
    public required int Cells { get; init; }

    /// <summary>The checkpoint that the run went on from; not there for a run from the start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunOrigin? From { get; init; }

    /// <summary>What is written of the run as it is; not there for a run without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SnapshotSettings? Snapshots { get; init; }

    public required MachineRecord Machine { get; init; }

    /// <summary>Replaces the folder's <c>run.json</c>, atomically.</summary>
    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, File), [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n']);

    /// <summary>The folder's record, or null where there is none that can be read.</summary>
    public static RunRecord? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(System.IO.File.ReadAllBytes(Path.Combine(folder, File)), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>Where and how fast a run was made.</summary>
public sealed record MachineRecord
{
    public required int Threads { get; init; }

    public required double WallSeconds { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Share of the time of all ticks per stage, and of recording between them.</summary>
    public required SortedDictionary<string, double> Profile { get; init; }

    /// <summary>What saving has taken.</summary>
    public SavingRecord? Saving { get; init; }

    public required DateTime Started { get; init; }

    /// <summary>When the record was written.</summary>
    public required DateTime Ended { get; init; }

    public required string Host { get; init; }

    /// <summary>Number of the process on the host.</summary>
    public int Process { get; init; }

    public required string? Commit { get; init; }
}

/// <summary>What saving has taken in a process.</summary>
/// <param name="Checkpoints">Checkpoints written.</param>
/// <param name="StoppedSeconds">Time that the run stood still while its state was copied [s].</param>
/// <param name="WritingSeconds">Time that the copies were packed and written beside the run [s].</param>
public sealed record SavingRecord(int Checkpoints, double StoppedSeconds, double WritingSeconds);
