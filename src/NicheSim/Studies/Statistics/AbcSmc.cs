using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Approximate Bayesian computation by sequential Monte Carlo: Toni et al., "Approximate Bayesian computation scheme for parameter inference and model
/// selection in dynamical systems", J. R. Soc. Interface 6 (2009) 187, with tolerances that adapt as quantiles (Del Moral, Doucet and Jasra, Statistics
/// and Computing 22 (2012) 1009) and a normal kernel of twice the weighted covariance (Beaumont et al., Biometrika 96 (2009) 983; Filippi et al., 2013).
/// <para>
/// It works in the unit cube, where every prior is uniform: map each coordinate by <see cref="Distribution.At"/> before simulating (a bounded prior
/// stays within its bounds). It runs nothing itself. Start gives a state; Propose the next points of a state, as many as wanted; Advance takes their
/// distances, in the order of the proposals, and gives the next state. Proposals are a pure function of the state, so a caller that was stopped proposes again and gets the same points; which
/// points are accepted depends on the order of their numbers alone, never on which simulation ended first or on the size of a batch.
/// </para>
/// </summary>
public static class AbcSmc
{
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public static AbcState Start(AbcSettings settings)
    {
        settings.Check();
        return new(settings, AbcStop.None, 0, double.MaxValue, [], [], 0, 0, []);
    }

    /// <summary>
    /// The next points, numbered from <see cref="AbcState.NextNumber"/>; none when the calibration has stopped. Where more are proposed than the
    /// generation takes, those left over are not used: <see cref="Advance"/> proposes the same numbers anew for the next generation.
    /// </summary>
    public static AbcProposal[] Propose(AbcState state, int count)
    {
        if (state.Stop != AbcStop.None)
            return [];
        var kernel = state.Particles.Count > 0 ? new AbcKernel(state.Particles) : null;
        var proposals = new AbcProposal[count];
        for (var i = 0; i < count; i++)
        {
            var number = state.NextNumber + i;
            var stream = new RandomStream(state.Settings.Seed, Purpose.Proposal, state.Generation, (ulong)number);
            proposals[i] = new(number, kernel is null ? Prior(state.Settings.Dimensions, ref stream) : kernel.Draw(ref stream));
        }

        return proposals;
    }

    /// <summary>
    /// Takes the distances of the proposals that <see cref="Propose"/> gives for this state, in their order; not a number for a run that failed, which
    /// is never accepted. Distances after the one that fills the generation, or that ends the calibration, are dropped: look at NextNumber.
    /// </summary>
    public static AbcState Advance(AbcState state, ReadOnlySpan<double> distances)
    {
        var proposals = Propose(state, distances.Length);
        for (var i = 0; i < proposals.Length; i++)
        {
            var accept = distances[i] <= state.Tolerance;
            state = state with
            {
                NextNumber = state.NextNumber + 1,
                Simulations = state.Simulations + 1,
                Accepted = accept ? [.. state.Accepted, new(proposals[i].Unit, 0, distances[i])] : state.Accepted,
            };
            if (state.Accepted.Count == state.Settings.Particles)
                return Finish(state);
            if (state.NextNumber >= state.Settings.MostSimulations)
                return state with { Stop = AbcStop.SimulationsDone };
        }

        return state;
    }

    /// <summary>(sum of weights)^2 / sum of their squares: how many particles of equal weight would be worth as much.</summary>
    public static double EffectiveSampleSize(IReadOnlyList<AbcParticle> particles)
    {
        double sum = 0, squares = 0;
        foreach (var particle in particles)
        {
            sum += particle.Weight;
            squares += particle.Weight * particle.Weight;
        }

        return sum * sum / squares;
    }

    /// <summary>The full generation is weighted and becomes the source of the next.</summary>
    private static AbcState Finish(AbcState state)
    {
        var settings = state.Settings;
        var particles = Weigh(state);
        var generation = new AbcGeneration(state.Generation, state.Tolerance, state.Simulations, EffectiveSampleSize(particles));
        var stop = state.Tolerance <= settings.TargetTolerance ? AbcStop.TargetReached
            : (double)particles.Length / state.Simulations < settings.LeastAcceptance ? AbcStop.AcceptanceTooLow
            : state.Generation + 1 >= settings.MostGenerations ? AbcStop.GenerationsDone
            : state.NextNumber >= settings.MostSimulations ? AbcStop.SimulationsDone
            : AbcStop.None;
        var tolerance = Quantiles.Of([.. particles.Select(p => p.Distance)], settings.Quantile);
        return state with
        {
            Stop = stop,
            Generation = state.Generation + 1,
            Tolerance = Math.Max(tolerance, settings.TargetTolerance),
            Particles = particles,
            Accepted = [],
            Simulations = 0,
            History = [.. state.History, generation],
        };
    }

    /// <summary>Generation 0 is drawn from the prior itself.</summary>
    private static AbcParticle[] Weigh(AbcState state)
    {
        var kernel = state.Particles.Count > 0 ? new AbcKernel(state.Particles) : null;
        var weights = state.Accepted.Select(p => kernel?.Weight(p.Unit) ?? 1).ToArray();
        var sum = weights.Sum();
        return [.. state.Accepted.Select((p, i) => p with { Weight = weights[i] / sum })];
    }

    private static double[] Prior(int dimensions, ref RandomStream stream)
    {
        var unit = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
            unit[d] = AbcKernel.Rounded(stream.NextDouble());
        return unit;
    }
}
