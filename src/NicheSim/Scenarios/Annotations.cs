namespace NicheSim.Scenarios;

/// <summary>What a key means, in one sentence: the text of the schema, of editors' tooltips and of the manual's tables.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class AboutAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>The closed range that a number must lie in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute(double minimum, double maximum) : Attribute
{
    public double Minimum { get; } = minimum;

    public double Maximum { get; } = maximum;

    /// <summary>True where the minimum itself is refused (a diffusion coefficient of 0, say).</summary>
    public bool AboveMinimum { get; init; }
}
