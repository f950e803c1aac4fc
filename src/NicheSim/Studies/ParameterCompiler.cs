using NicheSim.Scenarios;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>The parameters of a study: each has values, a range or a distribution, and only what fits its design.</summary>
internal sealed class ParameterCompiler(StudySettings study, SourceMap sources, List<Diagnostic> diagnostics)
{
    /// <summary>The parameters in the order of the file. Where something is wrong, one that has some value.</summary>
    public IReadOnlyList<StudyParameter> Compile()
    {
        var names = FileOrder.Of(study.Parameters.Where(parameter => parameter.Value.Enabled).Select(parameter => parameter.Key), "parameters", sources);
        foreach (var path in study.Parameters.Where(p => p.Value.Enabled).SelectMany(p => p.Value.Path.Select(path => (path, p.Key))).GroupBy(p => p.path).Where(p => p.Count() > 1))
            Error(path.Last().Key, $"{Suggestion.Quote(path.Key)} is set more than once: by {Suggestion.List(path.Select(p => p.Key).Distinct())}");
        return [.. names.Select(name => new StudyParameter(name, study.Parameters[name], Checked(name)))];
    }

    private Distribution Checked(string name)
    {
        try
        {
            return Distribution(name, study.Parameters[name]);
        }
        catch (ArgumentException e)
        {
            Error(name, e.Message);
            return new ChoiceDistribution([0]);
        }
    }

    private Distribution Distribution(string name, ParameterSettings settings)
    {
        if (settings.Path.Length == 0)
            Error(name, "missing \"path\": expected a path such as rules:NAME:toPerDay, or a list of them");
        foreach (var path in settings.Path.Where(study.Set.ContainsKey))
            Error(name, $"{Suggestion.Quote(path)} is set by \"set\" too, and the parameter would always win");
        foreach (var arm in study.Arms.Where(arm => arm.Value.Enabled))
            foreach (var path in settings.Path.Where(arm.Value.Set.ContainsKey))
                Error(name, $"{Suggestion.Quote(path)} is set by the arm {Suggestion.Quote(arm.Key)} too, and the parameter would always win");
        var given = (settings.Values.Length > 0 ? 1 : 0) + (settings.From is not null || settings.To is not null ? 1 : 0) + (settings.Distribution is not null ? 1 : 0);
        if (given != 1)
            Error(name, "give one of \"values\", \"from\" with \"to\", and \"distribution\"");
        else if (settings.Distribution is { } drawn)
        {
            if (study is { Design.Kind: DesignKind.Grid, Calibration: null })
                Error(name, "a distribution needs a design that draws: latin-hypercube, sobol-sequence, morris, sobol-indices or cohort");
            return Drawn($"{name}:distribution", drawn);
        }
        else if (settings.Values.Length > 0)
            return new ChoiceDistribution(settings.Values);
        else
            return Range(name, settings.From, settings.To, settings.Scale == ParameterScale.Log);
        return new ChoiceDistribution([0]);
    }

    private Distribution Range(string name, double? from, double? to, bool isLog)
    {
        if (from is not { } low || to is not { } high || !(low < high))
            Error(name, "expected \"from\" below \"to\"");
        else if (isLog && low <= 0)
            Error(name, "a logarithmic range begins above 0");
        else
            return isLog ? new LogUniformDistribution(low, high) : new UniformDistribution(low, high);
        return new ChoiceDistribution([0]);
    }

    private Distribution Drawn(string name, DistributionSettings drawn)
    {
        var bounded = drawn.From is not null || drawn.To is not null;
        var (low, high) = (drawn.From ?? double.NegativeInfinity, drawn.To ?? double.PositiveInfinity);
        if (bounded && !(low < high))
            return Refuse("expected \"from\" below \"to\"");
        switch (drawn.Kind)
        {
            case DistributionKind.Uniform or DistributionKind.LogUniform:
                return Range(name, drawn.From, drawn.To, drawn.Kind == DistributionKind.LogUniform);
            case DistributionKind.Normal:
                return drawn is not { Mean: { } mean, Sd: { } sd } ? Refuse("a normal distribution has \"mean\" and \"sd\"")
                    : bounded ? new TruncatedNormalDistribution(mean, sd, low, high) : new NormalDistribution(mean, sd);
            case DistributionKind.Lognormal:
                return drawn is not { Median: { } median, SdFactor: { } factor } ? Refuse("a lognormal distribution has \"median\" and \"sdFactor\"")
                    : bounded ? new TruncatedLognormalDistribution(median, factor, low, high)
                    : new LognormalDistribution(median, factor);
            case DistributionKind.Beta:
                return drawn is not { Alpha: { } alpha, Beta: { } beta } ? Refuse("a beta distribution has \"alpha\" and \"beta\"")
                    : new BetaDistribution(alpha, beta, drawn.From ?? 0, drawn.To ?? 1);
            default:
                return drawn is not { From: { } least, Mode: { } mode, To: { } most } || mode < least || mode > most
                    ? Refuse("a triangular distribution has \"from\", \"mode\" and \"to\", in this order")
                    : new TriangularDistribution(least, mode, most);
        }

        Distribution Refuse(string message)
        {
            Error(name, message);
            return new ChoiceDistribution([0]);
        }
    }

    private void Error(string name, string message) => diagnostics.Add(sources.Error($"parameters:{name}", message));
}
