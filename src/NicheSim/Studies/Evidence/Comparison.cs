using NicheSim.Scenarios.Evidence;

namespace NicheSim.Studies;

/// <summary>One row of the evidence: a readout of two arms that differ in what a claim names, and what is expected of it.</summary>
/// <param name="Claim">The claim's number.</param>
/// <param name="Kind">Whether its sign is a rule or arises from several.</param>
/// <param name="Intervention">The intervention, with the words on what else is special: rules taken away, another geometry.</param>
/// <param name="Readout">The readout.</param>
/// <param name="Expected">Sign, least effect and margin.</param>
/// <param name="Day">Day on which it is read.</param>
/// <param name="Arms">Numbers of its arms in the order of the dose: the control, what lies between, the intervention.</param>
/// <param name="Gone">Where rules are taken away, the intervention whose effect must be gone; else null.</param>
public sealed record Comparison(string Claim, ContrastKind Kind, string Intervention, string Readout, ExpectationEntry Expected, double Day, IReadOnlyList<int> Arms, string? Gone = null);
