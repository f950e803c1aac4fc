using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NicheSim.Numerics;
using NicheSim.Scenarios;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>The points of a study's design.</summary>
internal static class DesignPoints
{
    /// <summary>Levels of a Morris design, as recommended by Saltelli et al., Global Sensitivity Analysis: The Primer (2008), section 3.3.</summary>
    private const int MorrisLevels = 4;

    /// <summary>Points[point][parameter], in the scenario's units; one empty point where nothing varies.</summary>
    public static double[][] Of(StudySettings study, IReadOnlyList<StudyParameter> parameters, int replicates, SourceMap sources, List<Diagnostic> diagnostics)
    {
        if (parameters.Count == 0)
            return [[]];
        var design = study.Design;
        if (design.Kind == DesignKind.Grid && design.Correlations.Count > 0)
            diagnostics.Add(sources.Error("design:correlations", "a grid lays out all combinations of its values, and draws none"));
        if (design.Kind == DesignKind.Grid)
            return Grid([.. parameters.Select(parameter => parameter.GridValues())], sources, diagnostics);
        var most = design.Kind switch { DesignKind.SobolSequence => SobolSequence.MaxDimensions, DesignKind.SobolIndices => SobolSequence.MaxDimensions / 2, _ => int.MaxValue };
        var points = design.Kind switch
        {
            DesignKind.Morris => (double)design.Trajectories * (parameters.Count + 1),
            DesignKind.SobolIndices => (double)design.Points * (parameters.Count + 2),
            _ => 0,
        };
        if (parameters.Count > most)
            return Refuse("parameters", string.Create(CultureInfo.InvariantCulture, $"this design takes {most} at most"));
        if (points > StudyLoader.MostRuns)
            return Refuse("design", string.Create(CultureInfo.InvariantCulture, $"asks for {points:N0} points; at most {StudyLoader.MostRuns:N0} runs are possible"));
        var unit = Unit(design, parameters, replicates);
        if (Copula(design, parameters, sources, diagnostics) is { } copula)
            unit = Array.ConvertAll(unit, point => copula.Correlate(point));
        return Array.ConvertAll(unit, point => parameters.Select((parameter, p) => parameter.At(point[p])).ToArray());

        double[][] Refuse(string place, string message)
        {
            diagnostics.Add(sources.Error(place, message));
            return [[.. parameters.Select(parameter => parameter.At(0.5))]];
        }
    }

    /// <summary>The points of a design that draws, each parameter as a share of 0..1 of its range.</summary>
    public static double[][] Unit(StudyPlan plan) => Unit(plan.Settings.Design, plan.Parameters, plan.Seeds.Count);

    private static double[][] Unit(DesignSettings design, IReadOnlyList<StudyParameter> parameters, int replicates) => design.Kind switch
    {
        DesignKind.LatinHypercube => LatinHypercube.Points(design.Points, parameters.Count, (ulong)design.Seed),
        DesignKind.SobolSequence => [.. Enumerable.Range(0, design.Points).Select(i => SobolSequence.Scrambled(i, parameters.Count, (ulong)design.Seed))],
        DesignKind.Morris => Morris.Points(parameters.Count, design.Trajectories, MorrisLevels, (ulong)design.Seed),
        DesignKind.SobolIndices => SobolIndices.Points(parameters.Count, design.Points, (ulong)design.Seed),
        _ => Patients(parameters, replicates, (ulong)design.Seed),
    };

    private static double[][] Grid(double[][] values, SourceMap sources, List<Diagnostic> diagnostics)
    {
        var levels = Array.ConvertAll(values, list => list.Length);
        if (levels.Aggregate(1.0, (product, count) => product * count) > StudyLoader.MostRuns)
        {
            diagnostics.Add(sources.Error("parameters", string.Create(CultureInfo.InvariantCulture, $"the full grid has more than {StudyLoader.MostRuns:N0} points")));
            return [Array.ConvertAll(values, list => list[0])];
        }

        return [.. Enumerable.Range(0, (int)FullGrid.Count(levels)).Select(i => FullGrid.At(levels, i).Select((level, p) => values[p][level]).ToArray())];
    }

    /// <summary>Draws that belong to parameter and replicate alone: a longer cohort begins with the same patients, and a further parameter changes no other.</summary>
    private static double[][] Patients(IReadOnlyList<StudyParameter> parameters, int replicates, ulong seed)
        => [.. Enumerable.Range(0, replicates).Select(patient => parameters.Select(parameter => Share(parameter.Name, seed, patient)).ToArray())];

    /// <summary>The number from 0 to 1 that is drawn for a parameter: it depends on nothing but its name, the seed, and which draw it is.</summary>
    public static double Share(string parameter, ulong seed, int draw)
        => new RandomStream(seed, Purpose.Patient, draw, BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(parameter)))).NextDouble();

    private static GaussianCopula? Copula(DesignSettings design, IReadOnlyList<StudyParameter> parameters, SourceMap sources, List<Diagnostic> diagnostics)
    {
        if (design.Correlations.Count == 0)
            return null;
        if (design.Kind is DesignKind.Morris or DesignKind.SobolIndices)
            diagnostics.Add(sources.Error("design:correlations", "a design of one parameter at a time takes its parameters as independent"));
        var names = parameters.Select(parameter => parameter.Name).ToList();
        var matrix = new double[names.Count, names.Count];
        for (var p = 0; p < names.Count; p++)
            matrix[p, p] = 1;
        foreach (var (one, others) in design.Correlations)
            foreach (var (other, coefficient) in others)
            {
                var path = $"design:correlations:{one}:{other}";
                var (row, column) = (names.IndexOf(one), names.IndexOf(other));
                if (row < 0 || column < 0)
                    diagnostics.Add(sources.Error(path, Suggestion.Unknown("parameter", row < 0 ? one : other, names)));
                else if (row == column || Math.Abs(coefficient) >= 1)
                    diagnostics.Add(sources.Error(path, "expected two parameters and a coefficient between -1 and 1"));
                else
                    matrix[row, column] = matrix[column, row] = coefficient;
            }

        try
        {
            return new GaussianCopula(matrix);
        }
        catch (ArgumentException)
        {
            diagnostics.Add(sources.Error("design:correlations", "these coefficients contradict one another: the matrix is not positive definite"));
            return null;
        }
    }
}
