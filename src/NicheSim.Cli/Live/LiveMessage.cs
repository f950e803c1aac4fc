using System.Text.Json;
using System.Text.Json.Serialization;

namespace NicheSim.Cli.Live;

/// <summary>What page and program say to each other, apart from frames: JSON objects with a <c>type</c> to the page, with a <c>do</c> from it.</summary>
internal static class LiveMessage
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        // Distances to what there is not are infinite, readouts of nothing are no number.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static byte[] Of(object message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);
}

/// <summary>What a page asks for; each request uses what it needs.</summary>
internal sealed record LiveRequest
{
    /// <summary><c>play</c>, <c>pause</c>, <c>step</c>, <c>speed</c>, <c>restart</c>, <c>ready</c>, <c>view</c>, <c>inspect</c>, <c>set</c> or <c>save</c>.</summary>
    public string Do { get; init; } = "";

    /// <summary>speed: most ticks per second; 0 for as many as there can be.</summary>
    public double TicksPerSecond { get; init; }

    /// <summary>restart: the seed, as text, because numbers of JavaScript are exact up to 2^53 only; as before where left out.</summary>
    public string? Seed { get; init; }

    /// <summary>view: the field; -1 for none.</summary>
    public int Field { get; init; } = -1;

    /// <summary>view: the slice.</summary>
    public int Z { get; init; }

    /// <summary>inspect: the voxel that was clicked on; -1 to look at <see cref="Id"/> again.</summary>
    public int Voxel { get; init; } = -1;

    /// <summary>inspect: id of a cell.</summary>
    public long Id { get; init; }

    /// <summary>set: path of a parameter.</summary>
    public string Path { get; init; } = "";

    /// <summary>set: its new value, a number or true or false.</summary>
    public JsonElement Value { get; init; }

    /// <summary>save: name of the overlay.</summary>
    public string Name { get; init; } = "";

    /// <summary>save: with what was changed on the way as events, else all from the start.</summary>
    public bool AsHappened { get; init; }
}
