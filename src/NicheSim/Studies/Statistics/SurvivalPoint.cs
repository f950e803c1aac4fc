namespace NicheSim.Studies.Statistics;

/// <summary>
/// One step of a survival curve: at Time, AtRisk were watched and without the event; Events of them had it and Censored were last seen. Survival is
/// the share without the event just after Time, StandardError that of Greenwood, Interval by the log-log transformation.
/// </summary>
public readonly record struct SurvivalPoint(double Time, int AtRisk, int Events, int Censored, double Survival, double StandardError, Interval Interval);
