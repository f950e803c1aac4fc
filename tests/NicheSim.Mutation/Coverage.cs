using System.Globalization;
using System.Text.RegularExpressions;

namespace NicheSim.Mutation;

/// <summary>
/// Which classes of tests run which methods of the library, as the runtime's own list of compiled methods tells, and what each class costs.
/// A class of tests that never runs a method cannot notice a fault in it.
/// </summary>
internal sealed partial class Coverage
{
    private readonly Dictionary<string, double> _seconds = [];
    private readonly Dictionary<string, HashSet<string>> _classesOf = [];

    /// <summary>Runs each class by itself, once; what is known already is read.</summary>
    /// <param name="runs">The tests, with the library as it is.</param>
    /// <param name="classes">Those to run.</param>
    /// <param name="folder">Where the lists are kept.</param>
    public Coverage(TestRuns runs, IEnumerable<string> classes, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in classes)
        {
            var (list, cost) = (Path.Combine(folder, name + ".methods"), Path.Combine(folder, name + ".seconds"));
            if (!File.Exists(cost))
            {
                // The runtime itself may crash while it closes its list, after the tests.
                var run = runs.Run([name], 600, list);
                for (var again = 0; run.Outcome == "crashed" && again < 3; again++)
                    run = runs.Run([name], 600, list);
                if (run.Outcome != "passed")
                    throw new InvalidOperationException($"{name} {run.Outcome} without any fault: {run.By}");
                File.WriteAllLines(list, File.ReadAllLines(list).Where(line => line.Contains("NicheSim.", StringComparison.Ordinal)).Select(Method).Distinct());
                File.WriteAllText(cost, run.Seconds.ToString(CultureInfo.InvariantCulture));
                Console.WriteLine($"{run.Seconds,7:F1} s {name}");
            }

            _seconds[name] = double.Parse(File.ReadAllText(cost), CultureInfo.InvariantCulture);
            foreach (var method in File.ReadLines(list))
                (_classesOf.TryGetValue(method, out var set) ? set : _classesOf[method] = []).Add(name);
        }
    }

    public double SecondsOf(IEnumerable<string> classes) => classes.Sum(name => _seconds[name]);

    /// <summary>
    /// The classes that run a mutant's method, those that mirror its folder first and the cheap ones first among them, as many as a limit allows; of a method that is
    /// in no list (it may have been inlined into its callers) those that run anything of its type.
    /// </summary>
    /// <param name="mutant">The fault.</param>
    /// <param name="seconds">[s] of processor time that the classes may cost by themselves; one is always taken.</param>
    public string[] Of(Mutant mutant, double seconds)
    {
        var type = mutant.Member[..mutant.Member.IndexOf('.', StringComparison.Ordinal)] + ".";
        var covering = _classesOf.TryGetValue(mutant.Member, out var known) ? known : _classesOf.Where(c => c.Key.StartsWith(type, StringComparison.Ordinal)).SelectMany(c => c.Value).ToHashSet();
        string[] ordered = [.. covering.OrderBy(name => !name.StartsWith($"NicheSim.Tests.{mutant.Folder}.", StringComparison.Ordinal)).ThenBy(name => _seconds[name])];
        return [.. ordered.TakeWhile((_, i) => i == 0 || SecondsOf(ordered[..(i + 1)]) <= seconds)];
    }

    /// <summary>"NicheSim.Numerics.Philox:Next(int):int [Tier0, ...]" is Philox.Next; lambdas, local functions and iterators are their method's.</summary>
    private static string Method(string line)
    {
        var match = Compiled().Match(line);
        var (types, method) = (match.Groups[1].Value.Split('.', '+'), match.Groups[2].Value);
        var type = types.Last(t => !t.StartsWith('<')).Split('`', '[')[0];
        var inner = Inner().Match(types[^1].StartsWith('<') && !method.StartsWith('<') ? types[^1] : method);
        var name = inner.Success ? inner.Groups[1].Value : method.StartsWith("op_", StringComparison.Ordinal) ? "op" : method.Replace("get_", "", StringComparison.Ordinal).Replace("set_", "", StringComparison.Ordinal);
        return $"{type}.{name.TrimStart('.').Replace("cctor", "ctor", StringComparison.Ordinal)}";
    }

    [GeneratedRegex(@"(NicheSim\.[^:(]+):([^(\[]+)")]
    private static partial Regex Compiled();

    [GeneratedRegex(@"^<([^<>]+)>")]
    private static partial Regex Inner();
}
