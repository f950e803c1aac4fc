using System.Globalization;
using System.Text.Json;
using NicheSim.Benchmarks.Problems;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Results;

/// <summary>
/// "thirty-days": what the fields of thirty days cost (eight of them on 128^3, ticks of 6 minutes, in each of which a hundredth of the sources has moved by a
/// voxel), by multigrid at steady state and by line solves in steps of 0.6 s, and how far both are from the converged solution. Two threads.
/// </summary>
internal static class ThirtyDaysCommand
{
    private const int Fields = 8, Ticks = 30 * 24 * 10, StepsPerTick = 600, TimedSteps = 10, MaximumCycles = 60;

    private const double TickSeconds = 360, StepSeconds = TickSeconds / StepsPerTick;

    /// <summary>D/h^2 [1/s] of 100 um2/s at voxels of 15 um. What is solved at steady state does not depend on it.</summary>
    private const float Diffusion = 100f / 225;

    /// <summary>What a solve goes down to: as in a run, and what gives a smaller error than line solves for less.</summary>
    private static readonly double[] Tolerances = [Engine.Transport.Tolerance, 1e-4, 1e-3];

    /// <param name="side">Voxels along each axis: 128, fewer in tests.</param>
    /// <param name="rounds">Interleaved rounds.</param>
    /// <returns>A line of JSON per method.</returns>
    public static IEnumerable<string> Measure(int side, int rounds)
    {
        using var two = new Workers(2);
        var grid = new Grid(side, side, side);
        var problems = Enumerable.Range(1, Fields).Select(seed => new SteadyProblem(grid, 0, uptakeChanges: false, two, (uint)seed)).ToArray();
        var lines = new LineDiffusion(grid, FieldEdges.All(FieldSide.Closed), two);
        lines.Prepare(Diffusion, Diffusion * FieldProblem.Decay, StepSeconds);
        float[] source = [.. problems[0].Source.Select(s => Diffusion * s)], uptake = [.. problems[0].Loss.Select(loss => Diffusion * (loss - FieldProblem.Decay))];
        var value = problems[0].Converged.ToArray();
        var items = Tolerances.Select(tolerance => Item($"multigrid to {tolerance.ToString("0e0", CultureInfo.InvariantCulture)}", Ticks, () =>
        {
            foreach (var problem in problems)
            {
                problem.Reset();
                problem.Solve(tolerance, MaximumCycles);
            }
        })).Append(Item("lines of 0.6 s", (double)Ticks * StepsPerTick / TimedSteps, () =>
        {
            for (var step = 0; step < TimedSteps * Fields; step++)
                lines.Step(value, source, uptake);
        })).ToArray();
        Measured.Interleave(items, rounds, 0.05, 0);

        var lineSeconds = 1 / items[^1].Median;
        for (var i = 0; i < items.Length; i++)
        {
            var (l2, most, note) = i < Tolerances.Length ? OfSolves(problems, Tolerances[i]) : OfLines(lines, problems[0], source, uptake);
            var seconds = 1 / items[i].Median;
            yield return JsonSerializer.Serialize(new
            {
                method = items[i].Kernel, grid = items[i].Grid, fields = Fields, threads = 2, secondsFor30Days = Round(seconds),
                min = Round(1 / items[i].Most), max = Round(1 / items[i].Least), linesOverThis = Round(lineSeconds / seconds), errorL2 = Round(l2), errorMax = Round(most), note,
            });
        }

        // Thirty days take so many calls.
        Measured Item(string method, double calls, Action call) => new(method, RatioKernels.Name(grid), Fields, 2, 0, 1, 1, times => Measured.Repeated(call)(times) * calls);
    }

    public static int Run()
    {
        var path = Path.Combine(RecordCommand.Folder(), "thirty-days.jsonl");
        Directory.CreateDirectory(RecordCommand.Folder());
        string[] lines = [.. Measure(128, RatiosCommand.Rounds)];
        File.WriteAllLines(path, lines);
        foreach (var line in lines)
            Console.WriteLine(line);
        return 0;
    }

    /// <summary>The largest errors of all fields after one tick.</summary>
    private static (double L2, double Most, string Note) OfSolves(SteadyProblem[] problems, double tolerance)
    {
        var (l2, most, cycles) = (0.0, 0.0, 0);
        foreach (var problem in problems)
        {
            problem.Reset();
            cycles = Math.Max(cycles, problem.Solve(tolerance, MaximumCycles).Cycles);
            var (ownL2, ownMost) = Distance(problem.Value, problem.Converged);
            (l2, most) = (Math.Max(l2, ownL2), Math.Max(most, ownMost));
        }

        return (l2, most, $"{cycles} cycles a tick");
    }

    /// <summary>Where one tick of line solves ends that began with the solution, under sources that stay: by splitting and rounding alone, not by lag.</summary>
    private static (double L2, double Most, string Note) OfLines(LineDiffusion lines, SteadyProblem problem, float[] source, float[] uptake)
    {
        var value = problem.Converged.ToArray();
        for (var step = 0; step < StepsPerTick; step++)
            lines.Step(value, source, uptake);
        var (l2, most) = Distance(value, problem.Converged);
        return (l2, most, $"scaled from {TimedSteps} steps of {Fields} fields a round; errors from {StepsPerTick} steps of one field");
    }

    /// <summary>Relative L2 distance, and the largest relative one of any voxel.</summary>
    private static (double L2, double Most) Distance(float[] value, float[] exact)
    {
        var (square, norm, most) = (0.0, 0.0, 0.0);
        for (var voxel = 0; voxel < exact.Length; voxel++)
        {
            double delta = value[voxel] - exact[voxel];
            (square, norm, most) = (square + (delta * delta), norm + ((double)exact[voxel] * exact[voxel]), Math.Max(most, Math.Abs(delta) / exact[voxel]));
        }

        return (Math.Sqrt(square / norm), most);
    }

    private static double Round(double value) => double.Parse(value.ToString("g3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
