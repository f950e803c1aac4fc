using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NicheSim.Mutation;

/// <summary>What a run of tests came to.</summary>
/// <param name="Outcome">"passed", "failed", "crashed", "time" (more processor time than it was given) or "stands" (none used for a minute).</param>
/// <param name="By">The first test that failed.</param>
/// <param name="Seconds">Processor time.</param>
internal sealed record TestRun(string Outcome, string By, double Seconds);

/// <summary>
/// The built tests, run in processes of their own from a copy of their folder, so that the copy's library can be exchanged.
/// Time is processor time, so that a busy machine kills no mutant.
/// </summary>
internal sealed partial class TestRuns
{
    private const int PollMilliseconds = 100, PollsOfStanding = 600;
    private readonly string _folder;

    /// <param name="built">The folder of the built tests.</param>
    /// <param name="number">Of the copy.</param>
    public TestRuns(string built, int number)
    {
        // Beside the original: the tests look upward for the repository.
        _folder = Path.GetFullPath(Path.Combine(built, "..", $"mutation-{number}"));
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, true);
        Process.Start("cp", ["-al", built, _folder])!.WaitForExit();
    }

    public string Library => Path.Combine(_folder, "NicheSim.dll");

    /// <summary>The full names of all classes of tests.</summary>
    public string[] Classes()
    {
        using var list = Process.Start(new ProcessStartInfo("dotnet", ["NicheSim.Tests.dll", "-list", "classes"]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        return [.. list.StandardOutput.ReadToEnd().Split('\n').Where(line => line.StartsWith("NicheSim.", StringComparison.Ordinal)).Select(line => line.Trim())];
    }

    /// <summary>Runs some classes up to the first failure. A crash counts if it comes twice: a process can also die of something else.</summary>
    /// <param name="classes">Full names.</param>
    /// <param name="limit">[s] of processor time.</param>
    /// <param name="compiled">Where to list the methods that were compiled; null for nowhere.</param>
    public TestRun Run(string[] classes, int limit, string? compiled = null)
        => RunOnce(classes, limit, compiled) is { Outcome: not "crashed" } run ? run : RunOnce(classes, limit, compiled);

    private TestRun RunOnce(string[] classes, int limit, string? compiled)
    {
        var tests = "dotnet NicheSim.Tests.dll -noColor -noLogo -stopOnFail " + string.Join(' ', classes.Select(c => "-class " + c));
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -c 0 -t {limit}; {tests}; code=$?; times; exit $code"]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x100000000";
        if (compiled is not null)
            (start.Environment["DOTNET_JitStdOutFile"], start.Environment["DOTNET_JitDisasmSummary"]) = (compiled, "1");
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var stands = !Ended(process);
        if (stands)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var text = said.Result;
        var failed = Failed().Match(text);
        var used = Times().Matches(text).LastOrDefault();
        var seconds = used is null ? limit : Seconds(used, 1) + Seconds(used, 3);
        var outcome = stands ? "stands" : process.ExitCode == 0 ? "passed" : failed.Success ? "failed" : seconds > limit - 1 ? "time" : "crashed";
        return new TestRun(outcome, failed.Success ? failed.Groups[1].Value : "", seconds);
    }

    /// <summary>Waits; false where the processor time has stood still. Counted in polls, so that time in which everything was frozen does not count.</summary>
    private static bool Ended(Process process)
    {
        var (last, standing) = (-1L, 0);
        while (!process.WaitForExit(PollMilliseconds))
        {
            var now = ProcessorTicks(process.Id);
            standing = now == last ? standing + 1 : 0;
            last = now;
            if (standing > PollsOfStanding)
                return false;
        }

        return true;
    }

    /// <summary>[1/100 s] of the shell's children.</summary>
    private static long ProcessorTicks(int shell)
    {
        long sum = 0;
        try
        {
            foreach (var child in File.ReadAllText($"/proc/{shell}/task/{shell}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var fields = File.ReadAllText($"/proc/{child}/stat").Split(") ")[^1].Split(' ');
                sum += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            }
        }
        catch (IOException) { }

        return sum;
    }

    private static double Seconds(Match match, int group) => 60 * double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) + double.Parse(match.Groups[group + 1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+(NicheSim\.Tests\.\S+).* \[FAIL\]", RegexOptions.Multiline)]
    private static partial Regex Failed();

    [GeneratedRegex(@"^(\d+)m([\d.]+)s (\d+)m([\d.]+)s", RegexOptions.Multiline)]
    private static partial Regex Times();
}
