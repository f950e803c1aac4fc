namespace NicheSim.Scenarios;

/// <summary>What a key means, in one sentence: the text of the schema, of editors' tooltips and of the manual's tables.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class AboutAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>An object of which one key is given: in a higher layer another key takes the place of the lower layers'.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OneOfAttribute : Attribute;

/// <summary>The closed range that a number must lie in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute(double minimum, double maximum) : Attribute
{
    public double Minimum { get; } = minimum;

    public double Maximum { get; } = maximum;

    /// <summary>True where the minimum itself is refused (a diffusion coefficient of 0, say).</summary>
    public bool AboveMinimum { get; init; }
}

/// <summary>
/// The names that a dictionary's keys may have, where they are not plain names: a regular expression for the whole key, in the part of the
/// language that .NET and JSON Schema share. With one, keys may hold <c>:</c> (as <c>kind:name</c>).
/// Of a dictionary in a dictionary it holds for the outer one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamePatternAttribute(string pattern) : Attribute
{
    /// <summary>A name that needs no declaration: a letter, then letters, digits, <c>-</c> or <c>_</c>.</summary>
    public const string Plain = "[A-Za-z][A-Za-z0-9_-]*";

    public string Pattern { get; } = pattern;

    /// <summary>The pattern in words, for the message that refuses a name.</summary>
    public string Expected { get; init; } = "";
}
