using CsCheck;
using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Tests.Engine;

public class ResponseTests
{
    private static readonly float[] NoTreatments = [];

    [Theory]
    [InlineData(1f)]
    [InlineData(2f)]
    [InlineData(2.5f)]
    [InlineData(4f)]
    public void One_rule_is_a_Hill_curve(float power)
    {
        var channel = Channel(0.1f, [Way(Dose(3, 0, 10, power))]);
        foreach (var signal in new[] { 0f, 1, 5, 10, 20, 1000 })
        {
            var u = Math.Pow(signal / 10, power);
            Assert.Equal(0.1 + ((3 - 0.1) * u / (1 + u)), Response.Value(channel, [signal], NoTreatments), 1e-5);
        }

        Assert.Equal((0.1 + 3) / 2, Response.Value(channel, [10], NoTreatments), 1e-6);
        Assert.Equal(3f, Response.Value(channel, [float.PositiveInfinity], NoTreatments));
    }

    [Fact]
    public void Doses_at_one_receptor_add_and_pull_towards_their_weighted_mean()
    {
        var channel = Channel(1, [new WayPlan([Dose(5, 0, 10), Dose(9, 1, 2)])]);
        double u = 7 / 10.0, v = 3 / 2.0;
        var strength = (u + v) / (1 + u + v);
        var mean = ((5 * u) + (9 * v)) / (u + v);
        Assert.Equal(1 + ((mean - 1) * strength), Response.Value(channel, [7, 3], NoTreatments), 1e-5);

        // Half a dose twice is one dose.
        var split = Channel(1, [new WayPlan([Dose(5, 0, 10), Dose(5, 1, 10)])]);
        Assert.Equal(Response.Value(Channel(1, [Way(Dose(5, 0, 10))]), [8], NoTreatments), Response.Value(split, [4, 4], NoTreatments), 1e-6);
    }

    [Fact]
    public void Separate_receptors_are_independent_and_the_strongest_that_is_on_counts()
    {
        var channel = Channel(1, [Way(Dose(5, 0, 10)), Way(Dose(9, 1, 2))]);
        double h = 7 / 17.0, k = 3 / 5.0;
        Assert.Equal((9 * k) + (5 * h * (1 - k)) + ((1 - h) * (1 - k)), Response.Value(channel, [7, 3], NoTreatments), 1e-5);
    }

    [Fact]
    public void Decreasing_rules_act_on_what_the_increasing_ones_give_and_never_raise_it()
    {
        var channel = Channel(1, [Way(Dose(5, 0, 10))], [Way(Dose(0.5f, 1, 10)), Way(Dose(0, 2, 10))]);
        Assert.Equal(3f, Response.Value(channel, [10, 0, 0], NoTreatments));
        Assert.Equal((0.5 * 0.5) + (0.5 * 3), Response.Value(channel, [10, 10, 0], NoTreatments), 1e-6);
        Assert.Equal((0.5 * 0) + (0.5 * 0.5 * 0.5) + (0.25 * 3), Response.Value(channel, [10, 10, 10], NoTreatments), 1e-6);

        // A treatment-free value below the saturation of a decreasing rule stays.
        Assert.Equal(0.2f, Response.Value(Channel(0.2f, [], [Way(Dose(0.5f, 0, 10))]), [1000], NoTreatments));
    }

    [Fact]
    public void Conjunctions_multiply_and_below_answers_to_absence()
    {
        var both = Term(4, [new MemberPlan(0, 10, 1, false), new MemberPlan(1, 2, 2, false)]);
        Assert.Equal(4 * 0.5 * 0.8, Response.Value(Channel(0, [Way(both)]), [10, 4], NoTreatments), 1e-6);
        Assert.Equal(0f, Response.Value(Channel(0, [Way(both)]), [10, 0], NoTreatments));
        var absent = Term(4, [new MemberPlan(0, 10, 1, true)]);
        Assert.Equal(4f, Response.Value(Channel(0, [Way(absent)]), [0], NoTreatments));
        Assert.Equal(1.0, Response.Value(Channel(0, [Way(absent)]), [30], NoTreatments), 1e-6);
        var mixed = Term(4, [new MemberPlan(0, 10, 1, false), new MemberPlan(1, 2, 1, true)]);
        Assert.Equal(4 * 0.5 * 0.25, Response.Value(Channel(0, [Way(mixed)]), [10, 6], NoTreatments), 1e-6);
    }

    [Fact]
    public void Labels_blockers_competitors_and_regions_weaken_a_way()
    {
        Assert.Equal(2 * 0.5 * 0.4, Response.Value(Channel(0, [Way(Dose(2, 0, 10, labels: [new(0.4f, -1, [], [])]))]), [10], NoTreatments), 1e-6);
        Assert.Equal(2 * 0.5 * 0.4 * 0.5, Response.Value(Channel(0, [Way(Dose(2, 0, 10, labels: [new(0.4f, -1, [], []), new(0.5f, -1, [], [])]))]), [10], NoTreatments), 1e-6);
        Assert.Equal(2 * 0.5 * 0.75, Response.Value(Channel(0, [Way(Dose(2, 0, 10, labels: [new(1, -1, [0], [])]))]), [10], [0.25f]), 1e-6);
        Assert.Equal(2 * 0.5 * 0.5 * 0.3, Response.Value(Channel(0, [Way(Dose(2, 0, 10, labels: [new(0.5f, 1, [], [])]))]), [10, 0.3f], NoTreatments), 1e-6);

        // Competition divides the ligand: 10 / (1 + 0.3 / 0.1) = 2.5 against 10.
        Assert.Equal(2 * 2.5 / 12.5, Response.Value(Channel(0, [Way(Dose(2, 0, 10, labels: [new(1, -1, [], [(0, 0.1f)])]))]), [10], [0.3f]), 1e-6);

        var inside = Channel(1, [Way(Dose(2, 0, 10, region: 1))]);
        Assert.Equal(1f, Response.Value(inside, [10, 0], NoTreatments));
        Assert.Equal(1.5f, Response.Value(inside, [10, 1], NoTreatments));
    }

    [Fact]
    public void An_attribute_above_one_is_no_more_than_a_full_level()
        => Assert.Equal(5.0, Response.Value(Channel(1, [Way(Dose(5, 0, 10, labels: [new(1, 1, [], [])]))]), [1e20f, 7], NoTreatments), 1e-6);

    [Fact]
    public void Attributes_scale_and_treatments_multiply()
    {
        var channel = Channel(2, [], [], scales: [0, 1], factors: [(0, 3), (1, 0)]);
        Assert.Equal(2 * 0.5 * 0.4 * (1 + (2 * 0.25)) * (1 - 0.6), Response.Value(channel, [0.5f, 0.4f], [0.25f, 0.6f]), 1e-6);
    }

    [Fact]
    public void A_rule_without_signal_changes_no_bit()
    {
        // On another receptor, on the same receptor (before and after), as a conjunction, as a decreasing rule.
        Gen.Select(Gen.Float[0, 50], Gen.Float[0.01f, 3], Gen.Float[3, 90], Gen.Float[3, 90], Gen.Float[0.1f, 20]).Sample((signal, start, sat, other, half) =>
        {
            var (rule, silent) = (Dose(sat, 0, half, 1.7f), Dose(other, 1, 3));
            var expected = Response.Value(Channel(start, [Way(rule)]), [signal, 0], NoTreatments);
            Assert.Equal(expected, Response.Value(Channel(start, [Way(rule), Way(silent)]), [signal, 0], NoTreatments));
            Assert.Equal(expected, Response.Value(Channel(start, [new([rule, silent])]), [signal, 0], NoTreatments));
            Assert.Equal(expected, Response.Value(Channel(start, [new([silent, rule])]), [signal, 0], NoTreatments));
            Assert.Equal(expected, Response.Value(Channel(start, [Way(rule), Way(Term(other, [new(0, 1, 1, false), new(1, 1, 1, false)]))]), [signal, 0], NoTreatments));
            Assert.Equal(expected, Response.Value(Channel(start, [Way(rule)], [Way(Dose(0, 1, 3))]), [signal, 0], NoTreatments));
        }, seed: "0000KOIPe883");
    }

    private static readonly Gen<WayPlan> Increasing = Ways(Gen.Float[1, 100]);
    private static readonly Gen<WayPlan> Decreasing = Ways(Gen.Float[0, 1]);

    [Fact]
    public void No_rule_carries_a_behavior_beyond_its_saturation()
        => Gen.Select(Increasing.Array[0, 6], Decreasing.Array[0, 4], Gen.Float[0, 1e4f].Array[4]).Sample((up, down, signals) =>
        {
            var raised = Response.Value(Channel(1, up), signals, NoTreatments);
            var most = up.SelectMany(w => w.Terms).Select(t => t.Saturation).Append(1).Max();
            Assert.InRange(raised, 1 - 1e-6f, most * (1 + 1e-6f));
            var lowered = Response.Value(Channel(1, up, down), signals, NoTreatments);
            var least = down.SelectMany(w => w.Terms).Select(t => t.Saturation).Append(1).Min();
            Assert.InRange(lowered, least - 1e-6f, raised * (1 + 1e-6f));
        }, iter: 5000, seed: "0000KOIPe883");

    [Fact]
    public void More_of_an_increasing_signal_never_lowers_a_behavior_of_separate_receptors()
        => Gen.Select(Gen.Float[1, 100].Array[3], Gen.Float[0, 100].Array[3], Gen.Int[0, 2], Gen.Float[1, 10]).Sample((saturations, signals, which, factor) =>
        {
            var channel = Channel(1, [.. saturations.Select((sat, slot) => Way(Dose(sat, slot, 10)))]);
            var before = Response.Value(channel, signals, NoTreatments);
            signals[which] *= factor;
            Assert.True(Response.Value(channel, signals, NoTreatments) >= before * (1 - 1e-6f));
        }, seed: "0000KOIPe883");

    [Fact]
    public void The_order_of_ways_and_terms_does_not_matter()
        => Gen.Select(Increasing.Array[1, 6], Decreasing.Array[0, 4], Gen.Float[0, 1e4f].Array[4]).Sample((up, down, signals) =>
        {
            WayPlan[] backwards = [.. up.Reverse().Select(w => new WayPlan([.. w.Terms.Reverse()]))];
            var value = Response.Value(Channel(1, up, down), signals, NoTreatments);
            Assert.Equal(value, Response.Value(Channel(1, backwards, [.. down.Reverse()]), signals, NoTreatments), value * 2e-6f);
        }, iter: 2000, seed: "0000KOIPe883");

    [Fact]
    public void Huge_signals_and_saturations_stay_finite()
    {
        var channel = Channel(0, [new WayPlan([Dose(1e15f, 0, 1e-6f, 8), Dose(1e15f, 1, 1e-6f, 8)])]);
        Assert.Equal(1e15f, Response.Value(channel, [1e30f, float.PositiveInfinity], NoTreatments), 1e9f);
    }

    [Fact]
    public void Causes_are_drawn_in_proportion_to_what_they_contribute()
    {
        var channel = Channel(1, [new WayPlan([Dose(5, 0, 10), Dose(9, 1, 2)]), Way(Dose(3, 2, 10))]);
        float[] signals = [7, 3, 20];
        double u = 0.7, v = 1.5, h = (u + v) / (1 + u + v), k = 2 / 3.0;
        double first = 5 * u / (1 + u + v), second = 9 * v / (1 + u + v), third = 3 * k * (1 - h), rest = (1 - h) * (1 - k);
        var total = first + second + third + rest;
        Assert.Equal(total, Response.Value(channel, signals, NoTreatments), 1e-5);

        const int Draws = 100_000;
        var counts = new int[4];
        for (var i = 0; i < Draws; i++)
            counts[Response.Cause(channel, signals, NoTreatments, (i + 0.5) / Draws)]++;
        Assert.Equal([rest / total, first / total, second / total, third / total], counts.Select(c => (double)c / Draws), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    private static Gen<WayPlan> Ways(Gen<float> saturation)
        => Gen.Select(saturation, Gen.Int[0, 3], Gen.Float[0.1f, 100], Gen.Float[0.5f, 6]).Select(t => Dose(t.Item1, t.Item2, t.Item3, t.Item4)).Array[1, 3].Select(terms => new WayPlan(terms));

    private static ChannelPlan Channel(float start, WayPlan[] up, WayPlan[]? down = null, int[]? scales = null, (int, float)[]? factors = null) => new()
    {
        Kind = BehaviorKind.Die, Argument = 0, Base = start, Increasing = up, Decreasing = down ?? [], Scales = scales ?? [], Factors = factors ?? [], Tally = 0,
    };

    private static WayPlan Way(TermPlan term) => new([term]);

    private static TermPlan Dose(float saturation, int signal, float half, float power = 1, AvailabilityPlan[]? labels = null, int region = -1)
        => Term(saturation, [new MemberPlan(signal, half, power, false)], labels, region);

    private static TermPlan Term(float saturation, MemberPlan[] members, AvailabilityPlan[]? labels = null, int region = -1)
        => new() { Saturation = saturation, Members = members, Region = region, Labels = labels ?? [], Rule = 0 };
}
