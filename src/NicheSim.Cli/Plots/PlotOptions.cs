namespace NicheSim.Cli.Plots;

/// <summary>Which pictures are drawn, of what, and how they look.</summary>
internal sealed record PlotOptions
{
    /// <summary>Names of pictures; all where empty.</summary>
    public string[] Only { get; init; } = [];

    /// <summary>Days of the maps; each goes to the nearest that there is a frame of. First, middle and last where empty.</summary>
    public double[] Days { get; init; } = [];

    /// <summary>Fields that are drawn; all where empty.</summary>
    public string[] Fields { get; init; } = [];

    /// <summary>Part of a map [um]: x from, x to, y from, y to. All of it where empty.</summary>
    public double[] Region { get; init; } = [];

    /// <summary>Pixels of a PNG per pixel of the layout.</summary>
    public float Scale { get; init; } = Figure.DefaultScale;

    /// <summary>Every picture as SVG too.</summary>
    public bool Svg { get; init; }

    public Theme Theme { get; init; } = Theme.Light;

    public bool Wants(string field) => Fields.Length == 0 || Fields.Contains(field);
}
