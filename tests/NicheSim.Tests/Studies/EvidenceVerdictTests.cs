using NicheSim.Scenarios.Evidence;
using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public class EvidenceVerdictTests
{
    private static readonly double[] Control = [10, 12, 14, 11, 13];

    private static EvidenceRow Of(ExpectationEntry expected, double[] treated, double[]? control = null)
        => EvidenceVerdict.Of(new Comparison("C1", ContrastKind.Direct, "drug", "cells", expected, 3, [0, 1]), [control ?? Control, treated]);

    [Theory]
    [InlineData(Sign.Up, 3, 1, EvidenceVerdict.Supported)]
    [InlineData(Sign.Up, 3, 4, EvidenceVerdict.NotSupported)]
    [InlineData(Sign.Down, 3, 1, EvidenceVerdict.Contradicted)]
    [InlineData(Sign.Down, -3, 1, EvidenceVerdict.Supported)]
    [InlineData(Sign.Up, -3, 1, EvidenceVerdict.Contradicted)]
    [InlineData(Sign.Differs, -3, 1, EvidenceVerdict.Supported)]
    [InlineData(Sign.Differs, -3, 4, EvidenceVerdict.NotSupported)]
    [InlineData(Sign.Report, -3, 0, EvidenceVerdict.Reported)]
    public void A_shift_of_all_pairs_is_judged_by_its_sign_and_size(Sign sign, double shift, double least, string verdict)
    {
        var row = Of(new ExpectationEntry { Sign = sign, MinimumEffect = least }, [.. Control.Select((value, i) => value + shift + (0.1 * (i - 2)))]);
        Assert.Equal(verdict, row.Verdict);
        Assert.Equal(shift, row.Effect!.Value, 9);
        Assert.Equal(5, row.Replicates);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1592.4, "1590")]
    [InlineData(-6.2249, "-6.22")]
    [InlineData(0.15399, "0.154")]
    [InlineData(241_234_567, "2.41e8")]
    [InlineData(1.2e-5, "1.2e-5")]
    public void Tables_hold_three_digits(double value, string text) => Assert.Equal(text, EvidenceTables.Number(value));

    /// <summary>Differences -2, 3, -1, 2, 1: mean 0.6, and 0 within the interval.</summary>
    [Fact]
    public void What_scatters_about_0_is_not_supported()
    {
        var row = Of(new ExpectationEntry { Sign = Sign.Up, MinimumEffect = 0.1 }, [8, 15, 13, 13, 14]);
        Assert.Equal((EvidenceVerdict.NotSupported, "the interval holds 0"), (row.Verdict, row.Why));
    }

    /// <summary>
    /// Differences 1, 2, 3, 2, 2 over the control's mean of 12: effect 1/6, standard error sqrt(0.5 / 5) / 12 = 0.02635231, quantile of t for 4 degrees of
    /// freedom 2.7764451.
    /// </summary>
    [Fact]
    public void A_relative_effect_is_over_the_mean_of_the_control()
    {
        var row = Of(new ExpectationEntry { Sign = Sign.Up, Scale = EffectScale.Relative, MinimumEffect = 0.1 }, [11, 14, 17, 13, 15]);
        Assert.Equal(1 / 6.0, row.Effect!.Value, 8);
        Assert.Equal(1 / 6.0 - (2.7764451 * 0.02635231), row.CiLow!.Value, 6);
        Assert.Equal(EvidenceVerdict.Supported, row.Verdict);
    }

    [Theory]
    [InlineData(0.0, 1, EvidenceVerdict.Supported)]
    [InlineData(0.05, 1, EvidenceVerdict.Supported)]
    [InlineData(0.05, 0.06, EvidenceVerdict.NotSupported)]
    [InlineData(3.0, 1, EvidenceVerdict.Contradicted)]
    public void None_is_shown_by_equivalence(double shift, double margin, string verdict)
        => Assert.Equal(verdict, Of(new ExpectationEntry { Sign = Sign.Zero, Margin = margin }, [.. Control.Select((value, i) => value + (shift * (1 + (0.2 * (i - 2)))))]).Verdict);

    /// <summary>
    /// Without its rules an effect of 20 has left a single event in one of ten runs: 0.1 of 20, but all there is of the control. 90 % interval by t for 9
    /// degrees of freedom: (0.1 +- 1.8331 x 0.1) / 20.
    /// </summary>
    [Fact]
    public void What_is_gone_is_measured_by_the_effect_that_was_there()
    {
        var (treated, none) = (new double[10], new double[10]);
        treated[3] = 1;
        var expected = new ExpectationEntry { Sign = Sign.Zero, Scale = EffectScale.Relative, Margin = 0.1 };
        var comparison = new Comparison("C1", ContrastKind.Direct, "drug, rules taken away", "cells", expected, 3, [0, 1], "drug");
        var row = EvidenceVerdict.Of(comparison, [none, treated], -20);
        Assert.Equal((EvidenceVerdict.Supported, 0.005), (row.Verdict, row.Effect));
        Assert.Equal((0.1 + 0.18331) / 20, row.CiHigh!.Value, 5);
        Assert.Equal(EvidenceVerdict.NotSupported, EvidenceVerdict.Of(comparison, [none, treated], -2).Verdict);

        // Where the control has more than the effect was, it is the measure as before.
        Assert.Equal(0.1 / 12, EvidenceVerdict.Of(comparison, [[.. none.Select(_ => 12.0)], [.. treated.Select(value => value + 12)]], -2).Effect!.Value, 8);
    }

    [Fact]
    public void Pairs_without_a_value_are_left_out_and_a_control_of_nothing_has_no_relative_effect()
    {
        var relative = new ExpectationEntry { Sign = Sign.Up, Scale = EffectScale.Relative, MinimumEffect = 0.1, Margin = 0.1 };
        Assert.Equal(4, Of(relative, [12, double.NaN, 16, 13, 15]).Replicates);
        var above = Of(relative, [1, 2, 3, 4, 5], new double[5]);
        Assert.Equal((null, EvidenceVerdict.Supported), (above.Effect, above.Verdict));
        Assert.StartsWith("the control has none of it; the difference is 1.04 to ", above.Why, StringComparison.Ordinal);
        Assert.Equal(EvidenceVerdict.Contradicted, Of(relative with { Sign = Sign.Down }, [1, 2, 3, 4, 5], new double[5]).Verdict);
        Assert.Equal(EvidenceVerdict.NotSupported, Of(relative, [0, 0, 0, 0, 5], new double[5]).Verdict);
        Assert.Equal((0.0, EvidenceVerdict.Supported), (Of(relative with { Sign = Sign.Zero }, new double[5], new double[5]).Effect, Of(relative with { Sign = Sign.Zero }, new double[5], new double[5]).Verdict));
        Assert.Contains("no pair", Of(relative, [double.NaN], [1]).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sign.Up, 3, 2, true)]
    [InlineData(Sign.Up, 2, 2, false)]
    [InlineData(Sign.Down, 1, 2, true)]
    [InlineData(Sign.Zero, 2.05, 2, true)]
    [InlineData(Sign.Zero, 2.5, 2, false)]
    [InlineData(Sign.Differs, 1, 2, true)]
    [InlineData(Sign.Differs, 2.1, 2, false)]
    public void A_sign_holds_or_not_in_one_pair(Sign sign, double treated, double control, bool holds)
        => Assert.Equal(holds, EvidenceVerdict.Holds(new ExpectationEntry { Sign = sign, Scale = EffectScale.Relative, MinimumEffect = 0.2, Margin = 0.1 }, [control, treated]));

    /// <summary>The dose of the middle shifts all values by the first number, the highest one by the second.</summary>
    [Theory]
    [InlineData(1, 3, EvidenceVerdict.Supported)]
    [InlineData(-1, -3, EvidenceVerdict.Supported)]
    [InlineData(4, 3, EvidenceVerdict.NotSupported)]
    [InlineData(-1, 3, EvidenceVerdict.NotSupported)]
    [InlineData(0.2, 0.5, EvidenceVerdict.NotSupported)]
    public void A_dose_acts_the_same_way_at_each_step(double middle, double highest, string verdict)
    {
        var expected = new ExpectationEntry { Sign = Sign.Monotone, MinimumEffect = 1 };
        double[] Shifted(double shift) => [.. Control.Select((value, i) => value + shift + (0.01 * (i - 2)))];
        var row = EvidenceVerdict.Of(new Comparison("C1", ContrastKind.Direct, "drug", "cells", expected, 3, [0, 1, 2]), [Control, Shifted(middle), Shifted(highest)]);
        Assert.Equal((verdict, "monotone"), (row.Verdict, row.Expected));
        Assert.Equal(middle * highest > 0 && Math.Abs(highest) > Math.Abs(middle), EvidenceVerdict.Holds(expected, [10, 10 + middle, 10 + highest]));
        Assert.Null(EvidenceVerdict.Holds(expected, [10, double.NaN, 13]));
    }

    /// <summary>On the scale of a range: halfway from 10 to 1000 is 100; a number at an end moves inwards or not at all.</summary>
    [Theory]
    [InlineData(10, 1, 1000, 0.5, 100)]
    [InlineData(10, 1, 1000, -0.5, 3.16227766)]
    [InlineData(10, 1, 1000, 1, 1000)]
    [InlineData(1, 1, 1000, -0.7, 1)]
    [InlineData(1000, 1, 1000, -0.5, 31.6227766)]
    [InlineData(0.4, 0, 1, 0.5, 0.7)]
    [InlineData(0.4, 0, 1, -0.5, 0.2)]
    public void A_draw_moves_a_number_within_its_range(double value, double from, double to, double share, double moved)
        => Assert.Equal(moved, EvidenceDraws.Moved(value, from, to, share), 6);

    [Fact]
    public void A_claim_is_supported_when_all_its_rows_but_reports_are()
    {
        EvidenceRow Row(string verdict) => new() { Claim = "C1", Verdict = verdict, Why = "" };
        Assert.Equal(EvidenceVerdict.Supported, EvidenceTables.VerdictOf([Row(EvidenceVerdict.Supported), Row(EvidenceVerdict.Reported)]));
        Assert.Equal(EvidenceVerdict.NotSupported, EvidenceTables.VerdictOf([Row(EvidenceVerdict.Supported), Row(EvidenceVerdict.NotSupported)]));
        Assert.Equal(EvidenceVerdict.Contradicted, EvidenceTables.VerdictOf([Row(EvidenceVerdict.Contradicted), Row(EvidenceVerdict.NotSupported)]));
        Assert.Equal(EvidenceVerdict.Reported, EvidenceTables.VerdictOf([Row(EvidenceVerdict.Reported)]));
    }
}
