namespace NicheSim.Cli.Plots;

/// <summary>A column of events.csv taken apart: <c>type[.state].event[.cause]</c>.</summary>
internal sealed record EventName(string Type, string State, string Event, string Cause)
{
    /// <summary>The column's parts where it is of this type; else null.</summary>
    public static EventName? Parse(string column, string type, string[] states)
    {
        if (!column.StartsWith(type + ".", StringComparison.Ordinal))
            return null;
        var parts = column[(type.Length + 1)..].Split('.');
        var state = states.Contains(parts[0]) && parts.Length > 1 ? parts[0] : "";
        var rest = state.Length > 0 ? parts[1..] : parts;
        return new EventName(type, state, rest[0], string.Join('.', rest[1..]));
    }
}
