using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class SurvivalCurveTests
{
    /// <summary>
    /// The curve of the treated children as printed in Kleinbaum and Klein (2005), chapter 2, and in most textbooks; standard errors by Greenwood as in
    /// Collett, "Modelling survival data in medical research", and SAS.
    /// </summary>
    [Theory]
    [InlineData(6, 21, 3, 1, 0.8571, 0.0764)]
    [InlineData(7, 17, 1, 0, 0.8067, 0.0869)]
    [InlineData(10, 15, 1, 1, 0.7529, 0.0963)]
    [InlineData(13, 12, 1, 0, 0.6902, 0.1068)]
    [InlineData(16, 11, 1, 0, 0.6275, 0.1141)]
    [InlineData(22, 7, 1, 0, 0.5378, 0.1282)]
    [InlineData(23, 6, 1, 0, 0.4482, 0.1346)]
    public void The_leukemia_data_has_the_published_curve(double week, int atRisk, int events, int censored, double survival, double error)
    {
        var curve = SurvivalCurve.KaplanMeier(Leukemia.Weeks.AsSpan(0, 21), Leukemia.Relapse.AsSpan(0, 21));
        var point = curve.Points.Single(p => p.Time == week);
        Assert.Equal((atRisk, events, censored), (point.AtRisk, point.Events, point.Censored));
        Assert.Equal(survival, point.Survival, 5.1e-5);
        Assert.Equal(error, point.StandardError, 5.1e-5);
        Assert.Equal(survival, curve.At(week), 5.1e-5);
        Assert.Equal(atRisk, curve.AtRisk(week));
    }

    /// <summary>Medians and their log-log intervals as printed by SAS: 23 weeks (13, none) on 6-MP, 8 weeks (4, 11) on placebo.</summary>
    [Fact]
    public void The_leukemia_data_has_the_published_medians()
    {
        var treated = SurvivalCurve.KaplanMeier(Leukemia.Weeks.AsSpan(0, 21), Leukemia.Relapse.AsSpan(0, 21));
        Assert.Equal((23, new Interval(13, double.NaN)), (treated.Median, treated.MedianInterval));
        var placebo = SurvivalCurve.KaplanMeier(Leukemia.Weeks.AsSpan(21), Leukemia.Relapse.AsSpan(21));
        Assert.Equal((8, new Interval(4, 11)), (placebo.Median, placebo.MedianInterval));
    }

    /// <summary>Log-log limits in closed form: S^exp(-+ z se / (S log S)); SAS prints 0.6197 and 0.9516 at week 6.</summary>
    [Fact]
    public void Intervals_are_log_log()
    {
        var point = SurvivalCurve.KaplanMeier(Leukemia.Weeks.AsSpan(0, 21), Leukemia.Relapse.AsSpan(0, 21)).Points[0];
        Assert.Equal(0.6197, point.Interval.Low, 5.1e-5);
        Assert.Equal(0.9516, point.Interval.High, 5.1e-5);
    }

    [Fact]
    public void Without_censoring_survival_is_the_share_left()
    {
        var curve = SurvivalCurve.KaplanMeier([4, 1, 3, 2], [true, true, true, true]);
        Assert.Equal([0.75, 0.5, 0.25, 0], curve.Points.Select(p => p.Survival));
        Assert.Equal(Math.Sqrt(0.5 * 0.5 / 4), curve.Points[1].StandardError, 1e-15);
        Assert.Equal(2, curve.Median);
        Assert.Equal(Interval.Undefined, curve.Points[3].Interval);
        Assert.Equal((1, 0.75, 0), (curve.At(0.5), curve.At(1.5), curve.At(99)));
        Assert.Equal((4, 3, 0), (curve.AtRisk(0), curve.AtRisk(1.5), curve.AtRisk(99)));
    }

    [Fact]
    public void A_median_at_exactly_one_half_is_found_in_spite_of_rounding()
    {
        // 3/4, then one censored, then 2/3 twice halved: (3/4) (2/3) in floating point.
        var curve = SurvivalCurve.KaplanMeier([1, 2, 3, 4], [true, true, false, false]);
        Assert.Equal(2, curve.Median);
    }

    [Fact]
    public void No_event_no_run_and_bad_input_have_defined_results()
    {
        var curve = SurvivalCurve.KaplanMeier([5, double.NaN, 5], [false, true, false]);
        Assert.Equal((2, 1, double.NaN, Interval.Undefined), (curve.Count, curve.Missing, curve.Median, curve.MedianInterval));
        Assert.Equal(new SurvivalPoint(5, 2, 0, 2, 1, 0, new(1, 1)), Assert.Single(curve.Points));
        Assert.Equal(double.NaN, SurvivalCurve.KaplanMeier([], []).At(1));
        Assert.Throws<ArgumentException>(() => SurvivalCurve.KaplanMeier([1], []));
        Assert.Throws<ArgumentException>(() => SurvivalCurve.KaplanMeier([-1], [true]));
    }
}
