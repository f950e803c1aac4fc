using System.Globalization;
using NCalc;
using NicheSim.Scenarios;

namespace NicheSim.MeanField;

/// <summary>
/// Formulas that share one set of names: numbers that are set from outside, and shorthands that are computed from them in the order in which they need each other.
/// </summary>
internal sealed class Formulas
{
    private static readonly string[] Functions = ["Exp", "Ln", "Max", "Min", "Pow", "if"];

    private readonly Dictionary<string, object?> _values = [];
    private readonly List<(string Name, Expression Formula)> _shorthands = [];

    /// <summary>A formula over the shared names.</summary>
    /// <exception cref="FormatException">It cannot be read; says why.</exception>
    public Expression Read(string text) => Parse(text, _values);

    /// <summary>Names that a formula uses.</summary>
    /// <exception cref="FormatException">It cannot be read; says why.</exception>
    public static IReadOnlyList<string> NamesIn(string text) => [.. Parse(text, []).GetParameterNames().Distinct()];

    /// <summary>Adds a shorthand, behind those that it uses.</summary>
    public void Add(string name, string text) => _shorthands.Add((name, Read(text)));

    public void Set(string name, double value) => _values[name] = value;

    /// <summary>Computes the shorthands anew.</summary>
    public void Update()
    {
        foreach (var (name, formula) in _shorthands)
            _values[name] = Value(formula);
    }

    public static double Value(Expression formula) => Convert.ToDouble(formula.Evaluate(), CultureInfo.InvariantCulture);

    private static Expression Parse(string text, Dictionary<string, object?> values)
    {
        // To the parser it is the exclusive or of whole numbers.
        if (text.Contains('^', StringComparison.Ordinal))
            throw new FormatException("a power is written Pow(x, n)");
        var expression = new Expression(text, new ExpressionContext { Parameters = values });
        if (expression.HasErrors())
            throw new FormatException(expression.Error?.Message ?? "cannot be read");
        return expression.GetFunctionNames().FirstOrDefault(name => !Functions.Contains(name)) is { } unknown ? throw new FormatException(Suggestion.Unknown("function", unknown, Functions)) : expression;
    }
}
