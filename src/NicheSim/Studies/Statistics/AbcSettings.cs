namespace NicheSim.Studies.Statistics;

/// <summary>How a calibration by <see cref="AbcSmc"/> goes, and when it stops.</summary>
/// <param name="Dimensions">Parameters.</param>
/// <param name="Seed">Of the proposals.</param>
/// <param name="Particles">Accepted in each generation.</param>
/// <param name="Quantile">The tolerance of the next generation is this quantile of the distances accepted in the last: small is steep.</param>
/// <param name="TargetTolerance">Stop after a generation with this tolerance or less.</param>
/// <param name="LeastAcceptance">Stop after a generation that accepted a smaller share than this.</param>
/// <param name="MostGenerations">Stop after so many.</param>
/// <param name="MostSimulations">Stop when so many distances were given, even within a generation; its particles are then not used.</param>
public sealed record AbcSettings(
    int Dimensions, ulong Seed, int Particles = 200, double Quantile = 0.5, double TargetTolerance = 0,
    double LeastAcceptance = 0.01, int MostGenerations = 20, long MostSimulations = long.MaxValue)
{
    /// <exception cref="ArgumentException">Which setting is out of its range.</exception>
    public void Check()
    {
        void Require(bool condition, string message)
        {
            if (!condition)
                throw new ArgumentException(message);
        }

        Require(Dimensions is > 0 and <= 1000, "A calibration has 1 to 1000 parameters.");
        Require(Particles > Dimensions + 1, "A calibration takes more particles than parameters and one.");
        Require(Quantile is > 0 and < 1, "The quantile of the tolerance lies between 0 and 1.");
        Require(TargetTolerance >= 0, "A tolerance is not negative.");
        Require(LeastAcceptance is >= 0 and <= 1, "An acceptance lies between 0 and 1.");
        Require(MostGenerations > 0 && MostSimulations > 0, "A calibration has a generation and a simulation or more.");
    }
}
