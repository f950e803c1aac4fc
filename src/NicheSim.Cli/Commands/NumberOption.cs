using System.CommandLine;
using System.Globalization;
using System.Numerics;
using NicheSim.Numerics;

namespace NicheSim.Cli.Commands;

/// <summary>Options that take a number, with an error that says what was expected.</summary>
internal static class NumberOption
{
    /// <summary>The option <c>--threads</c>.</summary>
    /// <param name="description">For the help: what they do.</param>
    public static Option<int?> Threads(string description)
        => Create("--threads", "N", 1, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {Workers.MostThreads}"), description, Workers.MostThreads);

    /// <param name="name">The option.</param>
    /// <param name="letter">What stands for the number in the help.</param>
    /// <param name="least">The least number that is allowed.</param>
    /// <param name="expected">What is allowed, in words: <c>a whole number from 1 on</c>.</param>
    /// <param name="description">For the help.</param>
    /// <param name="most">The largest number that is allowed; null for no bound.</param>
    public static Option<T?> Create<T>(string name, string letter, T least, string expected, string description, T? most = null)
        where T : struct, INumber<T> => new(name)
    {
        HelpName = letter,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && !(number > most) && T.IsFinite(number))
                return number;
            result.AddError($"{name}: expected {expected}, found \"{text}\"");
            return null;
        },
    };
}
