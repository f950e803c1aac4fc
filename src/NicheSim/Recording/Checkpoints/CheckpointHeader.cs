using System.Text.Json;
using System.Text.Json.Serialization;

namespace NicheSim.Recording;

/// <summary>The first line of a checkpoint: whose it is, and what its body fits. Nothing in it depends on when or how fast it was written.</summary>
internal sealed record CheckpointHeader
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>Of the whole file; the name of the key says what the file is.</summary>
    [JsonPropertyName("nichesimCheckpoint")]
    public required int Format { get; init; }

    /// <inheritdoc cref="RunRecord.Version"/>
    public required string Version { get; init; }

    /// <inheritdoc cref="RunRecord.EngineHash"/>
    public required string EngineHash { get; init; }

    /// <inheritdoc cref="RunRecord.Scenario"/>
    public required string Scenario { get; init; }

    public required string ScenarioHash { get; init; }

    public required long Seed { get; init; }

    /// <inheritdoc cref="RunRecord.From"/>
    public required RunOrigin? From { get; init; }

    /// <summary>The tick that comes next.</summary>
    public required int Tick { get; init; }

    public required double Day { get; init; }

    /// <summary>Solves of fields that ended above their tolerance, since the start of the run.</summary>
    public required long UnconvergedSolves { get; init; }

    /// <summary>How far the run's files had come.</summary>
    public required FileMark[] Files { get; init; }

    public required StateShape Shape { get; init; }

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <exception cref="InvalidDataException">It is none, or one that this version cannot read.</exception>
    public static CheckpointHeader Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var text = JsonDocument.ParseValue(ref reader);
            if (text.RootElement.ValueKind != JsonValueKind.Object || !text.RootElement.TryGetProperty("nichesimCheckpoint", out var format) || !format.TryGetInt32(out var number))
                throw new InvalidDataException("it is no checkpoint");
            if (number != CurrentFormat)
                throw new InvalidDataException($"it is of format {number}, and this version reads format {CurrentFormat}");
            var header = text.Deserialize<CheckpointHeader>(Options)!;
            return header.Files.Contains(null!) || !header.Shape.IsWhole ? throw new InvalidDataException("its header is not whole") : header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("it is no checkpoint", e);
        }
    }
}

/// <summary>How much of a file was written at a checkpoint: its first bytes, and their SHA-256 in lower-case hex.</summary>
internal sealed record FileMark(string Name, long Length, string Hash);
