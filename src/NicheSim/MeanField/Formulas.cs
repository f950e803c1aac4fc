using System.Globalization;
using System.Text.RegularExpressions;
using NCalc;
using NicheSim.Scenarios;

namespace NicheSim.MeanField;

/// <summary>
/// Formulas that share one set of names: numbers that are set from outside, and shorthands that are computed from them in the order in which they need each other.
/// </summary>
internal sealed partial class Formulas
{
    private static readonly string[] Functions = ["Exp", "Ln", "Max", "Min", "Pow", "if"];

    private readonly Dictionary<string, object?> _values = [];
    private readonly List<(string Name, Expression Formula)> _shorthands = [];

    /// <summary>A formula over the shared names.</summary>
    /// <exception cref="FormatException">It cannot be read; says why.</exception>
    public Expression Read(string text) => Parse(text, _values);

    /// <summary>Names that a formula uses.</summary>
    /// <exception cref="FormatException">It cannot be read; says why.</exception>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        var values = new Dictionary<string, object?>();
        var formula = Parse(text, values);
        string[] names = [.. formula.GetParameterNames().Distinct()];
        foreach (var name in names)
            values[name] = 1.0;
        try
        {
            Value(formula);
        }
        catch (ArithmeticException e)
        {
            throw new FormatException(e.Message);
        }

        return names;
    }

    /// <summary>Adds a shorthand, behind those that it uses.</summary>
    public void Add(string name, string text) => _shorthands.Add((name, Read(text)));

    public void Set(string name, double value) => _values[name] = value;

    /// <summary>Computes the shorthands anew.</summary>
    public void Update()
    {
        foreach (var (name, formula) in _shorthands)
            _values[name] = Value(formula);
    }

    /// <exception cref="ArithmeticException">It gives no number; says why.</exception>
    public static double Value(Expression formula)
    {
        object? value;
        try
        {
            value = formula.Evaluate();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ArithmeticException(e.Message, e);
        }

        return value switch
        {
            double number => number,
            float or decimal or int or long => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => throw new ArithmeticException($"gives {(value is bool ? "true or false" : "something else")}, not a number"),
        };
    }

    private static Expression Parse(string text, Dictionary<string, object?> values)
    {
        // To the parser it is the exclusive or of whole numbers.
        if (text.Contains('^', StringComparison.Ordinal))
            throw new FormatException("a power is written Pow(x, n)");
        if (text.Contains('\'', StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal))
            throw new FormatException("it holds a text");
        var expression = new Expression(WholeNumber().Replace(text, number => number.Groups["whole"].Success ? number.Value + ".0" : number.Value), new ExpressionContext { Parameters = values });
        if (expression.HasErrors())
            throw new FormatException(expression.Error?.Message ?? "cannot be read");
        return expression.GetFunctionNames().FirstOrDefault(name => !Functions.Contains(name)) is { } unknown ? throw new FormatException(Suggestion.Unknown("function", unknown, Functions)) : expression;
    }

    /// <summary>Numbers without a point, which NCalc would compute with in 32 bits; those with an exponent are matched so that its digits are left alone.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:[0-9]*\.?[0-9]+[eE][+-]?[0-9]+|(?<whole>[0-9]+)(?![\w.]))")]
    private static partial Regex WholeNumber();
}
