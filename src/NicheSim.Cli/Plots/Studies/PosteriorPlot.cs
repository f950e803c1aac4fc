using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>
/// What a calibration came to: the weighted values of each parameter over the range of its prior (diagonal), of each two of them below it, and the tolerance
/// from generation to generation.
/// </summary>
internal static class PosteriorPlot
{
    /// <summary>More parameters than this do not fit side by side; those after it are named at the foot.</summary>
    private const int MostParameters = 5;

    private const int Bins = 16;

    public static Figure? Draw(StudyFiles study)
    {
        if (study.Calibration is not { RowCount: > 0 } table || study.Parameters.Count == 0)
            return null;
        var parameters = study.Parameters.Take(MostParameters).ToArray();
        var weights = table.NumbersOrNone("weight");
        var values = parameters.Select(table.NumbersOrNone).ToArray();
        var scales = parameters.Select((parameter, p) => study.AxisOf(parameter, [.. Prior(study, parameter), .. values[p]])).ToArray();
        var figure = study.NewFigure();
        var columns = Math.Max(2, parameters.Length);
        var width = (float)figure.Width / columns;
        for (var row = 0; row < parameters.Length; row++)
        {
            var plots = new List<Plot>();
            for (var column = 0; column <= row; column++)
                plots.Add(row == column
                    ? Marginal(study.TitleOf(parameters[row]), values[row], weights, scales[row], width)
                    : Pair(study.TitleOf(parameters[column]), study.TitleOf(parameters[row]), values[column], values[row], weights, scales[column], scales[row], width));
            figure.AddRow(plots, Math.Max(150, width * 0.75f), columns);
        }

        if (study.Generations is { RowCount: > 0 } generations)
            figure.Add(Tolerances(generations, figure.Width), 160);
        figure.Note("Weighted parameter sets of the last generation. Axes span the prior; a distribution without ends is cut at 0.5 and 99.5 %. Dashed: weighted median. Discs: the larger, the more weight.");
        if (study.Parameters.Count > parameters.Length)
            figure.Note($"Not drawn: {string.Join(", ", study.Parameters.Skip(parameters.Length))}.");
        return figure;
    }

    /// <summary>The ends of a parameter's prior, as far as its settings name them.</summary>
    private static IEnumerable<double> Prior(StudyFiles study, string parameter)
    {
        const double NormalTail = 2.5758293; // the standard normal's 99.5 %
        if (study.Settings.Parameters.GetValueOrDefault(parameter) is not { } settings)
            return [];
        var drawn = settings.Distribution;
        double?[] ends = drawn switch
        {
            null => [.. settings.Values.Select(value => (double?)value), settings.From, settings.To],
            { From: not null, To: not null } => [drawn.From, drawn.To],
            { Mean: { } mean, Sd: { } sd } => [drawn.From ?? mean - (NormalTail * sd), drawn.To ?? mean + (NormalTail * sd)],
            { Median: { } median, SdFactor: { } factor } => [drawn.From ?? median * Math.Pow(factor, -NormalTail), drawn.To ?? median * Math.Pow(factor, NormalTail)],
            _ => [drawn.From ?? 0, drawn.To ?? 1],
        };
        return ends.OfType<double>();
    }

    private static Plot Marginal(string title, double[] values, double[] weights, Scale scale, float width)
    {
        var bins = new double[Bins];
        for (var i = 0; i < values.Length; i++)
            bins[Math.Clamp((int)((scale.Position(values[i]) - scale.Low) / (scale.High - scale.Low) * Bins), 0, Bins - 1)] += weights[i];
        var most = bins.Max();
        var plot = StudyPanel.Of(scale, title, Scale.Linear(0, most * 1.08, 4), "weight", "", width, new PixelPadding(60, 10, 40, 14));
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            var step = (scale.High - scale.Low) / Bins;
            for (var bin = 0; bin < Bins; bin++)
                canvas.Box(at(scale.Low + (step * bin), 0), at(scale.Low + (step * (bin + 0.94)), bins[bin]), Theme.Now.OnPaper(Color.FromHex("#0072B2")));
            var median = scale.Position(WeightedMedian(values, weights));
            canvas.Segment(at(median, 0), at(median, most * 1.08), Theme.Now.OnPaper(Color.FromHex("#D55E00")), 1.6f, Palette.Pattern(0));
        }));
        return plot;
    }

    private static Plot Pair(string across, string up, double[] x, double[] y, double[] weights, Scale horizontal, Scale vertical, float width)
    {
        var plot = StudyPanel.Of(horizontal, across, vertical, up, "", width, new PixelPadding(60, 10, 40, 14));
        var most = weights.Max();
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            for (var i = 0; i < x.Length; i++)
                canvas.Dot(at(horizontal.Position(x[i]), vertical.Position(y[i])), (float)(1.2 + (2.8 * Math.Sqrt(weights[i] / most))), Theme.Now.OnPaper(Color.FromHex("#0072B2")).WithAlpha(0.6));
        }));
        return plot;
    }

    /// <summary>The first generation takes all there is and has no tolerance.</summary>
    private static Plot Tolerances(CsvTable generations, float width)
    {
        var (numbers, tolerances) = (generations.NumbersOrNone("generation"), generations.NumbersOrNone("tolerance"));
        var known = Enumerable.Range(0, numbers.Length).Where(row => double.IsFinite(tolerances[row])).ToArray();
        var ticks = numbers.Select(number => Tick.Major(number, Scale.Plain(number))).ToArray();
        var color = Theme.Now.OnPaper(Color.FromHex("#0072B2"));
        var plot = StudyPanel.Of(
            new Scale(v => v, -0.3, numbers[^1] + 0.3, ticks, ""), "generation", Quantity.Axis(known.Select(row => tolerances[row]), 4), "distance", "tolerance", width, new PixelPadding(60, 10, 40, 24));
        plot.PlottableList.Add(new DrawnLine([.. known.Select(row => numbers[row])], [.. known.Select(row => tolerances[row])], new Line("", [], color, LinePattern.Solid, 1.8f)));
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            foreach (var row in known)
                canvas.Dot(at(numbers[row], tolerances[row]), 3.5f, color);
        }));
        return plot;
    }

    private static double WeightedMedian(double[] values, double[] weights)
    {
        var half = weights.Sum() / 2;
        var sum = 0.0;
        foreach (var i in Enumerable.Range(0, values.Length).OrderBy(i => values[i]))
            if ((sum += weights[i]) >= half)
                return values[i];
        return double.NaN;
    }
}
