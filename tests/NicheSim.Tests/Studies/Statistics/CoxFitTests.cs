using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class CoxFitTests
{
    private static readonly double[] Placebo = [.. Leukemia.Placebo.Select(g => (double)g)];

    /// <summary>
    /// coxph of R on these data (MASS, gehan; ties by Efron): coefficient 1.572, hazard ratio 4.817, standard error 0.412, z 3.81, p 0.000138, 95 % from
    /// 2.147 to 10.81, likelihood ratio 16.35.
    /// </summary>
    [Fact]
    public void The_leukemia_data_has_the_published_hazard_ratio()
    {
        var fit = CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [Placebo]);
        Assert.Equal((CoxStatus.Converged, 42, 0, 30), (fit.Status, fit.Count, fit.Missing, fit.Events));
        var placebo = Assert.Single(fit.Coefficients);
        Assert.Equal(1.5721, placebo.Beta, 5.1e-5);
        Assert.Equal(0.4124, placebo.StandardError, 5.1e-5);
        Assert.Equal(4.817, placebo.HazardRatio, 5.1e-4);
        Assert.Equal(0.000138, placebo.P, 5.1e-7);
        Assert.Equal(2.147, placebo.Interval.Low, 5.1e-4);
        Assert.Equal(10.81, placebo.Interval.High, 5.1e-3);
        Assert.Equal(16.35, 2 * (fit.LogLikelihood - fit.NullLogLikelihood), 5.1e-3);
    }

    /// <summary>
    /// With the logarithm of the white count (Kleinbaum and Klein, model 2; ties by Efron as in R): coefficients 1.3861 and 1.6909, standard errors 0.4248
    /// and 0.3359, hazard ratios 3.999 and 5.424.
    /// </summary>
    [Fact]
    public void Two_covariates_have_the_published_coefficients()
    {
        var fit = CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [Placebo, Leukemia.LogWhiteCount]);
        Assert.Equal(1.3861, fit.Coefficients[0].Beta, 5.1e-5);
        Assert.Equal(0.4248, fit.Coefficients[0].StandardError, 5.1e-5);
        Assert.Equal(3.999, fit.Coefficients[0].HazardRatio, 5.1e-4);
        Assert.Equal(1.6909, fit.Coefficients[1].Beta, 5.1e-5);
        Assert.Equal(0.3359, fit.Coefficients[1].StandardError, 5.1e-5);
        Assert.Equal(5.424, fit.Coefficients[1].HazardRatio, 5.1e-4);
    }

    /// <summary>
    /// Three runs, all with the event, x = 0, 1, 0: L(b) = 1 / (2 + e^b) times e^b / (e^b + 1). Its maximum is at e^b = sqrt(2), with information
    /// 2 e^b / (2 + e^b)^2 + e^b / (1 + e^b)^2.
    /// </summary>
    [Fact]
    public void A_fit_without_ties_has_its_closed_form()
    {
        var fit = CoxFit.Fit([1, 2, 3], [true, true, true], [[0, 1, 0]], 0.9);
        var h = Math.Sqrt(2);
        Assert.Equal(Math.Log(h), fit.Coefficients[0].Beta, 1e-9);
        var error = 1 / Math.Sqrt((2 * h / ((2 + h) * (2 + h))) + (h / ((1 + h) * (1 + h))));
        Assert.Equal(error, fit.Coefficients[0].StandardError, 1e-8);
        Assert.Equal(h * Math.Exp(1.6448536 * error), fit.Coefficients[0].Interval.High, 1e-6);
        Assert.Equal(Math.Log(h / ((2 + h) * (1 + h))), fit.LogLikelihood, 1e-12);
        Assert.Equal(-Math.Log(6), fit.NullLogLikelihood, 1e-12);
    }

    /// <summary>Both events at one time among three: Efron's denominator is (2 + e^b) (2 + e^b - (1 + e^b) / 2), where Breslow's is the square of the first.</summary>
    [Fact]
    public void Ties_are_thinned_as_Efron_does()
    {
        var fit = CoxFit.Fit([1, 1, 2], [true, true, false], [[0, 1, 0]]);
        double LogLikelihood(double b) => b - Math.Log((2 + Math.Exp(b)) * (2 + Math.Exp(b) - ((1 + Math.Exp(b)) / 2)));
        Assert.Equal(LogLikelihood(0), fit.NullLogLikelihood, 1e-12);
        Assert.Equal(LogLikelihood(fit.Coefficients[0].Beta), fit.LogLikelihood, 1e-12);
        Assert.True(LogLikelihood(fit.Coefficients[0].Beta) > LogLikelihood(fit.Coefficients[0].Beta + 1e-4));
        Assert.True(LogLikelihood(fit.Coefficients[0].Beta) > LogLikelihood(fit.Coefficients[0].Beta - 1e-4));
    }

    [Fact]
    public void The_unit_of_a_covariate_scales_its_coefficient()
    {
        var fit = CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [Leukemia.LogWhiteCount]);
        var scaled = CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [[.. Leukemia.LogWhiteCount.Select(x => (1e6 * x) + 1e8)]]);
        Assert.Equal(fit.Coefficients[0].Beta, 1e6 * scaled.Coefficients[0].Beta, 1e-6);
        Assert.Equal(fit.Coefficients[0].StandardError, 1e6 * scaled.Coefficients[0].StandardError, 1e-6);
    }

    [Fact]
    public void An_arm_without_an_event_has_no_finite_hazard_ratio_and_it_is_said()
    {
        double[] times = [5, 6, 7, 8, 20, 20, 20, 20];
        bool[] events = [true, true, true, true, false, false, false, false];
        var fit = CoxFit.Fit(times, events, [[1, 1, 1, 1, 0, 0, 0, 0]]);
        Assert.Equal(CoxStatus.MonotoneLikelihood, fit.Status);
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (fit.Coefficients[0].Beta, fit.Coefficients[0].HazardRatio));
        Assert.Equal(Interval.Undefined, fit.Coefficients[0].Interval);
        Assert.Equal(0, CoxFit.Fit(times, events, [[0, 0, 0, 0, 1, 1, 1, 1]]).Coefficients[0].HazardRatio);

        // The likelihood rises from 1/8 1/7 1/6 1/5 to 1/4!.
        Assert.Equal(Math.Log(1.0 / 24), fit.LogLikelihood, 1e-8);
        Assert.Equal(Tails.ChiSquaredAbove(2 * Math.Log(1680 / 24), 1), fit.LikelihoodRatioP, 1e-8);

        // A second covariate that does not run away leaves the first as it is.
        var two = CoxFit.Fit(times, events, [[1, 1, 1, 1, 0, 0, 0, 0], [1, 3, 2, 2, 1, 2, 4, 3]]);
        Assert.Equal(CoxStatus.MonotoneLikelihood, two.Status);
        Assert.Equal(double.PositiveInfinity, two.Coefficients[0].HazardRatio);
    }

    [Fact]
    public void Strong_but_finite_effects_are_not_taken_for_monotone_ones()
    {
        // The first event is in the low arm, all others in the high one: finite, and large.
        var times = Enumerable.Range(1, 200).Select(i => (double)i).ToArray();
        var high = times.Select(t => t is > 1 and <= 100 ? 1.0 : 0.0).ToArray();
        var fit = CoxFit.Fit(times, [.. times.Select(t => t <= 100)], [high]);
        Assert.Equal(CoxStatus.Converged, fit.Status);
        Assert.InRange(fit.Coefficients[0].HazardRatio, 20, 1e4);
    }

    [Fact]
    public void What_cannot_be_fitted_is_said()
    {
        Assert.Equal(CoxStatus.NoEvents, CoxFit.Fit([1, 2], [false, false], [[0, 1]]).Status);
        Assert.Equal(CoxStatus.NoEvents, CoxFit.Fit([], [], [[]]).Status);
        Assert.Equal(CoxStatus.Singular, CoxFit.Fit([1, 2, 3], [true, true, true], [[1, 1, 1]]).Status);
        Assert.Equal(CoxStatus.Singular, CoxFit.Fit([1], [true], [[1]]).Status);
        var twice = CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [Placebo, [.. Placebo.Select(p => 3 - (2 * p))]]);
        Assert.Equal(CoxStatus.Singular, twice.Status);
        Assert.Equal(double.NaN, twice.Coefficients[1].P);
        Assert.Throws<ArgumentException>(() => CoxFit.Fit([1], [true], []));
        Assert.Throws<ArgumentException>(() => CoxFit.Fit([1, 2], [true, true], [[1]]));
        Assert.Throws<ArgumentException>(() => CoxFit.Fit([1, -2], [true, true], [[1, 2]]));
    }

    [Fact]
    public void Runs_without_a_covariate_are_left_out()
    {
        var fit = CoxFit.Fit([.. Leukemia.Weeks, 3, double.NaN], [.. Leukemia.Relapse, true, true], [[.. Placebo, double.NaN, 1]]);
        Assert.Equal((42, 2), (fit.Count, fit.Missing));
        Assert.Equal(CoxFit.Fit(Leukemia.Weeks, Leukemia.Relapse, [Placebo]).Coefficients[0], fit.Coefficients[0]);
    }
}
