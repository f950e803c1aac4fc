namespace NicheSim.Studies.Statistics;

/// <summary>
/// A point that was accepted: its place in the unit cube, its weight (all of a generation sum to 1; 0 before it is full), and the distance of its simulation.
/// </summary>
public sealed record AbcParticle(double[] Unit, double Weight, double Distance);

/// <summary>A point to simulate. Number runs on through all generations, so it can key the seed of the simulation and the folder of its run.</summary>
public sealed record AbcProposal(long Number, double[] Unit);

/// <summary>A finished generation: the tolerance that it accepted by, the distances given until it was full, and the effective sample size of its weights.</summary>
public sealed record AbcGeneration(int Number, double Tolerance, long Simulations, double EffectiveSampleSize);

/// <summary>Why a calibration ended.</summary>
public enum AbcStop
{
    /// <summary>It goes on.</summary>
    None,
    TargetReached,
    AcceptanceTooLow,
    GenerationsDone,
    SimulationsDone,
}

/// <summary>
/// All that a calibration knows between two steps: plain finite values, to be saved and read again (as JSON, for one). Particles are the last
/// finished generation, weighted: the posterior so far (none in generation 0, which draws from the prior). Accepted is what the generation under way has.
/// </summary>
/// <param name="Settings">As given at the start.</param>
/// <param name="Stop">None while it goes on.</param>
/// <param name="Generation">The number of the generation under way, from 0 on.</param>
/// <param name="Tolerance">What it accepts: distances up to this; in generation 0 the largest number there is.</param>
/// <param name="Particles">The last finished generation.</param>
/// <param name="Accepted">Of the generation under way; weights are given when it is full.</param>
/// <param name="NextNumber">The number of the next proposal.</param>
/// <param name="Simulations">Distances given in the generation under way.</param>
/// <param name="History">The finished generations.</param>
public sealed record AbcState(
    AbcSettings Settings, AbcStop Stop, int Generation, double Tolerance, IReadOnlyList<AbcParticle> Particles, IReadOnlyList<AbcParticle> Accepted,
    long NextNumber, long Simulations, IReadOnlyList<AbcGeneration> History);
