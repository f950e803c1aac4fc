using System.Collections.Concurrent;
using System.Globalization;
using NicheSim.Mutation;

// mutation COUNT SEED [PLACE...]: puts COUNT small faults into Numerics, Rules and Engine, one at a time, drawn at random among all (SEED),
// and sees whether the fast tests notice. With places (Numerics/Hill.cs or Numerics/Hill.cs:42) all faults of these places, in the order of the text.
// The tests must have been built in Release. What is known stands in out/mutation-SEED and is not tried again; delete that folder to start anew.

if (args.Length < 2 || !int.TryParse(args[0], out var count) || !int.TryParse(args[1], out var seed))
{
    Console.Error.WriteLine("mutation COUNT SEED [PLACE...]");
    return 2;
}

var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "NicheSim.sln")))
    root = Path.GetDirectoryName(root)!;
var places = args[2..];
var output = Path.Combine(root, "out", $"mutation-{seed}");
var library = new Library(Path.Combine(root, "src", "NicheSim"));
var workers = Enumerable.Range(0, 2).Select(number => new TestRuns(Path.Combine(root, "tests", "NicheSim.Tests", "bin", "Release", "net10.0"), number)).ToArray();
library.Write(null, workers[0].Library);
var fast = workers[0].Classes().Where(FastTests.Contains).ToArray();
var coverage = new Coverage(workers[0], fast, Path.Combine(output, "coverage"));
Console.WriteLine($"{fast.Length} classes of tests, {coverage.SecondsOf(fast):F0} s of processor time one by one");

var all = library.Mutants("Numerics", "Rules", "Engine").ToArray();
var sample = places.Length > 0 ? all.Where(m => places.Any(p => p == m.File || p == $"{m.File}:{m.Line}")).ToArray() : Shuffled(all, seed);
var table = Path.Combine(output, places.Length > 0 ? "places.tsv" : "mutants.tsv");
var rows = (File.Exists(table) ? File.ReadAllLines(table) : []).ToList();
var known = rows.Select(row => string.Join('\t', row.Split('\t')[3..])).ToHashSet();
var waiting = new ConcurrentQueue<Mutant>(sample.Where(mutant => !known.Contains(mutant.ToString())));
Console.WriteLine($"{all.Length} faults are possible, {rows.Count} of the sample are known");
await Task.WhenAll(workers.Select(worker => Task.Run(() =>
{
    while (Tried().Count() < count && waiting.TryDequeue(out var mutant))
    {
        var row = Try(mutant, worker);
        lock (rows)
        {
            rows.Add(row);
            File.AppendAllText(table, row + "\n");
            Console.WriteLine(row);
        }
    }
})));

foreach (var group in Tried().GroupBy(row => row[3].Split('/')[0]).Append(Tried().GroupBy(_ => "all").First()))
{
    var noticed = group.Count(row => row[0] is not ("passed" or "not run"));
    Console.WriteLine($"{group.Key,-10} {group.Count(),4} faults, {noticed,4} noticed, {100.0 * noticed / group.Count():F1} %");
}

return 0;

IEnumerable<string[]> Tried()
{
    lock (rows)
        return [.. rows.Select(row => row.Split('\t')).Where(row => row[0] != "no code")];
}

string Try(Mutant mutant, TestRuns worker)
{
    if (!library.Write(mutant, worker.Library))
        return $"no code\t\t0\t{mutant}";
    var classes = coverage.Of(mutant, FastTests.Seconds);
    var run = classes.Length == 0 ? new TestRun("not run", "", 0) : worker.Run(classes, (int)(10 + (1.2 * coverage.SecondsOf(classes))));
    return string.Create(CultureInfo.InvariantCulture, $"{run.Outcome}\t{run.By}\t{run.Seconds:F1}\t{mutant}");
}

static Mutant[] Shuffled(Mutant[] mutants, int seed)
{
    new Random(seed).Shuffle(mutants);
    return mutants;
}
