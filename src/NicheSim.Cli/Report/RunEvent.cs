namespace NicheSim.Cli.Report;

/// <summary>A column of events.csv, taken apart and summed over the run.</summary>
/// <param name="Type">The cell type.</param>
/// <param name="State">Its state; empty for a type without states, and for counters of a whole type.</param>
/// <param name="Event">The behavior as in rules, or what a counter of a type counts.</param>
/// <param name="Cause">The rule behind it, <see cref="BaseRate"/>, or empty for counters of a type.</param>
/// <param name="Count">How often it happened.</param>
internal sealed record RunEvent(string Type, string State, string Event, string Cause, double Count)
{
    public const string BaseRate = "base";

    /// <summary>All events of a run, in the order of the table.</summary>
    public static IReadOnlyList<RunEvent> All(ReportTable table) => [.. table.Columns.Select(column => Of(column.Split('.'), table[column].Sum()))];

    /// <summary>Columns are <c>type.event</c>, <c>type.event.cause</c> or <c>type.state.event.cause</c>.</summary>
    private static RunEvent Of(string[] parts, double count) => parts.Length switch
    {
        2 => new RunEvent(parts[0], "", parts[1], "", count),
        3 => new RunEvent(parts[0], "", parts[1], parts[2], count),
        _ => new RunEvent(parts[0], parts[1], parts[2], parts[3], count),
    };
}
