using NicheSim.Recording;
using NicheSim.State;

namespace NicheSim.Tests.Recording.Open;

public class OpenRunTests
{
    [Fact]
    public void Its_rows_and_bits_are_those_of_a_run_in_a_folder_though_every_cell_is_asked()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile([.. TinyNiche.Busy, "events:hurry={\"day\":2,\"set\":{\"cells:mover:move:speedUmPerHour\":5}}"]);
        var result = Run.Execute(scenario, new RunOptions { Folder = folder.Path });

        using var open = OpenRun.Found(scenario).Run!;
        var rows = new List<double[][]>();
        while (true)
        {
            if (open.IsRowDue)
                rows.Add(open.Row());
            for (var cell = 0; cell < open.State.Cells.Count; cell++)
                open.Inspect(cell);
            if (open.IsComplete)
                break;
            open.Step();
        }

        Assert.Equal(result.StateHash, StateHash.Of(open.State));
        for (var table = 0; table < open.Tables.Count; table++)
        {
            var lines = File.ReadAllLines(Path.Combine(folder.Path, open.Tables[table].Name + ".csv"));
            Assert.Equal(lines[0], string.Join(',', open.Tables[table].Columns.Prepend("day")));
            Assert.Equal(lines[1..].Select(line => line[(line.IndexOf(',') + 1)..]), rows.Select(row => string.Join(',', row[table].Select(CsvFile.Text))));
        }
    }

    [Fact]
    public void A_change_between_ticks_is_what_an_event_on_that_day_is()
    {
        var plain = TinyNiche.Compile(TinyNiche.Busy);
        var changed = TinyNiche.Compile([.. TinyNiche.Busy, "events:now={\"day\":1,\"set\":{\"cells:mover:divide:meanCycleHours\":8}}"]);
        using var live = OpenRun.Found(plain).Run!;
        using var written = OpenRun.Found(changed).Run!;
        while (!live.IsComplete)
        {
            if (live.State.Tick == 24)
                live.Change(changed);
            live.Step();
            written.Step();
        }

        Assert.Equal(StateHash.Of(written.State), StateHash.Of(live.State));
        using var untouched = OpenRun.Found(plain).Run!;
        while (!untouched.IsComplete)
            untouched.Step();
        Assert.NotEqual(StateHash.Of(written.State), StateHash.Of(untouched.State));
    }

    [Fact]
    public void What_does_not_fit_is_said_and_not_run()
    {
        var (run, errors) = OpenRun.Found(TinyNiche.Compile("""cells:mover:start={"many":{"count":1000}}"""));
        Assert.Null(run);
        Assert.Contains("asks for 1000 cells, but there is room for ", Assert.Single(errors).Message, StringComparison.Ordinal);
    }
}
