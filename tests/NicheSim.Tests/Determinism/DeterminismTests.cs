using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Determinism;

public class DeterminismTests
{
    private const int Ticks = 100;

    private static readonly Lazy<string> SerialHash = new(() =>
    {
        using var niche = Niche.Found(RichNiche.Text()).Run(Ticks);
        foreach (var (type, what) in new[] { ("tumor", "divide"), ("tumor", "die"), ("tumor", "arrested"), ("precursor", "fusedAway"), ("precursor", "recruited"), ("tumor", "exited"), ("tumor", "arrived"), ("tumor", "added") })
            Assert.True(niche.Tally(type, what) > 0, $"no {what}");
        Assert.True(niche.State.BoneResorbed > 0 && niche.State.BoneFormed > 0);
        Assert.Equal(0, niche.Simulation.UnconvergedSolves);
        return niche.Hash;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using var niche = Niche.Found(RichNiche.Text(), threads).Run(Ticks);
        Assert.Equal(SerialHash.Value, niche.Hash);
    }

    [Fact]
    public void Another_seed_gives_other_bits()
    {
        using var niche = Niche.Found(RichNiche.Text(seed: 8)).Run(Ticks);
        Assert.NotEqual(SerialHash.Value, niche.Hash);
    }

    /// <summary>Arms of a trial differ by their cause alone: names that come before all others, and are no cell's, move no number.</summary>
    [Fact]
    public void Types_states_and_attributes_that_no_cell_has_move_no_random_number()
    {
        using var niche = Niche.Found(RichNiche.Text()).Run(Ticks);
        using var other = Niche.Found(RichNiche.Text(cells: "'aaa': { 'attributes': { 'aaa': {} }, 'states': { 'a': {}, 'b': {} }, 'initialState': 'a' },")).Run(Ticks);
        Assert.Equal(Cells(niche), Cells(other));

        static (long Id, ulong Lineage, int Voxel, float Emt)[] Cells(Niched niche)
        {
            var cells = niche.Cells;
            return [.. Enumerable.Range(0, cells.Count).Select(cell => (cells.Id[cell], cells.Lineage[cell], cells.Voxel[cell], cells.Attributes[^2][cell])).OrderBy(cell => cell.Item1)];
        }
    }

    [Fact]
    public void The_order_of_storage_means_nothing()
    {
        using var niche = Niche.Found(RichNiche.Text()).RunShuffled(Ticks);
        Assert.Equal(SerialHash.Value, niche.Hash);
    }

    [Fact]
    public void A_simulation_that_goes_on_from_a_state_gives_the_same_bits()
    {
        using var niche = Niche.Found(RichNiche.Text()).Run(61);
        for (var tick = 61; tick < Ticks; tick++)
        {
            // A new simulation at every tick: nothing that matters is outside the state.
            using var next = new NicheSim.Engine.Simulation(niche.Scenario.PlanAt(tick), niche.State, 2);
            next.Step();
        }

        Assert.Equal(SerialHash.Value, niche.Hash);
    }

    [Fact]
    public void Rules_whose_signal_is_zero_change_no_bit()
    {
        const string Silent = """
            , 'a-silent': { 'cell': 'tumor', 'signal': 'treatment:never', 'increases': 'divide', 'toPerDay': 3, 'halfMaximum': 0.5, 'through': ['R'], 'state': 'awake' },
            'z-silent': { 'cell': 'tumor', 'signal': 'treatment:never', 'decreases': 'move', 'toUmPerHour': 0, 'halfMaximum': 0.5 },
            'b-silent': { 'cell': 'stroma', 'signal': 'treatment:never', 'increases': 'die', 'toPerDay': 3, 'halfMaximum': 0.5 }
            """;
        const string Never = "'treatments': { 'never': { 'fromDay': 500 }, ";
        using var with = Niche.Found(RichNiche.Text(rules: Silent.Replace('\'', '"')).Replace("\"treatments\": {", Never.Replace('\'', '"'), StringComparison.Ordinal)).Run(Ticks);
        using var without = Niche.Found(RichNiche.Text()).Run(Ticks);
        AssertSameNiche(without, with);
    }

    [Fact]
    public void The_order_of_a_file_means_nothing()
    {
        var text = RichNiche.Text();
        var turned = Reverse(System.Text.Json.Nodes.JsonNode.Parse(text)!).ToJsonString();
        using var niche = Niche.Found(turned).Run(30);
        using var straight = Niche.Found(text).Run(30);
        Assert.NotEqual(text, turned);
        Assert.Equal(straight.Hash, niche.Hash);

        static System.Text.Json.Nodes.JsonNode Reverse(System.Text.Json.Nodes.JsonNode node) => node is System.Text.Json.Nodes.JsonObject members
            ? new System.Text.Json.Nodes.JsonObject(members.Reverse().Select(m => KeyValuePair.Create(m.Key, (System.Text.Json.Nodes.JsonNode?)Reverse(m.Value!))))
            : node.DeepClone();
    }

    [Fact]
    public void Cells_far_away_change_nobody_elses_draws()
    {
        // The two groups cannot meet: a wall of bone stands between them.
        string Text(int others, double cycle) => Niche.Text(
            FormattableString.Invariant($$"""
            'a': { 'initialState': 'p', 'start': { 'x': { 'count': 20, 'place': 'region', 'region': 'low' }, 'y': { 'count': {{others}}, 'place': 'region', 'region': 'high' } }, 'move': { 'speedUmPerHour': 10 },
                   'attributes': { 'x': { 'start': { 'uniform': { 'from': 0, 'to': 1 } }, 'inheritance': { 'kind': 'copy-with-noise', 'sd': 0.1 } } },
                   'states': { 'p': { 'divide': { 'meanCycleHours': 20, 'pushUpToVoxels': 5 }, 'die': { 'perDay': 0.3 }, 'become': { 'q': { 'perDay': 0.5 } } }, 'q': { 'become': { 'p': { 'perDay': 1 } } } } },
            'b': { 'start': { 'x': { 'count': 10, 'place': 'region', 'region': 'high' } }, 'divide': { 'meanCycleHours': {{cycle}} } }
            """),
            tissue: "'bone': { 'pattern': 'plates', 'axis': 'y', 'thicknessUm': 60, 'volumeFraction': 0.1 }",
            more: "'regions': { 'low': { 'box': { 'yToUm': 200 } }, 'high': { 'box': { 'yFromUm': 400 } } }", width: 20, height: 40);
        using var first = Niche.Found(Text(5, 1e6)).Run(200);
        using var second = Niche.Found(Text(6, 10)).Run(200);
        Assert.NotEqual(first.Cells.Count, second.Cells.Count);
        var (mine, theirs) = (Fates(first), Fates(second));
        Assert.True(mine.Length > 20);
        Assert.Equal(mine, theirs);

        static (ulong, int, int, float, int, int)[] Fates(Niched niche) =>
        [
            .. Enumerable.Range(0, niche.Cells.Count).Where(c => niche.Cells.Voxel[c] / 20 < 18)
                .Select(c => (niche.Cells.Lineage[c], niche.Cells.Voxel[c], (int)niche.Cells.Profile[c], niche.Cells.Attributes[0][c], (int)niche.Cells.Stage[c], niche.Cells.Hops[c])).OrderBy(c => c.Item1),
        ];
    }

    [Fact]
    public void No_transition_fires_before_the_rules_that_hold_it_back_were_read()
    {
        // The base rate is certain within a tick; the field that holds it back is there from the first tick on, as its cells secrete.
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'initialState': 'p', 'start': { 'x': { 'share': 1 } }, 'secrete': { 'F': { 'moleculesPerSecond': 1000 } }, 'states': { 'p': { 'become': { 'q': { 'perDay': 100000 } } }, 'q': {} } }",
            "'F': { 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 5, 'molecularWeightKDa': 10 }",
            "'hold': { 'cell': 'a', 'state': 'p', 'signal': 'field:F', 'decreases': 'become:q', 'toPerDay': 0, 'halfMaximumPicomolar': 1e-3, 'hill': 4 }")).Run(1);
        Assert.Equal(81, niche.Count("a", "p"));
    }

    [Fact]
    public void Parameters_change_at_the_tick_of_their_event_and_runs_start_before_day_0()
    {
        var text = Niche.Text(
            "'a': { 'start': { 'x': { 'share': 1 } }, 'die': { 'perDay': 0 } }",
            more: "'events': { 'e': { 'day': -0.25, 'set': { 'cells:a:die:perDay': 100000 } } }").Replace("\"tickMinutes\"", "\"fromDay\": -1, \"tickMinutes\"", StringComparison.Ordinal);
        using var niche = Niche.Found(text);
        Assert.Equal(-48, niche.State.Tick);
        niche.Run(36);
        Assert.Equal((-12, 81), (niche.State.Tick, niche.Cells.Count));
        niche.Run(1);
        Assert.Equal(0, niche.Cells.Count);
    }

    [Fact]
    public void A_speed_may_change_by_an_event()
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 1 } }, 'move': { 'speedUmPerHour': 0 } }", more: "'events': { 'e': { 'day': 1, 'set': { 'cells:a:move:speedUmPerHour': 60 } } }"));
        niche.Run(48);
        Assert.Equal(0, niche.Cells.Hops[0]);
        niche.Run(10);
        Assert.NotEqual(0, niche.Cells.Hops[0]);
    }

    [Fact]
    public void Treatments_events_and_baths_keep_their_days()
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 0.5 } } }",
            "'F': { 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 2, 'molecularWeightKDa': 10 }",
            "'kill': { 'cell': 'a', 'signal': 'treatment:t', 'increases': 'die', 'toPerDay': 100000, 'halfMaximum': 0.001, 'hill': 4 }",
            more: "'treatments': { 't': { 'fromDay': 2, 'toDay': 3 } }, 'events': { 'b': { 'day': 0.5, 'bath': { 'field': 'F', 'picomolar': 10, 'perMinute': 100, 'toDay': 1 } }, 'c': { 'day': 4, 'add': { 'type': 'a', 'count': 3 } } }"));
        foreach (var (until, cells, field) in new[] { (24, 40, 0.0), (25, 40, 10), (48, 40, 10), (49, 40, 0), (96, 40, 0), (97, 0, 0), (192, 0, 0), (193, 3, 0) })
        {
            niche.Run(until - niche.State.Tick);
            Assert.Equal((until, cells), (until, niche.Cells.Count));
            Assert.Equal(field, niche.Field("F")[0], 0.1);
        }
    }

    [Fact]
    public void A_tick_allocates_nothing_in_a_steady_state()
    {
        using var niche = Niche.Found(RichNiche.Text().Replace("\"meanCycleHours\": 16", "\"meanCycleHours\": 300", StringComparison.Ordinal)).Run(90);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var tick = 0; tick < 10; tick++)
                niche.Simulation.Step();
        }));
    }

    private static void AssertSameNiche(Niched expected, Niched actual)
    {
        Assert.Equal(expected.Cells.Count, actual.Cells.Count);
        Assert.Equal(Cells(expected), Cells(actual));
        for (var f = 0; f < expected.State.Fields.Length; f++)
            Assert.Equal(expected.State.Fields[f], actual.State.Fields[f]);
        Assert.Equal(expected.State.Tissue.Fill, actual.State.Tissue.Fill);

        static (long, ulong, int, int, int, float)[] Cells(Niched niche) =>
            [.. Enumerable.Range(0, niche.Cells.Count).Select(c => (niche.Cells.Id[c], niche.Cells.Lineage[c], niche.Cells.Voxel[c], (int)niche.Cells.Profile[c], niche.Cells.Hops[c], niche.Cells.Attributes[0][c])).OrderBy(c => c.Item1)];
    }
}
