using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>
/// Fits a study's parameters to its targets: which runs are next, and what follows from them. Where it stands is a function of the runs so far alone, so that a
/// calibration that was stopped, and every task of a cluster, comes to the same proposals from the runs that are there.
/// </summary>
internal sealed class Calibration
{
    /// <summary>A seed of 49 bits is a whole number that whoever reads the tables holds exactly.</summary>
    private const int UnusedBits = 15;

    private readonly StudyPlan _plan;
    private readonly (string Name, TargetSettings Settings, Target Range)[] _targets;
    private readonly Dictionary<string, double[]> _readings = [];

    public Calibration(StudyPlan plan)
    {
        var settings = plan.Settings.Calibration!;
        _plan = plan;
        _targets = [.. settings.Targets.OrderBy(target => target.Key, StringComparer.Ordinal)
            .Select(target => (target.Key, target.Value, new Target((target.Value.From + target.Value.To) / 2, target.Value.From, target.Value.To)))];
        State = AbcSmc.Start(new AbcSettings(
            plan.Parameters.Count, (ulong)settings.Seed, settings.Particles, settings.Quantile, settings.StopAt, MostGenerations: settings.Generations,
            MostSimulations: MostProposals(settings, plan.Arms.Count, plan.Seeds.Count)));
    }

    /// <summary>Points that the runs of a calibration suffice for.</summary>
    public static int MostProposals(CalibrationSettings settings, int arms, int replicates) => settings.MostRuns / (arms * replicates);

    public AbcState State { get; private set; }

    /// <summary>Names of the targets, in ordinal order.</summary>
    public IEnumerable<string> TargetNames => _targets.Select(target => target.Name);

    /// <summary>The runs of the next proposals; none where the calibration has ended. Each proposal has seeds of its own, or all would be fitted to one realization of the noise.</summary>
    public IReadOnlyList<StudyRun> Next()
        => [.. _plan.Of([.. Proposals().Select(proposal => Values(proposal.Unit))], (int)State.NextNumber).Select(run => run with { Seed = SeedOf(run) })];

    /// <summary>Takes what has come of these runs. A proposal of which a run failed is never accepted.</summary>
    public void Take(IReadOnlyList<RunOutcome> outcomes)
    {
        var byPoint = outcomes.ToLookup(outcome => outcome.Run.Point);
        var distances = Proposals().Select(proposal =>
        {
            var runs = byPoint[(int)proposal.Number].ToArray();
            var readings = Array.ConvertAll(_targets, target => TargetResult.Of(_plan, runs, target.Name, target.Settings) is { } result && result.Runs == _plan.Seeds.Count ? result.Value : double.NaN);
            _readings[Key(proposal.Unit)] = readings;
            return TargetDistance.Chi(readings, Array.ConvertAll(_targets, target => target.Range));
        }).ToArray();
        State = AbcSmc.Advance(State, distances);
    }

    /// <summary>A particle's parameters, in the scenario's units.</summary>
    public double[] Values(double[] unit) => [.. _plan.Parameters.Select((parameter, p) => parameter.At(unit[p]))];

    /// <summary>What a particle came to at each target.</summary>
    public double[] Readings(AbcParticle particle) => _readings[Key(particle.Unit)];

    /// <summary>As many as the generation still takes, at least a quarter of one: fewer would leave processors idle.</summary>
    private AbcProposal[] Proposals()
    {
        var wanted = Math.Max(State.Settings.Particles - State.Accepted.Count, (State.Settings.Particles + 3) / 4);
        return AbcSmc.Propose(State, (int)Math.Min(wanted, State.Settings.MostSimulations - State.NextNumber));
    }

    /// <summary>The same in every arm. A number that a full generation drops is another proposal in the next one, so the generation counts too.</summary>
    private long SeedOf(StudyRun run)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{run.Seed} {State.Generation} {run.Point}")));
        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(hash) >> UnusedBits);
    }

    private static string Key(double[] unit) => string.Join(' ', unit.Select(NineDigits.Text));
}
