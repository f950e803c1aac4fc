namespace NicheSim.Tests.Studies.Statistics;

/// <summary>
/// Weeks in remission of 21 children on 6-mercaptopurine and 21 on placebo: Freireich et al., Blood 21 (1963) 699; with the logarithms of their white
/// blood counts as in Kleinbaum and Klein, "Survival analysis: a self-learning text" (2nd ed., 2005), table 1.1. The first 21 are the treated.
/// </summary>
internal static class Leukemia
{
    public static readonly double[] Weeks =
    [
        6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35,
        1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ];

    public static readonly bool[] Relapse = [.. Enumerable.Range(0, 42).Select(i => i is < 9 or >= 21)];

    public static readonly int[] Placebo = [.. Enumerable.Range(0, 42).Select(i => i < 21 ? 0 : 1)];

    public static readonly double[] LogWhiteCount =
    [
        2.31, 4.06, 3.28, 4.43, 2.96, 2.88, 3.60, 2.32, 2.57, 3.20, 2.80, 2.70, 2.60, 2.16, 2.05, 2.01, 1.78, 2.20, 2.53, 1.47, 1.45,
        2.80, 5.00, 4.91, 4.48, 4.01, 4.36, 2.42, 3.49, 3.97, 3.52, 3.05, 2.32, 3.26, 3.49, 2.12, 1.50, 3.06, 2.30, 2.95, 2.73, 1.97,
    ];
}
