using System.Globalization;

namespace NicheSim.Scenarios;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>Where something stands: file as the user named it, line and column from 1 (0 where there is none, as for <c>--set</c>).</summary>
public readonly record struct Position(string File, int Line, int Column)
{
    public override string ToString() =>
        Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}") : File;
}

/// <summary>One finding about a scenario, printed as compilers print theirs: <c>file:line:column: error: path: message</c>.</summary>
public sealed record Diagnostic(Severity Severity, Position Position, string Path, string Message)
{
    public override string ToString()
    {
        var kind = Severity == Severity.Error ? "error" : "warning";
        return Path.Length > 0 ? $"{Position}: {kind}: {Path}: {Message}" : $"{Position}: {kind}: {Message}";
    }
}
