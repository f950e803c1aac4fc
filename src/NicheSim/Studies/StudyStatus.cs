using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary><c>status.json</c>: how a study stands. All but <see cref="Machine"/> is the same for the same study and engine.</summary>
public sealed record StudyStatus
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public required RunStatus Status { get; init; }

    /// <summary>Name of the study.</summary>
    public required string Study { get; init; }

    /// <inheritdoc cref="EngineIdentity.Version"/>
    public required string Version { get; init; }

    /// <inheritdoc cref="EngineIdentity.Hash"/>
    public required string EngineHash { get; init; }

    /// <summary>Runs that the study asks for.</summary>
    public required int Runs { get; init; }

    public required int Complete { get; init; }

    public required int Failed { get; init; }

    public required StudyMachine Machine { get; init; }

    /// <summary>The folder's status, or null where there is none that can be read.</summary>
    public static StudyStatus? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<StudyStatus>(File.ReadAllBytes(Path.Combine(folder, StudyFolder.Status)), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal void Write(string folder) => AtomicFile.Write(Path.Combine(folder, StudyFolder.Status), [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n']);
}

/// <summary>Where and how fast a study was made last.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="WallSeconds">Time that the last command took [s].</param>
/// <param name="RunsMade">Runs that it made, not those that were there before.</param>
/// <param name="Ended">When this was written.</param>
public sealed record StudyMachine(string Host, double WallSeconds, int RunsMade, DateTime Ended);
