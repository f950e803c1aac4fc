using System.Globalization;
using System.Text;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.OdeSolvers;
using NCalc;

namespace NicheSim.MeanField;

/// <summary>What a mean-field model comes to over time.</summary>
/// <param name="Names">The variables, in ordinal order.</param>
/// <param name="Days">Day of each row.</param>
/// <param name="Values">Values[variable][row].</param>
public sealed record MeanFieldCourse(IReadOnlyList<string> Names, IReadOnlyList<double> Days, IReadOnlyList<double[]> Values)
{
    /// <summary>The values of a variable, row by row.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such variable.</exception>
    public IReadOnlyList<double> Of(string name)
        => Names.ToList().IndexOf(name) is >= 0 and var at ? Values[at] : throw new KeyNotFoundException(name);

    /// <summary>A table of comma-separated values: day, then the variables, with nine digits.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', Names.Prepend("day")).Append('\n');
        for (var row = 0; row < Days.Count; row++)
            text.AppendJoin(',', Values.Select(values => values[row]).Prepend(Days[row]).Select(value => value.ToString("G9", CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }
}

/// <summary>A mean-field model, ready to be solved: dy/dt = rate(y, t) from y(0) = start.</summary>
public sealed class MeanFieldModel
{
    /// <summary>The name by which formulas call the time [days].</summary>
    internal const string Time = "t";

    internal const int MostRows = 1_000_000, MostSteps = 10_000_000;

    private readonly Formulas _formulas;
    private readonly Expression[] _rates;
    private readonly double[] _start;

    internal MeanFieldModel(string name, MeanFieldSettings settings, Formulas formulas, IReadOnlyList<string> names, Expression[] rates, double[] start)
        => (Name, Settings, _formulas, Names, _rates, _start) = (name, settings, formulas, names, rates, start);

    public string Name { get; }

    public MeanFieldSettings Settings { get; }

    /// <summary>The variables, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Solves the equations over the model's days by the Runge-Kutta method of fourth order with fixed steps (Math.NET Numerics).</summary>
    /// <exception cref="ArithmeticException">A value is no longer a finite number; says which, and when.</exception>
    public MeanFieldCourse Solve()
    {
        var days = RecordedDays();
        var rows = days.Length;
        var values = Names.Select(_ => new double[rows]).ToArray();
        var now = Vector<double>.Build.DenseOfArray(_start);
        for (var row = 0; row < rows; row++)
        {
            if (row > 0)
                now = RungeKutta.FourthOrder(now, days[row - 1], days[row], Points(Math.Min(Settings.RecordEveryDays, Settings.DurationDays - days[row - 1])), Rates)[^1];
            for (var v = 0; v < values.Length; v++)
                values[v][row] = double.IsFinite(now[v]) ? now[v] : throw new ArithmeticException(FormattableString.Invariant($"{Names[v]} is no finite number on day {days[row]}"));
        }

        return new MeanFieldCourse(Names, days, values);
    }

    /// <summary>The days of the rows, the last one among them though no whole number of steps leads there.</summary>
    private double[] RecordedDays()
    {
        var whole = (int)Math.Floor((Settings.DurationDays / Settings.RecordEveryDays) + 1e-9);
        var days = Enumerable.Range(0, whole + 1).Select(row => row * Settings.RecordEveryDays);
        return [.. (Settings.DurationDays / Settings.RecordEveryDays) - whole > 1e-9 ? days.Append(Settings.DurationDays) : days];
    }

    /// <summary>Points of the solver over so many days, both ends among them.</summary>
    private int Points(double days) => (int)Math.Ceiling((days / Settings.StepDays) - 1e-9) + 1;

    private Vector<double> Rates(double day, Vector<double> values)
    {
        _formulas.Set(Time, day);
        for (var v = 0; v < Names.Count; v++)
            _formulas.Set(Names[v], values[v]);
        _formulas.Update();
        return Vector<double>.Build.Dense(Names.Count, v => Formulas.Value(_rates[v]));
    }
}
