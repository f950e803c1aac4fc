using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Shipped;

/// <summary>Ten years of the vicious cycle in one process: memory and the time of a tick stay where they are after the first year, and no balance drifts.</summary>
public class SoakTests(ITestOutputHelper output)
{
    private const int Years = 10;

    /// <summary>Years of a day and without a look at memory and time, which other tests share; NICHESIM_LONG=1 takes whole years, or NICHESIM_SOAK days for each.</summary>
    [Fact]
    public void Ten_years_leave_memory_time_and_balances_as_they_were()
    {
        using var folder = new TemporaryFolder();
        var daysPerYear = LongRun.Is ? LongRun.Number("NICHESIM_SOAK", 365) : 1;
        var scenario = RunPreparation.Load(Path.Combine(Library.Scenarios, "vicious-cycle.json"), new LoaderOptions
        {
            LibraryFolders = [Library.Scenarios],
            Assignments = [$"time:durationDays={Years * daysPerYear}", "time:recordEveryHours=24"],
        }).Scenario!;
        var ends = new List<(TimeSpan Processor, long Managed, long Resident, int Cells)>();
        var ticksPerYear = (scenario.Plan.LastTick - scenario.Plan.FirstTick) / Years;
        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"], Threads = 1 }, now =>
        {
            if (now.Tick % ticksPerYear == 0)
                ends.Add((Environment.CpuUsage.TotalTime, GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet, now.Cells));
        });

        Assert.Equal((RunStatus.Complete, 0), (result.Status, result.UnconvergedSolves));
        var balances = Csv.Read(folder["run/fields.csv"]);
        for (var year = 1; year <= Years; year++)
        {
            var (end, before) = (ends[year], ends[year - 1]);
            var worst = scenario.Names.Fields.Max(field => Math.Abs(Residual(balances, field, (year - 1) * daysPerYear, year * daysPerYear)));
            var line = FormattableString.Invariant($"year {year}: {(end.Processor - before.Processor).TotalMilliseconds / ticksPerYear:F2} ms of processor time a tick, {end.Cells} cells, {end.Managed / 1e6:F1} MB managed, {end.Resident / 1e6:F0} MB resident, largest residual {worst:E1} of what came in");
            output.WriteLine(line);
            LongRun.Log(line);
            // A solve may leave Tolerance of what comes in and of what stands there; where a field hardly changes, it leaves the same at every tick.
            Assert.InRange(worst, 0, 2 * Transport.Tolerance);
            if (!LongRun.Is)
                continue;

            // Alone in its process. A row a day is remembered for readouts that look back: some tens of kilobytes a year.
            Assert.InRange(end.Managed - ends[1].Managed, long.MinValue, 3_000_000);
            if (year > 2)
                Assert.InRange((end.Processor - before.Processor) / (ends[2].Processor - ends[1].Processor), 0, 1.5 * Math.Max(1, (double)end.Cells / ends[2].Cells));
        }
    }

    /// <summary>What does not close of a field's balance between two days, of all that came in.</summary>
    private static double Residual(Csv table, string field, int from, int to)
    {
        double Of(string part)
        {
            var column = Array.IndexOf(table.Columns, $"{field}.{part}");
            return table.Rows[to][column] - table.Rows[from][column];
        }

        var turnover = Of("secreted") + Of("supplied") + Of("freed") + Math.Max(0, -Of("flowed_out"));
        return turnover > 0 ? Of("residual") / turnover : 0;
    }
}
