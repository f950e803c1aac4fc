using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Tests.Engine;

/// <summary>What holds after every tick of any scenario.</summary>
public class InvariantTests
{
    private const int Scenarios = 200, Ticks = 12;

    [Fact]
    public void Every_niche_keeps_its_books()
    {
        var seen = new SortedDictionary<string, long>(StringComparer.Ordinal);
        Parallel.For(0, Scenarios, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number =>
        {
            using var niche = Niche.Found(new RandomScenario(number).Text());
            try
            {
                var (founders, bone) = (niche.Cells.Count, niche.State.Tissue.Fill.Sum(f => (double)f));
                Check(niche, founders, bone);
                for (var tick = 0; tick < Ticks; tick++)
                {
                    niche.Run(1);
                    Check(niche, founders, bone);
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"scenario {number}, tick {niche.State.Tick}: {error.Message}", error);
            }

            lock (seen)
                for (var t = 0; t < niche.Plan.Tallies; t++)
                {
                    var name = niche.Scenario.Names.Tallies[t].Event.Split(':')[0];
                    seen[name] = seen.GetValueOrDefault(name) + niche.State.Tally[t];
                }
        });

        // The scenarios must reach what they are to test.
        foreach (var happened in new[] { "divide", "die", "turnInto", "fuse", "fusedAway", "arrested", "cleared", "arrived", "exited", "extravasate", "intravasate", "attach", "detach", "recruited", "sprouted", "buried", "added" })
            Assert.True(seen[happened] > 0, $"no {happened}");
    }

    /// <summary>What must hold of a niche, whatever happened in it.</summary>
    internal static void Check(Niched niche, long founders, double bone)
    {
        Places(niche);
        Counts(niche, founders);
        Tissue(niche, bone);
        Fields(niche);
    }

    private static void Places(Niched niche)
    {
        var (state, cells) = (niche.State, niche.Cells);
        Assert.Equal(cells.Count, cells.Id.Take(cells.Count).Distinct().Count());
        Assert.Equal(cells.Count, cells.Lineage.Take(cells.Count).Distinct().Count());
        var (occupied, guests) = (0, 0);
        for (var cell = 0; cell < cells.Count; cell++)
        {
            Assert.InRange(cells.Id[cell], 1, state.NextId - 1);
            var type = niche.Plan.Types[niche.Plan.Profiles[cells.Profile[cell]].Type];
            foreach (var attribute in type.Attributes)
                Assert.InRange(cells.Attributes[attribute.Attribute][cell], attribute.Minimum, attribute.Maximum);
            var voxel = cells.Voxel[cell];
            if (voxel == Cells.InBlood)
            {
                Assert.False(cells.Arrested[cell]);
                continue;
            }

            (occupied, guests) = cells.Arrested[cell] ? (occupied, guests + 1) : (occupied + 1, guests);
            Assert.Equal(cell, (cells.Arrested[cell] ? state.Guest : state.Occupant)[voxel]);
            if (cells.Arrested[cell])
                Assert.True(state.Occupant[voxel] >= 0 && niche.Plan.Types[niche.Plan.Profiles[cells.Profile[state.Occupant[voxel]]].Type].Vessel, "a guest outside of vessels");
            else if (state.Tissue.IsSolid(voxel))
                Assert.True(type.LivesInBone, "a cell in bone that does not live there");
        }

        Assert.Equal((occupied, guests), (state.Occupant.Count(c => c >= 0), state.Guest.Count(c => c >= 0)));
    }

    private static void Counts(Niched niche, long founders)
    {
        var names = niche.Scenario.Names;
        long births = 0, losses = 0;
        for (var t = 0; t < niche.Plan.Tallies; t++)
        {
            var (name, count) = (names.Tallies[t].Event, niche.State.Tally[t]);
            Assert.True(count >= 0);
            births += name is "divide" or "arrived" or "recruited" or "sprouted" or "added" ? count : 0;
            losses += name is "die" or "cleared" or "exited" or "fusedAway" or "resorbed" ? count : 0;
        }

        Assert.Equal(founders + births - losses, niche.Cells.Count);
        Assert.Equal(founders + births, niche.State.NextId - 1);
    }

    private static void Tissue(Niched niche, double bone)
    {
        var tissue = niche.State.Tissue;
        double fill = 0;
        for (var voxel = 0; voxel < tissue.Fill.Length; voxel++)
        {
            Assert.True(tissue.Mineral[voxel] >= 0 && tissue.Mineral[voxel] <= tissue.Fill[voxel] && tissue.Fill[voxel] <= 1, "0 <= mineral <= fill <= 1");
            Assert.InRange(tissue.Matrix[voxel], 0, 1);
            fill += tissue.Fill[voxel];
        }

        Assert.Equal(bone - niche.State.BoneResorbed + niche.State.BoneFormed, fill, 1e-4);
    }

    private static void Fields(Niched niche)
    {
        for (var f = 0; f < niche.State.Fields.Length; f++)
        {
            foreach (var level in niche.State.Fields[f].Concat(niche.State.Parts[f].SelectMany(p => p)))
                Assert.True(level >= 0 && float.IsFinite(level), "a negative or endless level");
            Assert.True(niche.State.Serum[f] >= 0 && double.IsFinite(niche.State.Serum[f]));

            // Solved to 1e-5 of what comes in, over fixed edges too; over a run the misses of the ticks add up at worst.
            var (plan, field, balance) = (niche.Plan, niche.Plan.Fields[f], niche.State.Balances[f]);
            var held = field.Time == FieldTime.InTime ? niche.State.Fields[f].Sum(c => (double)c) + (field.Initial * plan.Grid.Count) : 0;
            var turnover = balance.Secreted + balance.Supplied + balance.Freed + ((niche.Inflow[f] + held) / plan.PicomolarPerMolecule);

            // In each step a source of less than a millionth of a molecule is let go.
            var let = (niche.State.Tick - plan.FirstTick) * (field.Time == FieldTime.InTime ? field.StepsPerTick : 1) * Transport.NegligibleMolecules;
            Assert.True(Math.Abs(balance.Residual) <= (1e-4 * turnover) + let, $"{niche.Scenario.Names.Fields[f]}: residual {balance.Residual:G3} of {turnover:G3}");
        }

        Assert.Equal(0, niche.Simulation.UnconvergedSolves);
    }
}
