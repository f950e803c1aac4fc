using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>Bone over the days: its share of the tissue, how much of its surface is eroded, and what was resorbed and formed since the first row.</summary>
internal static class BonePlot
{
    public static Figure? Draw(RunFolder run)
    {
        if (run.Bone is not { RowCount: > 0 } table || table.Numbers("bv_tv").All(v => v == 0))
            return null;
        var days = table.Numbers("day");
        var volume = table.Numbers("bv_tv").Select(v => 100 * v).ToArray();
        var fills = new[] { Solid("bone", volume, "#7A6A53"), new Line("mineral", [.. table.Numbers("mineral").Select(v => 100 * v)], Color.FromHex("#0072B2"), Palette.Pattern(0), 1.9f) };
        var relative = new[] { Solid("bone", Share(volume, volume[0]), "#7A6A53") };
        var eroded = new[] { Solid("eroded", Share(table.Numbers("eroded_surface_voxels"), table.Numbers("surface_voxels")), "#D55E00") };
        var turnover = new[] { Solid("resorbed", Since(table.Numbers("resorbed_um3")), "#D55E00"), Solid("formed", Since(table.Numbers("formed_um3")), "#009E73") };

        var (unit, power) = turnover.Max(l => l.Values.Max()) switch { >= 1e6 => (1e6, "10⁶ "), >= 1e4 => (1e3, "10³ "), _ => (1, "") };
        turnover = [.. turnover.Select(l => l with { Values = [.. l.Values.Select(v => v / unit)] })];

        var lesions = run.ReadoutKinds.Where(readout => readout.Value.StartsWith("lesion", StringComparison.Ordinal) && run.Readouts?.Has(readout.Key) == true)
            .Select(readout => (Line: Solid(readout.Key, run.Readouts!.Numbers(readout.Key), "#CC79A7"), Quantity: readout.Value == "lesion-count" ? "lesions" : "area (µm²)"))
            .Select(lesion => lesion.Line.Values.Max() < 1e4 ? lesion : (Line: lesion.Line with { Values = [.. lesion.Line.Values.Select(v => v / 1e3)] }, lesion.Quantity.Replace("µ", "10³ µ", StringComparison.Ordinal))).ToArray();
        var width = LinePanel.WidthFor([.. fills, .. eroded, .. turnover, .. lesions.Select(lesion => lesion.Line)]);
        var figure = new Figure(width, run.Name, RunPlots.Subtitle(run));
        Add(figure, days, fills, Near(fills), "bone volume", "BV/TV (%)");
        Add(figure, days, relative, Near(relative), "bone volume against day " + Scale.Plain(days[0]), $"% of day {Scale.Plain(days[0])}");
        var never = new List<string>();
        AddFromZero(eroded, "eroded surface", "% of bone surface");
        AddFromZero(turnover, "turnover", $"volume ({power}µm³)");
        foreach (var (line, quantity) in lesions)
            AddFromZero([line], quantity == "lesions" ? "number of lesions" : "size of lesions", quantity);
        if (never.Count > 0)
            figure.Note("Zero throughout: " + string.Join("; ", never) + ".");
        return figure;

        void AddFromZero(Line[] lines, string heading, string quantity)
        {
            if (lines.All(line => line.Values.All(value => value == 0)))
                never.Add(heading);
            else
                Add(figure, days, lines, FromZero(lines), heading, quantity);
        }
    }

    private static Line Solid(string name, double[] values, string color) => new(name, values, Theme.Now.OnPaper(Color.FromHex(color)), LinePattern.Solid, 1.9f);

    /// <summary>What was added since the first row: a branch counts on from the start of its trunk.</summary>
    private static double[] Since(double[] counted) => [.. counted.Select(value => value - counted[0])];

    private static double[] Share(double[] part, double whole) => [.. part.Select(p => 100 * p / whole)];

    private static double[] Share(double[] part, double[] whole) => [.. part.Select((p, i) => whole[i] > 0 ? 100 * p / whole[i] : 0)];

    private static void Add(Figure figure, double[] days, Line[] lines, Scale scale, string heading, string quantity) =>
        figure.Add(LinePanel.Draw(days, lines, scale, heading, quantity, figure.Width), LinePanel.HeightFor(lines, 165));

    private static Scale FromZero(Line[] lines) => Scale.Linear(0, lines.Max(l => l.Values.Max()) is > 0 and var most ? most * 1.05 : 1, 5).WithRoomBelow();

    /// <summary>An axis around the values, at least 2 % of them wide: bone changes by little, and noise should not look like a change.</summary>
    private static Scale Near(Line[] lines)
    {
        var (low, high) = (lines.Min(l => l.Values.Min()), lines.Max(l => l.Values.Max()));
        var room = Math.Max(0.08 * (high - low), 0.01 * high);
        return Scale.Linear(Math.Max(0, low - room), high + room, 5);
    }
}
