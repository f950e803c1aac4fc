namespace NicheSim.Studies.Statistics;

/// <summary>How a fit of <see cref="CoxFit"/> ended.</summary>
public enum CoxStatus
{
    /// <summary>The maximum of the partial likelihood was found.</summary>
    Converged,

    /// <summary>No event was seen: nothing can be said.</summary>
    NoEvents,

    /// <summary>A covariate is constant, or follows from the others.</summary>
    Singular,

    /// <summary>
    /// The likelihood has no maximum: along a covariate, or a sum of several, each event fell on the highest (or lowest) value of those at risk, as where
    /// one arm has no event. The hazard ratio is infinite or 0; LikelihoodRatioP still holds.
    /// </summary>
    MonotoneLikelihood,

    /// <summary>The iterations did not settle.</summary>
    NotConverged,
}

/// <summary>
/// One covariate: Beta is the log hazard ratio per unit, with Wald's standard error, interval of the hazard ratio, and two-sided p. All not a number
/// unless the fit converged, but for a monotone likelihood: there Beta and HazardRatio of a covariate that runs away are infinite (or 0).
/// </summary>
public readonly record struct CoxCoefficient(double Beta, double StandardError, double HazardRatio, Interval Interval, double P);

/// <summary>
/// The proportional hazards model of Cox, "Regression models and life-tables", JRSS B 34 (1972) 187, with ties by the approximation of Efron,
/// "The efficiency of Cox's likelihood function for censored data", JASA 72 (1977) 557.
/// </summary>
/// <param name="Status">Read this first.</param>
/// <param name="Coefficients">In the order of the covariates.</param>
/// <param name="Count">Runs used.</param>
/// <param name="Missing">Runs left out because time or a covariate is not finite.</param>
/// <param name="Events">Events among the runs used.</param>
/// <param name="LogLikelihood">At the estimates.</param>
/// <param name="NullLogLikelihood">With all coefficients 0.</param>
/// <param name="LikelihoodRatioP">Of all covariates together.</param>
/// <param name="Iterations">Steps of Newton's method.</param>
public sealed record CoxFit(
    CoxStatus Status, IReadOnlyList<CoxCoefficient> Coefficients, int Count, int Missing, int Events,
    double LogLikelihood, double NullLogLikelihood, double LikelihoodRatioP, int Iterations)
{
    /// <param name="times">As in <see cref="SurvivalCurve.KaplanMeier"/>.</param>
    /// <param name="events">Whether the event happened.</param>
    /// <param name="covariates">One array per covariate, each with a value per run; a group is a covariate of 0 and 1.</param>
    /// <param name="level">The level of confidence.</param>
    /// <exception cref="ArgumentException">Lengths differ, a time is negative, or there is no covariate.</exception>
    public static CoxFit Fit(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, IReadOnlyList<double[]> covariates, double level = 0.95)
    {
        if (covariates.Count == 0)
            throw new ArgumentException("A Cox model needs a covariate.");
        foreach (var covariate in covariates)
            Samples.RequireEqual(times.Length, covariate.Length);
        Samples.RequireLevel(level);

        var known = times.ToArray();
        foreach (var covariate in covariates)
            for (var i = 0; i < known.Length; i++)
                known[i] = double.IsFinite(covariate[i]) ? known[i] : double.NaN;
        return CoxNewton.Maximize(Lifetimes.Of(known, events), covariates, times.Length, level);
    }
}
