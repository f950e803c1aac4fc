using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Tests.Engine;

/// <summary>Every behavior alone, turned on and off. A rate of 1e5 per day is certain in a tick of an hour: it fails to come with probability exp(-4000).</summary>
public class BehaviorTests
{
    private const string Middle = "'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1 } }";
    private const string Sure = "{ 'perDay': 100000 }";
    private const string OneVessel = "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 1000, 'diameterUm': 10 }";
    private const string Vessel = "'v': { 'vessel': true }";
    private const string Slab = "'bone': { 'pattern': 'slab', 'thicknessUm': 30 }";
    private const string Still = "'F': { 'diffusionUm2PerSecond': 1e-6, 'decayPerMinute': 0, 'molecularWeightKDa': 10 }";
    private const string Fading = "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0.5, 'molecularWeightKDa': 10, 'boneDiffusionFactor': 0 }";

    [Theory]
    [InlineData("'divide': { 'meanCycleHours': 0.001 }", 2)]
    [InlineData("'divide': { 'meanCycleHours': 1e-9 }", 2)]
    [InlineData("'divide': { 'meanCycleHours': 1e7 }", 1)]
    [InlineData("'die': " + Sure, 0)]
    [InlineData("'die': { 'perDay': 0 }", 1)]
    public void Cells_divide_and_die(string behavior, int after)
    {
        using var niche = Run($"'a': {{ {Middle}, {behavior} }}");
        Assert.Equal(after, niche.Cells.Count);
        Assert.Equal(after == 2 ? 1 : 0, niche.Tally("a", "divide"));
        Assert.Equal(after == 0 ? 1 : 0, niche.Tally("a", "die"));
        if (after == 2)
        {
            Assert.Equal((1L, 1L, 1, 1), (niche.Cells.Parent[1], niche.Cells.Clone[1], niche.Cells.Divisions[0], niche.Cells.Divisions[1]));
            Assert.NotEqual(niche.Cells.Lineage[0], niche.Cells.Lineage[1]);
        }
    }

    /// <summary>Of 4000 cells 1 - exp(-4/24) have an event in an hour, 614 with sd 23, three in four of them a death (sd 11): six sd are passed once in 5e8 tries.</summary>
    [Fact]
    public void Events_of_one_cell_share_its_chance_as_their_rates_do()
    {
        using var niche = Run("'a': { 'start': { 'x': { 'count': 4000 } }, 'die': { 'perDay': 3 }, 'turnInto': { 'b': { 'perDay': 1 } } }, 'b': { }", width: 80, height: 80);
        var (died, turned) = (niche.Tally("a", "die"), niche.Count("b"));
        Assert.InRange(died + turned, 614 - 138, 614 + 138);
        Assert.InRange(died, (0.75 * (died + turned)) - 66, (0.75 * (died + turned)) + 66);
    }

    /// <summary>
    /// A full lattice of 6400 cells, none of which has room: from the second tick on, in which they wait, 1 - exp(-3/24) of them die, 752 with sd 26. Those that get
    /// room of a neighbor that has died divide into it. Six sd are passed once in 5e8 tries; were the draw of the ready shared with division, half would be left.
    /// </summary>
    [Fact]
    public void Cells_that_wait_for_room_die_as_others_do()
    {
        using var niche = Run("'a': { 'start': { 'x': { 'share': 1 } }, 'die': { 'perDay': 3 }, 'divide': { 'meanCycleHours': 0.001, 'pushUpToVoxels': 0 } }", width: 80, height: 80);
        var before = niche.Tally("a", "die");
        niche.Run(1);
        Assert.InRange(niche.Tally("a", "die") - before, 752 - 160, 752 + 160);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(3, 9)]
    [InlineData(4, 10)]
    public void Daughters_push_the_shortest_row_as_far_as_they_may(int push, int after)
    {
        // A column of five a below four b: the highest a has to push four cells, the others their sisters too, which may not.
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'share': 1, 'place': 'region', 'region': 'low' }} }}, 'divide': {{ 'meanCycleHours': 0.001, 'pushUpToVoxels': {push} }} }}, " +
            "'b': { 'start': { 'x': { 'share': 1, 'place': 'region', 'region': 'above' } } }",
            more: "'regions': { 'low': { 'box': { 'yToUm': 75 } }, 'above': { 'box': { 'yFromUm': 75, 'yToUm': 135 } } }", width: 1, height: 18);
        Assert.Equal(4, niche.Count("b"));
        Assert.Equal(after - 4, niche.Count("a"));
    }

    [Fact]
    public void Cells_become_and_turn_into_what_they_are_told()
    {
        using var niche = Run($"'a': {{ {Middle}, 'initialState': 'p', 'states': {{ 'p': {{ 'become': {{ 'q': {Sure} }} }}, 'q': {{ }} }} }}");
        Assert.Equal((0, 1), (niche.Count("a", "p"), niche.Count("a", "q")));
        Assert.Equal(1, niche.Tally("a", "become:q"));
        using var turning = Run($"'a': {{ {Middle}, 'turnInto': {{ 'b': {{ 'perDay': 100000, 'state': 's' }} }} }}, 'b': {{ 'initialState': 'r', 'states': {{ 'r': {{ }}, 's': {{ }} }}, 'attributes': {{ 'x': {{ 'start': {{ 'value': 0.3 }} }} }} }}");
        Assert.Equal(1, turning.Count("b", "s"));
        Assert.Equal(0.3f, turning.Cells.Attributes[0][0]);
    }

    [Theory]
    [InlineData(2, false, 1, 0, 1)]
    [InlineData(0, false, 0, 0, 3)]
    [InlineData(3, false, 0, 3, 0)]
    [InlineData(2, true, 0, 3, 0)]
    public void Cells_fuse_with_as_many_partners_as_asked(int partners, bool atBone, int fused, int left, int most)
    {
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 3, 'place': 'disc', 'radiusUm': 16 }} }}, 'fuse': {{ 'perDay': 100000, 'into': 'b', 'partners': {partners}, 'atBone': {(atBone ? "true" : "false")} }} }}, 'b': {{ }}");
        Assert.Equal(left, niche.Count("a"));
        Assert.Equal(Math.Max(fused, most), niche.Count("b"));
        Assert.Equal(fused == 1 ? 2 : 0, niche.Tally("a", "fusedAway"));
    }

    [Fact]
    public void On_a_short_periodic_axis_a_partner_counts_once()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'share': 1 } }, 'fuse': { 'perDay': 100000, 'into': 'b', 'partners': 2 } }, 'b': { }", width: 2, height: 1, lattice: "'cellEdges': { 'all': 'periodic' }");
        Assert.Equal((2, 0), (niche.Count("a"), niche.Count("b")));
    }

    [Theory]
    [InlineData("matrix", "'matrix': { 'pattern': 'uniform', 'density': 0.2 }", true)]
    [InlineData("matrix", "", false)]
    [InlineData("bone", "'bone': { 'pattern': 'slab', 'thicknessUm': 60 }", true)]
    [InlineData("bone", "'bone': { 'pattern': 'slab', 'thicknessUm': 45 }", false)]
    [InlineData("vessel", "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 1000, 'diameterUm': 50 }", true)]
    [InlineData("vessel", "", false)]
    [InlineData("type:b", "", true)]
    [InlineData("type:v", "", false)]
    public void Cells_attach_to_what_is_there_and_then_do_not_move(string to, string tissue, bool attaches)
    {
        var start = to == "vessel" ? "'start': { 'x': { 'count': 1, 'place': 'at-vessels' } }" : to == "bone" ? "'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1 } }" : Middle;
        if (to == "vessel" && !attaches)
            start = Middle;
        using var niche = Run(
            $"'a': {{ {start}, 'attach': {{ '{to}': {Sure} }}, 'move': {{ 'speedUmPerHour': 20 }} }}, {Vessel}, 'b': {{ 'start': {{ 'x': {{ 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerXUm': 82.5 }} }} }}",
            tissue: tissue, ticks: 0);
        var cell = niche.CellOf("a");
        // Whether it can is decided before it moves.
        niche.Run(1);
        Assert.Equal(attaches, niche.Cells.Attached[niche.CellOf("a")]);
        var hops = niche.Cells.Hops[niche.CellOf("a")];
        niche.Run(20);
        Assert.Equal(attaches, niche.Cells.Hops[niche.CellOf("a")] == hops);
    }

    [Fact]
    public void Attached_cells_detach()
    {
        using var niche = Run($"'a': {{ {Middle}, 'detach': {Sure} }}", ticks: 0);
        niche.Cells.Attached[0] = true;
        niche.Run(1);
        Assert.False(niche.Cells.Attached[0]);
        Assert.Equal(1, niche.Tally("a", "detach"));
        niche.Run(3);
        Assert.Equal(1, niche.Tally("a", "detach"));
    }

    [Fact]
    public void Arrested_cells_extravasate_detach_and_die_in_place()
    {
        const string Inside = "'start': { 'x': { 'count': 1, 'place': 'in-vessels' } }";
        using var staying = Run($"'a': {{ {Inside}, 'move': {{ 'speedUmPerHour': 30 }}, 'divide': {{ 'meanCycleHours': 0.001 }} }}, {Vessel}", tissue: OneVessel, ticks: 5);
        var cell = staying.CellOf("a");
        Assert.Equal((1, true, 40), (staying.Count("a"), staying.Cells.Arrested[cell], staying.Cells.Voxel[cell]));
        Assert.Equal(cell, staying.State.Guest[40]);

        using var leaving = Run($"'a': {{ {Inside}, 'extravasate': {Sure} }}, {Vessel}", tissue: OneVessel);
        cell = leaving.CellOf("a");
        Assert.False(leaving.Cells.Arrested[cell]);
        Assert.Contains(leaving.Cells.Voxel[cell], Enumerable.Range(0, leaving.Simulation.Neighborhood.All).Select(d => leaving.Simulation.Neighborhood.Neighbor(40, d)));
        Assert.Equal((SimulationState.Empty, cell), (leaving.State.Guest[40], leaving.State.Occupant[leaving.Cells.Voxel[cell]]));

        using var back = Run($"'a': {{ {Inside}, 'detach': {Sure} }}, {Vessel}", tissue: OneVessel);
        Assert.Equal(Cells.InBlood, back.Cells.Voxel[back.CellOf("a")]);
        using var dead = Run($"'a': {{ {Inside}, 'die': {Sure} }}, {Vessel}", tissue: OneVessel);
        Assert.Equal((0, SimulationState.Empty), (dead.Count("a"), dead.State.Guest[40]));
    }

    /// <summary>A cell that cannot get out takes no chance from what it can do: at 1000 a day death in an hour is certain but for exp(-41).</summary>
    [Fact]
    public void An_arrested_cell_without_room_does_not_extravasate_and_may_die()
    {
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': 'in-vessels' }} }}, 'extravasate': {Sure}, 'die': {{ 'perDay': 1000 }} }}, {Vessel}, 'w': {{ 'start': {{ 'x': {{ 'share': 1, 'place': 'marrow' }} }} }}",
            tissue: OneVessel);
        Assert.Equal((0, 0L, 1L), (niche.Count("a"), niche.Tally("a", "extravasate"), niche.Tally("a", "die")));
    }

    /// <summary>Blood in bone: the voxel is resorbed, and the guest of the vessel is back in the blood.</summary>
    [Fact]
    public void A_vessel_in_bone_that_is_resorbed_lets_go_of_its_guest()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'resorb': { 'umPerDay': 60, 'footprintUm': 45 } },"
            + "'g': { 'start': { 'x': { 'count': 18, 'place': 'in-vessels' } } },"
            + "'b': { 'vessel': true, 'livesInBone': true, 'exchange': { 'F': { 'perMinute': 1 } }, 'start': { 'x': { 'share': 1, 'place': 'in-bone' } } }",
            fields: Fading, tissue: Slab, more: "'blood': { 'serum': { 'F': { 'picomolar': 50 } } }", ticks: 12);
        Assert.InRange(niche.Count("b"), 1, 17);
        var cells = niche.Cells;
        var arrested = Enumerable.Range(0, cells.Count).Where(cell => cells.Arrested[cell]).ToArray();
        Assert.InRange(arrested.Length, 1, 17);
        Assert.All(arrested, cell => Assert.True(niche.State.Occupant[cells.Voxel[cell]] >= 0 && niche.State.Guest[cells.Voxel[cell]] == cell));
        Assert.Equal(18 - arrested.Length, Enumerable.Range(0, cells.Count).Count(cell => cells.Voxel[cell] == Cells.InBlood));
    }

    [Theory]
    [InlineData("'die': { 'perDay': 100000 }")]
    [InlineData("'turnInto': { 'b': { 'perDay': 100000 } }")]
    [InlineData("'fuse': { 'perDay': 100000, 'into': 'b', 'partners': 0 }")]
    public void Where_a_vessel_is_lost_its_guest_is_back_in_the_blood(string loss)
    {
        using var niche = Run($"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': 'in-vessels' }} }} }}, 'b': {{ }}, 'v': {{ 'vessel': true, {loss} }}", tissue: OneVessel);
        var cell = niche.CellOf("a");
        Assert.Equal((Cells.InBlood, false, SimulationState.Empty), (niche.Cells.Voxel[cell], niche.Cells.Arrested[cell], niche.State.Guest[40]));
        niche.Run(1);
        Assert.Empty(niche.Simulation.Geometry.VesselVoxels);
    }

    [Theory]
    [InlineData("at-vessels", true)]
    [InlineData("disc", false)]
    public void Cells_beside_a_vessel_intravasate(string place, bool enters)
    {
        using var niche = Run($"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': '{place}', 'radiusUm': 5, 'centerXUm': 8, 'centerYUm': 8 }} }}, 'intravasate': {Sure} }}, {Vessel}", tissue: OneVessel);
        Assert.Equal(enters, niche.Cells.Voxel[niche.CellOf("a")] == Cells.InBlood);
        Assert.Equal(enters ? 1 : 0, niche.Tally("a", "intravasate"));
    }

    [Theory]
    [InlineData(1, "", 1, 0)]
    [InlineData(0, "", 0, 0)]
    [InlineData(1, "'capture': { 'strength': 0 }", 0, 0)]
    [InlineData(1, "'capture': { 'strength': 1 }", 1, 0)]
    [InlineData(1, "", 0, 1e6)]
    public void Circulating_cells_arrest_or_are_cleared(double arrest, string capture, int arrested, double clearance)
    {
        using var niche = Run(
            FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': 2, 'place': 'blood' }} }}, 'arrest': {{ 'strength': {arrest} }} }}, 'v': {{ 'vessel': true {(capture.Length > 0 ? "," + capture : "")} }}"),
            tissue: OneVessel, more: FormattableString.Invariant($"'blood': {{ 'passesPerHour': 100, 'circulating': {{ 'a': {{ 'clearancePerDay': {clearance} }} }} }}"));
        Assert.Equal(arrested, niche.Tally("a", "arrested"));
        Assert.Equal(arrested, niche.Cells.Arrested.Count(a => a));
        Assert.Equal(clearance > 0 ? 0 : 2, niche.Count("a"));
        Assert.Equal(clearance > 0 ? 2 : 0, niche.Tally("a", "cleared"));
    }

    /// <summary>
    /// 400 cells in the blood that meet vessels, 6400 of them, as often as they are cleared: nearly half are held, in ticks of any length (0.47 to 0.5, as up to a
    /// sixteenth of the vessels holds a guest). Six sd of 0.025 are passed once in 5e8 tries.
    /// </summary>
    [Theory]
    [InlineData(10, 72)]
    [InlineData(240, 3)]
    public void Clearance_and_arrest_compete_whatever_the_tick(double minutes, int ticks)
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 400, 'place': 'blood' } }, 'arrest': { 'strength': 0.05 } }, 'v': { 'vessel': true, 'start': { 'x': { 'share': 1 } } }",
            more: "'blood': { 'passesPerHour': 60, 'circulating': { 'a': { 'clearancePerDay': 72 } } }", width: 80, height: 80, tickMinutes: minutes)).Run(ticks);
        Assert.Equal(400, niche.Tally("a", "arrested") + niche.Tally("a", "cleared"));
        Assert.InRange(niche.Tally("a", "arrested") / 400.0, 0.47 - 0.15, 0.5 + 0.15);
    }

    /// <summary>Cells that can only be pushed have no path and no drift of their own; one that follows its surface has.</summary>
    [Fact]
    public void Being_shoved_is_no_motion_of_a_cell()
    {
        using var crowd = Run("'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerXUm': 8 } }, 'divide': { 'meanCycleHours': 5, 'pushUpToVoxels': 10 } }", width: 40, height: 9, ticks: 48);
        Assert.True(crowd.Count("a") > 50);
        Assert.All(Enumerable.Range(0, crowd.Cells.Count), cell => Assert.Equal((0, 0, 0), (crowd.Cells.Hops[cell], crowd.Cells.MovedX[cell], crowd.Cells.MovedY[cell])));
        using var digger = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: 24 * 3);
        Assert.InRange(Math.Max(Math.Abs(digger.Cells.MovedX[0]), Math.Abs(digger.Cells.MovedY[0])), 1, digger.Cells.Hops[0]);
    }

    /// <summary>A surface whose bites are lost in rounding is not eroded, and what is eroded by next to nothing is filled up and done with.</summary>
    [Fact]
    public void Bone_that_has_lost_nothing_is_not_eroded()
    {
        using var nothing = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'resorb': { 'umPerDay': 0.0005, 'footprintUm': 45 } }",
            tissue: Slab, tickMinutes: 0.1)).Run(20);
        Assert.All(nothing.State.Tissue.ErodedTick, tick => Assert.Equal(Tissue.Never, tick));
        using var filled = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'form': { 'umPerDay': 1, 'footprintUm': 45, 'onlyEroded': true } }", tissue: Slab, ticks: 0);
        filled.State.Tissue.Fill[9 + 4] = 0.9995f;
        filled.State.Tissue.ErodedTick[9 + 4] = filled.State.Tissue.ErosionBeganTick[9 + 4] = 0;
        filled.Run(24);
        Assert.All(filled.State.Tissue.ErodedTick, tick => Assert.Equal(Tissue.Never, tick));
    }

    [Theory]
    [InlineData(20, "'die': { 'perDay': 0 }", true)]
    [InlineData(0, "'die': { 'perDay': 0 }", false)]
    [InlineData(20, "'cohesion': { 'strength': 1 }", false)]
    [InlineData(20, "'cohesion': { 'strength': 0 }", true)]
    [InlineData(20, "'cohesion': { 'strength': 1, 'with': ['v'] }", true)]
    public void Cells_move_unless_they_hold_on(double speed, string cohesion, bool moves)
    {
        using var niche = Run(FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': 5, 'place': 'disc', 'radiusUm': 16 }} }}, 'move': {{ 'speedUmPerHour': {speed} }}, {cohesion} }}, {Vessel}"), ticks: 10);
        Assert.Equal(moves, niche.Cells.Hops.Any(h => h > 0));
    }

    [Fact]
    public void Full_matrix_stops_what_has_not_degraded_it()
    {
        const string Matrix = "'matrix': { 'pattern': 'uniform', 'density': 1 }";
        using var stuck = Run($"'a': {{ {Middle}, 'move': {{ 'speedUmPerHour': 20 }} }}", tissue: Matrix, ticks: 20);
        Assert.Equal(0, stuck.Cells.Hops[0]);
        using var free = Run($"'a': {{ {Middle}, 'degradeMatrix': {{ 'perDay': 6 }} }}", tissue: Matrix);
        for (var voxel = 0; voxel < 81; voxel++)
        {
            var near = Math.Abs((voxel % 9) - 4) <= 1 && Math.Abs((voxel / 9) - 4) <= 1;
            Assert.Equal(near ? 0.75 : 1, free.State.Tissue.Matrix[voxel], 1e-6);
        }

        Assert.Equal(9 * 0.25, free.State.MatrixRemoved, 1e-5);
    }

    [Fact]
    public void Cells_leave_over_an_exit()
    {
        using var niche = Run($"'a': {{ {Middle}, 'move': {{ 'speedUmPerHour': 100, 'persistenceHours': 50 }} }}", lattice: "'cellEdges': { 'all': 'exit' }", ticks: 20);
        Assert.Equal((0, 1), (niche.Cells.Count, niche.Tally("a", "exited")));
    }

    [Theory]
    [InlineData("follow", 1)]
    [InlineData("avoid", -1)]
    public void Cells_follow_and_avoid_a_gradient(string behavior, int sign)
    {
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 20, 'place': 'disc', 'radiusUm': 60 }} }}, 'move': {{ 'speedUmPerHour': 15, 'persistenceHours': 1 }}, '{behavior}': {{ 'F': {{ 'strength': 1 }} }} }}",
            fields: Still, width: 61, height: 61, ticks: 0);
        Ramp(niche, 1, 0);
        niche.Run(10);
        // 20 cells drift 7 voxels each in 10 h; the mean has a standard deviation below 1.
        Assert.True(sign * niche.Cells.MovedX.Take(20).Average(x => (double)x) > 2);
    }

    [Fact]
    public void Secretion_adds_molecules_and_a_steady_field_holds_secretion_over_decay()
    {
        using var niche = Run($"'a': {{ {Middle}, 'secrete': {{ 'F': {{ 'moleculesPerSecond': 7 }} }} }}", fields: Fading);
        Assert.Equal(7 * 3600.0, niche.State.Balances[0].Secreted, 0.1);
        Assert.Equal(7 * niche.Plan.PicomolarPerMolecule / (0.5 / 60), niche.Field("F").Sum(c => (double)c), 1e-3);
        using var silent = Run($"'a': {{ {Middle}, 'secrete': {{ 'F': {{ 'moleculesPerSecond': 0 }} }} }}", fields: Fading);
        Assert.All(silent.Field("F"), c => Assert.Equal(0f, c));
    }

    [Fact]
    public void Uptake_is_linear_or_saturable()
    {
        const string Fed = "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0.5, 'molecularWeightKDa': 10, 'basalProductionPicomolarPerHour': 3000 }";
        using var linear = Run($"'a': {{ {Middle}, 'takeUp': {{ 'F': {{ 'clearanceUm3PerSecond': 20 }} }} }}", fields: Fed);
        var level = linear.Field("F")[40];
        Assert.InRange(level, 1, 99.9);
        Assert.Equal(3600 * 20.0 * level / linear.Plan.PicomolarPerMolecule / linear.Plan.VoxelVolumeUm3, linear.State.Balances[0].TakenUp, 0.01);

        // Far above its half-maximum uptake is its maximum; the rate lags by one tick.
        using var saturable = Run($"'a': {{ {Middle}, 'takeUp': {{ 'F': {{ 'maximumMoleculesPerSecond': 0.5, 'halfMaximumPicomolar': 0.01 }} }} }}", fields: Fed, ticks: 12);
        var before = saturable.State.Balances[0].TakenUp;
        saturable.Run(1);
        Assert.Equal(3600 * 0.5, saturable.State.Balances[0].TakenUp - before, 1.0);
        using var none = Run($"'a': {{ {Middle}, 'takeUp': {{ 'F': {{ 'clearanceUm3PerSecond': 0 }} }} }}", fields: Fed);
        Assert.Equal(0, none.State.Balances[0].TakenUp);
    }

    [Theory]
    [InlineData(1000, 50)]
    [InlineData(0, 0)]
    public void Vessels_exchange_with_the_serum(double perMinute, double level)
    {
        using var niche = Run(
            FormattableString.Invariant($"'v': {{ 'vessel': true, 'exchange': {{ 'F': {{ 'perMinute': {perMinute} }} }} }}"),
            fields: Fading, tissue: OneVessel, more: "'blood': { 'serum': { 'F': { 'picomolar': 50, 'fixed': true } } }", ticks: 2);
        Assert.Equal(level, niche.Field("F")[40], 0.5);
        Assert.Equal(50, niche.State.Serum[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", 'solve': 'in-time', 'stepsPerTick': 4")]
    public void Serum_loses_what_the_niche_gains(string solve)
    {
        using var niche = Run(
            "'v': { 'vessel': true, 'exchange': { 'F': { 'perMinute': 5 } } }", fields: Fading.Replace(" }", solve + " }", StringComparison.Ordinal), tissue: OneVessel,
            more: "'blood': { 'volumeMicroliters': 0.01, 'serum': { 'F': { 'picomolar': 50 } } }", ticks: 5);
        var balance = niche.State.Balances[0];
        var lost = (50 - niche.State.Serum[0]) * 0.01e9 / niche.Plan.VoxelVolumeUm3 / niche.Plan.PicomolarPerMolecule;
        Assert.InRange(niche.State.Serum[0], 1, 49.99);
        Assert.Equal(balance.Supplied - balance.FlowedOut, lost, 1e-3 * lost);
    }

    /// <summary>Cells of a vessel that closes: those that are closed exchange nothing, and the books close.</summary>
    [Fact]
    public void Serum_is_exchanged_where_a_state_does_so_and_nowhere_else()
    {
        const string Closing = "'v': { 'vessel': true, 'initialState': 'open', 'states': { 'open': { 'exchange': { 'F': { 'perMinute': 5 } }, 'become': { 'closed': { 'perDay': RATE } } }, 'closed': {} } }";
        const string Nine = "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 45, 'diameterUm': 10 }";
        const string Serum = "'blood': { 'volumeMicroliters': 0.01, 'serum': { 'F': { 'picomolar': 50 } } }";
        using var open = Run(Closing.Replace("RATE", "0", StringComparison.Ordinal), fields: Fading, tissue: Nine, more: Serum, ticks: 6);
        using var closing = Run(Closing.Replace("RATE", "12", StringComparison.Ordinal), fields: Fading, tissue: Nine, more: Serum, ticks: 6);
        foreach (var niche in new[] { open, closing })
        {
            var lost = (50 - niche.State.Serum[0]) * 0.01e9 / niche.Plan.VoxelVolumeUm3 / niche.Plan.PicomolarPerMolecule;
            Assert.Equal(niche.State.Balances[0].Supplied - niche.State.Balances[0].FlowedOut, lost, 1e-3 * lost);
        }

        Assert.True(closing.Cells.Profile[..closing.Cells.Count].Distinct().Count() == 2, "all are in one state");
        Assert.InRange(50 - closing.State.Serum[0], 1e-6, 0.95 * (50 - open.State.Serum[0]));
    }

    [Fact]
    public void Resorption_removes_depth_times_footprint_and_frees_what_bone_stored()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'resorb': { 'umPerDay': 12, 'footprintUm': 45 } }", fields: Fading,
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30, 'stores': { 'F': { 'moleculesPerUm3': 2 } } }", ticks: 4);
        var voxels = 4 * 12 / 24.0 / 15 * 3;
        Assert.Equal(voxels, niche.State.BoneResorbed, 1e-5);
        Assert.Equal(18 - voxels, niche.State.Tissue.Fill.Sum(f => (double)f), 1e-5);
        niche.Run(1);
        Assert.Equal(voxels * 3375 * 2, niche.State.Balances[0].Freed, 1.0);
        Assert.Contains(niche.State.Tissue.ErodedTick, t => t >= 0);
        using var away = Run($"'a': {{ {Middle}, 'resorb': {{ 'umPerDay': 12, 'footprintUm': 45 }} }}", tissue: Slab, ticks: 4);
        Assert.Equal(0, away.State.BoneResorbed);
    }

    /// <summary>Bites of a thousand-millionth of a voxel, of which float32 keeps none: then nothing is freed either.</summary>
    [Fact]
    public void What_bone_frees_is_of_the_bone_that_has_gone()
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'resorb': { 'umPerDay': 0.0005, 'footprintUm': 45 } }", fields: Fading,
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30, 'stores': { 'F': { 'moleculesPerUm3': 2000 } } }", tickMinutes: 1)).Run(100);
        Assert.Equal(niche.State.BoneResorbed * 3375 * 2000, niche.State.Balances[0].Freed, 1e-3 * niche.State.Balances[0].Freed);
    }

    [Fact]
    public void No_more_is_resorbed_than_rate_times_footprint()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: 24 * 3);

        // 40 um a day over a width of 45 um, in voxels of 15 um; each tick rounds in float32.
        Assert.Equal(40 * (24 * 3 * niche.Plan.TickDays) * 45 / (15.0 * 15), niche.State.BoneResorbed, 1e-3);
    }

    [Theory]
    [InlineData(0.1, 45)]
    [InlineData(0.25, 45)]
    [InlineData(0.5, 45)]
    [InlineData(0.25, 30)]
    [InlineData(0.3, 100)]
    public void Plates_have_the_volume_fraction_that_was_asked(double fraction, double thicknessUm)
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': {}", tissue: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'bone': {{ 'pattern': 'plates', 'volumeFraction': {fraction}, 'thicknessUm': {thicknessUm} }}"),
            width: 7, height: 100));

        // A plate rounds to whole voxels: half a voxel a plate.
        var plates = Math.Max(1, Math.Round(fraction * 100 * 15 / thicknessUm));
        Assert.Equal(fraction, niche.State.Tissue.Fill.Average(), 0.5 * plates / 100 + 1e-9);
    }

    [Fact]
    public void A_cell_in_bone_goes_with_the_bone_that_is_resorbed()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } },"
            + "'b': { 'livesInBone': true, 'start': { 'x': { 'share': 1, 'place': 'in-bone' } } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: 200);
        var resorbed = niche.State.Tally[niche.Plan.Types[1].Tally + (int)TypeTally.Resorbed];
        Assert.InRange(resorbed, 20, 1000);
        Assert.Equal(niche.State.Tissue.Fill.Count(fill => fill >= 0.5f), niche.Count("b"));
    }

    [Fact]
    public void A_resorbing_cell_follows_its_surface_through_the_bone()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: 24 * 5);
        Assert.True(niche.State.BoneResorbed > 35);
        Assert.True(niche.Cells.Voxel[0] / 9 < 4);
        Assert.True(niche.State.Resorptions.Sites > 20);
    }

    [Fact]
    public void A_cell_that_follows_its_surface_is_no_longer_attached_to_what_it_leaves()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: 0);
        niche.Cells.Attached[0] = true;
        for (var tick = 0; tick < 24 * 5 && niche.Cells.Hops[0] == 0; tick++)
        {
            Assert.True(niche.Cells.Attached[0]);
            niche.Run(1);
        }

        Assert.Equal((1, false), (niche.Cells.Hops[0], niche.Cells.Attached[0]));
    }

    /// <summary>One cell at work from the first tick on: every voxel that it takes belongs to the site that began then, so the mean is nearly half of the time at an even rate.</summary>
    [Fact]
    public void Voxels_that_touch_are_one_site_as_long_as_work_goes_on()
    {
        const int Ticks = 24 * 5;
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 97.5 } }, 'resorb': { 'umPerDay': 40, 'footprintUm': 45 } }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 90 }", ticks: Ticks);
        var (sites, time) = niche.State.Resorptions;
        Assert.InRange((double)time / sites, 0.4 * Ticks, 0.65 * Ticks);
        // The oldest of all: a fresh voxel beside it takes over its beginning.
        Assert.Equal(0, niche.State.Tissue.ErosionBeganTick.Where(tick => tick != Tissue.Never).Max());
    }

    /// <summary>A voxel that is bitten at for a day, left alone for ten, and taken away on one more was resorbed in that day: a pause is none of it.</summary>
    [Fact]
    public void A_pause_is_no_time_of_resorption()
    {
        using var niche = Run(
            "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'resorb': { 'umPerDay': 6, 'footprintUm': 15 } }",
            tissue: Slab, more: "'treatments': { 'rest': { 'fromDay': 1, 'toDay': 11, 'multiplies': { 'resorb': { 'factor': 0 } } } }", ticks: 24);
        Assert.Equal(0, niche.State.Resorptions.Sites);
        niche.Run(24 * 20);
        var (sites, time) = niche.State.Resorptions;
        Assert.True(sites > 0);
        Assert.True((double)time / sites < 24 * 10, $"{time} ticks for {sites}");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(", 'buriedAs': 'b'", 1)]
    public void Formation_fills_the_surface_and_buries_a_cell_only_where_declared(string buried, int inBone)
    {
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 }} }}, 'form': {{ 'umPerDay': 12, 'footprintUm': 45 {buried} }} }}, 'b': {{ 'livesInBone': true, 'form': {{ 'umPerDay': 12, 'footprintUm': 45 }} }}",
            tissue: Slab);
        Assert.Equal(12 / 24.0 / 15 * 3, niche.State.BoneFormed, 1e-5);
        niche.Run(24 * 6);
        Assert.Equal(inBone, niche.Count("b"));
        Assert.Equal(inBone, niche.Tally("a", "buried"));
        Assert.Equal(inBone == 1, niche.State.Tissue.IsSolid(niche.Cells.Voxel[0]));
        Assert.All(niche.State.Tissue.Mineral.Zip(niche.State.Tissue.Fill), t => Assert.True(t.First <= t.Second));
    }

    [Fact]
    public void Formation_of_eroded_surface_only_refills_what_was_resorbed()
    {
        const string Cells = "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'form': { 'umPerDay': 30, 'footprintUm': 45, 'onlyEroded': true } }";
        using var niche = Run(Cells, tissue: Slab, ticks: 3);
        Assert.Equal(0, niche.State.BoneFormed);
        var tissue = niche.State.Tissue;
        (tissue.Fill[13], tissue.Mineral[13], tissue.ErodedTick[13], tissue.ErosionBeganTick[13]) = (0.2f, 0.2f, 1, 0);
        niche.Simulation.Geometry.BoneChanged();
        niche.Run(30);
        Assert.Equal(0.8, niche.State.BoneFormed, 1e-2);
        Assert.Equal((1L, Tissue.Never), (niche.State.Formations.Sites, tissue.ErodedTick[13]));
    }

    [Fact]
    public void Mineral_follows_fill()
    {
        const string Cells = "'a': { 'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerYUm': 37.5 } }, 'mineralize': { 'perDay': 0.5 } }";
        using var niche = Run(Cells, tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30, 'mineral': 0.2 }", ticks: 24);
        Assert.Equal(1 - (0.8 * Math.Exp(-0.5)), niche.State.Tissue.Mineral[13], 1e-4);
        Assert.Equal(0.2f, niche.State.Tissue.Mineral[9]);
        Assert.Equal(0f, niche.State.Tissue.Mineral[40]);
    }

    [Theory]
    [InlineData("marrow")]
    [InlineData("vessels")]
    public void Cells_recruit_others_nearby(string from)
    {
        // 48 expected; fewer than 15 with probability 1e-8.
        using var niche = Run(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': 'disc', 'radiusUm': 1, 'centerXUm': 187.5 }} }}, 'recruit': {{ 'b': {{ 'perDay': 1152, 'from': '{from}', 'withinUm': 60, 'state': 's' }} }} }}, 'b': {{ 'initialState': 'r', 'states': {{ 'r': {{ }}, 's': {{ }} }} }}, {Vessel}",
            tissue: "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 60, 'diameterUm': 10 }", width: 21, height: 21);
        Assert.InRange(niche.Count("b", "s"), 15, 49);
        Assert.Equal(niche.Count("b"), niche.Tally("b", "recruited"));
        var center = niche.Cells.Voxel[niche.CellOf("a")];
        for (var cell = 0; cell < niche.Cells.Count; cell++)
            if (niche.Cells.Profile[cell] == niche.Profile("b", "s"))
            {
                var voxel = niche.Cells.Voxel[cell];
                Assert.True(Square((voxel % 21) - (center % 21)) + Square((voxel / 21) - (center / 21)) <= 16);
                if (from == "vessels")
                    Assert.True(NicheSim.Engine.Placing.VesselNear(niche.Simulation, voxel) >= 0);
            }
    }

    [Fact]
    public void Attributes_drift_relax_and_stay_within_their_bounds()
    {
        using var niche = Run($"'a': {{ {Middle}, 'attributes': {{ 'x': {{ 'start': {{ 'value': 0.2 }}, 'maximum': 0.6 }} }}, 'drift': {{ 'x': {{ 'perDay': 0.24 }} }} }}", ticks: 10);
        Assert.Equal(0.3, niche.Cells.Attributes[0][0], 1e-6);
        niche.Run(100);
        Assert.Equal(0.6f, niche.Cells.Attributes[0][0]);
        using var relaxing = Run($"'a': {{ {Middle}, 'attributes': {{ 'x': {{ 'start': {{ 'value': 1 }}, 'relaxTo': 0.2, 'relaxPerDay': 2 }} }} }}", ticks: 24);
        Assert.Equal(0.2 + (0.8 * Math.Exp(-2)), relaxing.Cells.Attributes[0][0], 1e-5);
    }

    /// <summary>x' = -2 (x - 0.1) + 1 from 0.1: x = 0.6 - 0.5 exp(-2 t), whatever the tick.</summary>
    [Theory]
    [InlineData(30, 24)]
    [InlineData(240, 3)]
    public void An_attribute_that_drifts_and_relaxes_does_not_depend_on_the_tick(double tickMinutes, int ticks)
    {
        using var niche = Niche.Found(Niche.Text(
            $"'a': {{ {Middle}, 'attributes': {{ 'x': {{ 'start': {{ 'value': 0.1 }}, 'relaxTo': 0.1, 'relaxPerDay': 2 }} }}, 'drift': {{ 'x': {{ 'perDay': 1 }} }} }}", tickMinutes: tickMinutes)).Run(ticks);
        Assert.Equal(0.6 - (0.5 * Math.Exp(-1)), niche.Cells.Attributes[0][0], 1e-5);
    }

    [Fact]
    public void Vessels_sprout()
    {
        using var niche = Run($"'v': {{ 'vessel': true, 'sprout': {Sure} }}", tissue: OneVessel);
        Assert.Equal((2, 1), (niche.Count("v"), niche.Tally("v", "sprouted")));
        niche.Run(1);
        Assert.Equal(2, niche.Simulation.Geometry.VesselVoxels.Count);
    }

    [Fact]
    public void Vessels_that_events_or_recruitment_bring_are_vessels_at_once()
    {
        using var niche = Run("'v': { 'vessel': true }", more: "'events': { 'e': { 'day': 0, 'add': { 'type': 'v', 'count': 3 } } }", ticks: 2);
        Assert.Equal(3, niche.Simulation.Geometry.VesselVoxels.Count);
        using var recruited = Run($"'a': {{ {Middle}, 'recruit': {{ 'v': {{ 'perDay': 500 }} }} }}, {Vessel}", ticks: 2);
        Assert.Equal(recruited.Count("v"), recruited.Simulation.Geometry.VesselVoxels.Count + recruited.Tally("v", "recruited") - CountBefore(recruited));
        recruited.Simulation.Geometry.Update(recruited.Plan, recruited.State);
        Assert.Equal(recruited.Count("v"), recruited.Simulation.Geometry.VesselVoxels.Count);

        static long CountBefore(Niched niche) => niche.Simulation.Geometry.VesselVoxels.Count;
    }

    [Fact]
    public void A_cell_inside_bone_turns_only_into_what_lives_there()
    {
        using var niche = Run(
            $"'a': {{ 'livesInBone': true, 'start': {{ 'x': {{ 'count': 1, 'place': 'in-bone' }} }}, 'turnInto': {{ 'b': {Sure} }} }}, 'b': {{ }}", tissue: Slab, ticks: 3);
        Assert.Equal(1, niche.Count("a"));
    }

    private static int Square(int x) => x * x;

    /// <summary>Gives the only field a constant gradient, which hardly diffuses.</summary>
    internal static void Ramp(Niched niche, double perVoxelX, double perVoxelY)
    {
        var grid = niche.Plan.Grid;
        for (var voxel = 0; voxel < grid.Count; voxel++)
            niche.State.Fields[0][voxel] = (float)(1000 + (perVoxelX * grid.X(voxel)) + (perVoxelY * grid.Y(voxel)));
    }

    private static Niched Run(
        string cells, string fields = "", string tissue = "", string more = "", int width = 9, int height = 9, string lattice = "", int ticks = 1)
        => Niche.Found(Niche.Text(cells, fields, "", tissue, more, width, height, 1, lattice, tickMinutes: 60)).Run(ticks);
}
