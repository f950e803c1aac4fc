using NicheSim.Recording;
using NicheSim.Rules;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>
/// The dose-response of each rule that answers to a field, the other rules left aside, with the levels shaded at which the cells that it is about really were: where
/// the shade does not reach the slope, the rule has nothing to say in this run.
/// </summary>
internal static class DoseResponsePlot
{
    private const int Columns = 2, MostRules = 16, Points = 121;
    private const float PanelWidth = 305, PanelHeight = 215;

    public static Figure? Draw(RunFolder run, FrameMaps? frames, PlotOptions options)
    {
        if (RunPreparation.Load(Path.Combine(run.Folder, "scenario.json")).Scenario is not { } scenario)
            return null;
        var curves = Different(Curves(scenario).Where(curve => options.Wants(curve.Field)));
        if (curves.Length == 0)
            return null;
        var figure = new Figure((int)(Columns * PanelWidth) + 12, run.Name, RunPlots.Subtitle(run));
        var drawn = curves.Take(MostRules).ToArray();
        var seen = frames is null or { Header.Fields.Length: 0 } ? new double[]?[drawn.Length] : Seen(frames, drawn);
        foreach (var row in drawn.Zip(seen).Chunk(Columns))
            figure.AddRow([.. row.Select(one => Panel(one.First, one.Second))], PanelHeight, Columns);
        figure.Note("Lines: what a rule alone makes of the behavior, its further signals saturating, its receptors free. Dotted: half-maximum."
            + (seen.Any(levels => levels is not null) ? $" Shaded: the levels at which 90 % of the rule's cells were, over all days{(frames!.Header.Planes.Length > 1 ? " (in the middle slice)" : "")}; at the left end what is zero or lower." : ""));
        if (curves.Length > MostRules)
            figure.Note($"Not drawn: {string.Join(", ", curves.Skip(MostRules).Select(curve => curve.Rule).Distinct())}.");
        return figure;
    }

    /// <summary>A rule's curve, of the states that have it ("" of a type without states); who they are is said by the type alone where the curve is that of all of its cells.</summary>
    private sealed record Curve(string Rule, string Field, string Type, string Who, string[] States, string Behavior, string Unit, double Base, double Saturation, double HalfMaximum, double Power, bool Below);

    /// <summary>The curves that differ, in the order of their rules: states of a type may have other bases, from which a rule goes elsewhere.</summary>
    private static Curve[] Different(IEnumerable<Curve> curves)
        => [.. curves.GroupBy(curve => curve.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal).SelectMany(rule => ByBase([.. rule.GroupBy(curve => (curve.Base, curve.Saturation))]))];

    private static IEnumerable<Curve> ByBase(IGrouping<(double Base, double Saturation), Curve>[] curves) => curves.Select(same =>
    {
        string[] states = [.. same.SelectMany(curve => curve.States).Distinct()];
        var first = same.First();
        return first with { States = states, Who = curves.Length > 1 ? $"{first.Type}, {string.Join(" and ", states)}" : first.Who };
    });

    private static IEnumerable<Curve> Curves(CompiledScenario scenario) =>
        from p in Enumerable.Range(0, scenario.Plan.Profiles.Length)
        let profile = scenario.Plan.Profiles[p]
        from response in (ResponsePlan[])[profile.Sources, profile.Decisions]
        from channel in response.Channels
        from term in channel.Increasing.Concat(channel.Decreasing).SelectMany(way => way.Terms)
        let signal = response.Signals[term.Members[0].Signal]
        where signal.Kind == SignalKind.Field && scenario.Plan.Fields[signal.A].IsSolved
        let name = scenario.Names.Rules[term.Rule]
        let rule = scenario.Scenario.Rules[name]
        let member = term.Members[0]
        select new Curve(name, scenario.Names.Fields[signal.A], rule.Cell, rule.State is null ? rule.Cell : $"{rule.Cell}, {rule.State}", [scenario.Names.States[p]], (rule.Increases ?? rule.Decreases)!, Unit(channel), channel.Base, term.Saturation, member.HalfMaximum, member.Power, member.Below);

    private static string Unit(ChannelPlan channel) => channel.Kind switch
    {
        BehaviorKind.Move => "µm/h",
        BehaviorKind.Secrete => "molecules/s",
        BehaviorKind.TakeUp => channel.Reach > 0 ? "molecules/s" : "µm³/s",
        BehaviorKind.Exchange => "1/s",
        BehaviorKind.Resorb or BehaviorKind.Form => "µm/day",
        BehaviorKind.Follow or BehaviorKind.Avoid or BehaviorKind.Cohesion or BehaviorKind.Arrest or BehaviorKind.Capture => "strength",
        _ => "per day",
    };

    /// <summary>Per curve, the 5th, 50th and 95th percentile of the levels in the voxels of its cells, over all frames of the first plane; null without such cells.</summary>
    private static double[]?[] Seen(FrameMaps frames, Curve[] curves)
    {
        var cells = Array.ConvertAll(curves, _ => new SortedDictionary<float, long>());
        foreach (var frame in frames.All())
            for (var c = 0; c < curves.Length; c++)
                Count(frames.Header, frame.Planes[0], curves[c], cells[c]);
        return Array.ConvertAll(cells, levels => levels.Count > 0 ? Percentiles(levels) : null);
    }

    /// <summary>Adds the curve's cells of a frame to their levels, of which a frame has no more than a byte can say.</summary>
    private static void Count(FrameHeader header, PlaneMap map, Curve curve, SortedDictionary<float, long> cells)
    {
        var (plane, field) = (header.Planes[0], map.Fields[Array.IndexOf(header.Fields, curve.Field)]);
        var counts = new long[byte.MaxValue + 1];
        var isOfCurve = Array.ConvertAll(header.Profiles, profile => header.Types[profile.Type] == curve.Type && curve.States.Contains(profile.State));
        for (var entry = 0; entry < map.Cells.Length; entry++)
        {
            if (map.Cells[entry] == 0 || !isOfCurve[map.Cells[entry] - 1])
                continue;
            var (x, y) = (entry % plane.Width / plane.Bin, entry / plane.Width / plane.Bin);
            counts[field.Levels[x + (plane.FieldWidth * y)]]++;
        }

        for (var level = 0; level < counts.Length; level++)
            if (counts[level] > 0)
                cells[field.Picomolar((byte)level)] = cells.GetValueOrDefault(field.Picomolar((byte)level)) + counts[level];
    }

    private static double[] Percentiles(SortedDictionary<float, long> cells)
    {
        var last = cells.Values.Sum() - 1;
        return [.. new[] { 0.05, 0.5, 0.95 }.Select(share => At((long)(share * last)))];

        double At(long place) => cells.First(level => (place -= level.Value) < 0).Key;
    }

    private static Plot Panel(Curve curve, double[]? seen)
    {
        var least = Math.Max(curve.HalfMaximum * 1e-4, Math.Min(curve.HalfMaximum / 100, seen is { } low && low[0] > 0 ? low[0] / 2 : double.MaxValue));
        var most = Math.Max(curve.HalfMaximum * 100, (seen?[2] ?? 0) * 2);
        var (horizontal, top) = (Scale.Concentrations([least, most]), Math.Max(curve.Base, curve.Saturation));
        var vertical = Scale.Linear(0, top * 1.06, 4).WithRoomBelow();
        double[] doses = [.. Enumerable.Range(0, Points).Select(i => least * Math.Pow(most / least, i / (Points - 1.0)))];
        var plot = new Plot();
        PlotFonts.Install();
        if (seen is not null)
        {
            // What is below the axis stands at its end.
            double[] ends = [At(Math.Max(seen[0], least)), At(Math.Max(seen[2], least * 1.1))];
            plot.PlottableList.Add(new DrawnBand(ends, [vertical.Low, vertical.Low], [vertical.High, vertical.High], Color.FromHex("#56B4E9").WithAlpha(0.28)));
            plot.PlottableList.Add(new DrawnLine([At(Math.Max(seen[1], least)), At(Math.Max(seen[1], least))], [vertical.Low, vertical.High], new Line("", [], Color.FromHex("#56B4E9"), LinePattern.Solid, 1)));
        }

        plot.PlottableList.Add(new DrawnLine([At(curve.HalfMaximum), At(curve.HalfMaximum)], [vertical.Low, vertical.High], new Line("", [], Palette.FaintInk, Palette.Pattern(1), 1)));
        plot.PlottableList.Add(new DrawnLine(Array.ConvertAll(doses, At), [.. doses.Select(dose => vertical.Position(Value(curve, dose)))], new Line("", [], Theme.Now.OnPaper(Color.FromHex("#0072B2")), LinePattern.Solid, 2)));
        LinePanel.Dress(plot, horizontal with { Remark = "" }, $"{curve.Field} (pM)", vertical, curve.Rule, curve.Unit, $"{curve.Behavior} of {curve.Who}");
        plot.Layout.Fixed(new PixelPadding(74, 14, 42, 40));
        return plot;

        double At(double dose) => horizontal.Position(dose);
    }

    private static double Value(Curve curve, double dose)
    {
        var hill = 1 / (1 + Math.Pow(curve.HalfMaximum / dose, curve.Power));
        return curve.Base + ((curve.Saturation - curve.Base) * (curve.Below ? 1 - hill : hill));
    }
}
