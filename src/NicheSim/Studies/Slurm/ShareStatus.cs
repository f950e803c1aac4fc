using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>How a task stands.</summary>
public enum ShareState
{
    /// <summary>At work, or ended without a word.</summary>
    Running,

    /// <summary>All of its runs have come to an end.</summary>
    Done,

    /// <summary>Told to end; what there was is saved.</summary>
    Interrupted,

    /// <summary>Ended, and some runs have not: another process makes them.</summary>
    Unfinished,

    /// <summary>It has found another study than the one that was submitted.</summary>
    Refused,
}

/// <summary>What a task says of itself, in a file of its own.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Complete">Runs of its share that are complete.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Running">Runs that go on.</param>
/// <param name="Latest">What the last run has shown.</param>
/// <param name="Message">Why it was refused; empty otherwise.</param>
/// <param name="Host">Where it runs.</param>
/// <param name="Process">Number of its process there.</param>
public sealed record ShareStatus(ShareState State, int Complete, int Failed, int Running, string Latest, string Message, string Host, int Process)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    internal static ShareStatus Of(ShareState state, int complete, int failed, int running, string latest, string message = "")
        => new(state, complete, failed, running, latest, message, Environment.MachineName, Environment.ProcessId);

    internal void Write(string folder, int task) => AtomicFile.Write(PathOf(folder, task), JsonSerializer.SerializeToUtf8Bytes(this, Options));

    /// <summary>What the task said last; null where it has said nothing, or nothing that can be read.</summary>
    internal static ShareStatus? Read(string folder, int task)
    {
        try
        {
            return JsonSerializer.Deserialize<ShareStatus>(File.ReadAllBytes(PathOf(folder, task)), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static void Forget(string folder, int task) => File.Delete(PathOf(folder, task));

    private static string PathOf(string folder, int task) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{task}.status.json"));
}
