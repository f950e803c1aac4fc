using System.Globalization;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>Checks a study against its scenarios: every arm compiles, at both ends of every parameter too (or with all of its values, where they are few), and what is asked for is there.</summary>
internal sealed class StudyChecks(
    StudySettings study, IReadOnlyList<StudyArm> arms, IReadOnlyList<StudyParameter> parameters, int replicates, RunCompiler compiler, SourceMap sources, List<Diagnostic> diagnostics)
{
    /// <summary>Columns of all tables besides readouts and parameters.</summary>
    private static readonly HashSet<string> TakenNames = [
        "treated", .. RunsTable.Fixed, .. SummaryTable.Fixed, .. ContrastTable.Fixed, .. SurvivalTables.Incidence, .. SurvivalTables.Curves, .. SurvivalTables.Contrasts, .. CalibrationTables.Fixed];

    /// <summary>Values of a parameter that are all tried, not its ends alone: half a stage or cell may lie between whole ones.</summary>
    private const int MostTried = 20;

    private readonly HashSet<string> _told = [.. diagnostics.Select(finding => finding.ToString())];
    private readonly List<CompiledScenario> _scenarios = [];

    /// <summary>Reports all that is wrong.</summary>
    /// <param name="values">Values of the parameters to check every arm with.</param>
    /// <param name="seed">A seed.</param>
    /// <returns>What the tables keep.</returns>
    public IReadOnlyList<string> Run(double[] values, long seed)
    {
        if (!CompileArms(values, seed))
        {
            // Without all scenarios, what the study says of its own arms and numbers is all that can be checked.
            _scenarios.Clear();
            CheckTrunk();
            CheckQuestions();
            return [];
        }

        for (var p = 0; p < parameters.Count; p++)
            foreach (var one in Tried(parameters[p]))
                Compile(arms[0], [.. values.Select((value, other) => other == p ? one : value)], seed, onlyErrors: true);
        CheckReadouts("readouts", study.Readouts);
        var kept = Kept();
        CheckNames(kept);
        CheckTimes();
        CheckTrunk();
        CheckQuestions();
        return kept;
    }

    /// <summary>Compiles every arm and reports what is wrong; true where nothing is.</summary>
    public bool CompileArms(double[] values, long seed)
    {
        foreach (var arm in arms)
            if (Compile(arm, values, seed) is { } scenario)
                _scenarios.Add(scenario);
        return _scenarios.Count == arms.Count;
    }

    private CompiledScenario? Compile(StudyArm arm, double[] values, long seed, bool onlyErrors = false)
    {
        var compilation = compiler.Try(arm, values, seed);
        var places = compiler.Assignments(arm, values).ToLookup(assignment => "--set " + Suggestion.Shorten(assignment.Text), assignment => assignment.Path);
        var findings = compilation.Diagnostics.Concat(compilation.Scenario is null || onlyErrors ? [] : Recording.Run.Check(compilation.Scenario, compilation.Sources));
        foreach (var finding in findings.Where(finding => !onlyErrors || finding.Severity == Severity.Error))
        {
            var placed = places[finding.Position.File].FirstOrDefault() is { } path
                ? new Diagnostic(finding.Severity, sources.At(path), path, $"{finding.Path}: {finding.Message}") : finding;
            // What an arm alone brings about is told with its name: it stands in a file that others share.
            if (_told.Add(placed.ToString()))
                diagnostics.Add(placed == finding && arm != arms[0] ? finding with { Message = $"(arm {Suggestion.Quote(arm.Name)}) {finding.Message}" } : placed);
        }

        return compilation.Scenario;
    }

    private double[] Tried(StudyParameter parameter)
        => parameter.Settings.Values.Length > 0 ? parameter.Settings.Values.Length <= MostTried ? parameter.Settings.Values : [parameter.Settings.Values.Min(), parameter.Settings.Values.Max()]
            : study is { Design.Kind: DesignKind.Grid, Calibration: null } && parameter.GridValues() is { Length: <= MostTried } values ? values
            : parameter.Settings.Distribution is null ? [parameter.At(0), parameter.At(1)] : [parameter.At(0.001), parameter.At(0.999)];

    /// <summary>A parameter is a column of the tables, and so is what they keep.</summary>
    private void CheckNames(IReadOnlyList<string> kept)
    {
        foreach (var parameter in parameters)
            if (TakenNames.Contains(parameter.Name) || _scenarios.Any(scenario => Columns(scenario).Contains(parameter.Name)))
                diagnostics.Add(sources.Error($"parameters:{parameter.Name}", "the tables have a column of this name already: give the parameter another one"));
        foreach (var readout in kept.Where(readout => RunsTable.Fixed.Contains(readout)))
            diagnostics.Add(sources.Error("readouts", $"{Suggestion.Quote(readout)} is a column of runs.parquet already: give it another name in the scenario, or leave it out here"));
    }

    /// <summary>Runs are compared row by row, unless each arm is there for targets of its own.</summary>
    private void CheckTimes()
    {
        if (study.Targets.Count > 0 && study.Contrasts.Count == 0)
            return;
        var first = RecordingTimes.Of(_scenarios[0].Scenario.Time, _scenarios[0].Plan).Select(_scenarios[0].Plan.DayOf);
        for (var arm = 1; arm < arms.Count; arm++)
            if (!first.SequenceEqual(RecordingTimes.Of(_scenarios[arm].Scenario.Time, _scenarios[arm].Plan).Select(_scenarios[arm].Plan.DayOf)))
                diagnostics.Add(sources.Warning($"arms:{arms[arm].Name}", $"is recorded at other times than {Suggestion.Quote(arms[0].Name)}: only days that both have are compared"));
    }

    private void CheckTrunk()
    {
        if (study.Trunk is not { } trunk)
            return;
        CheckArm("trunk:arm", trunk.Arm);
        var arm = _scenarios.FindIndex(scenario => trunk.UntilDay <= scenario.Scenario.Time.FromDay || trunk.UntilDay >= scenario.Scenario.Time.DurationDays);
        if (arm < 0)
            return;
        var time = _scenarios[arm].Scenario.Time;
        diagnostics.Add(sources.Error("trunk:untilDay", FormattableString.Invariant($"expected a day between the first one ({time.FromDay}) and the last one ({time.DurationDays}){(arm > 0 ? $" of the arm {Suggestion.Quote(arms[arm].Name)}" : "")}")));
    }

    private void CheckQuestions()
    {
        if (study is { Calibration: null, Design.Kind: not (DesignKind.Grid or DesignKind.Cohort), Outcomes.Count: > 0 } && parameters.Count > 0 && replicates > 1)
            diagnostics.Add(sources.Warning("outcomes", FormattableString.Invariant($"each drawn point is run {replicates} times, and survival takes every run for a case of its own: its intervals are too narrow. Draw more points and run each once (\"replicates\": {{ \"count\": 1 }})")));
        foreach (var (name, outcome) in study.Outcomes)
        {
            CheckReadout($"outcomes:{name}:readout", outcome.Readout);
            if (outcome.Above is null == outcome.Below is null)
                diagnostics.Add(sources.Error($"outcomes:{name}", "give one of \"above\" and \"below\""));
        }

        foreach (var (name, contrast) in study.Contrasts)
        {
            CheckArm($"contrasts:{name}:treated", contrast.Treated);
            CheckArm($"contrasts:{name}:control", contrast.Control);
            if (contrast.Treated == (contrast.Control ?? arms[0].Name))
                diagnostics.Add(sources.Error($"contrasts:{name}", "compares an arm with itself"));
            CheckReadouts($"contrasts:{name}:readouts", contrast.Readouts);
            foreach (var arm in (string[])[contrast.Treated, contrast.Control ?? arms[0].Name])
                CheckDay($"contrasts:{name}:day", contrast.Day, arm);
        }

        foreach (var (name, split) in study.Splits)
        {
            CheckVariable($"splits:{name}:by", split.By);
            CheckDay($"splits:{name}:day", split.Day);
        }

        foreach (var (name, hazard) in study.Hazards)
        {
            if (!study.Outcomes.ContainsKey(hazard.Outcome))
                diagnostics.Add(sources.Error($"hazards:{name}:outcome", Suggestion.Unknown("outcome", hazard.Outcome, study.Outcomes.Keys)));
            if (hazard.Covariates.Length == 0)
                diagnostics.Add(sources.Error($"hazards:{name}", "missing \"covariates\": expected parameters or readouts"));
            foreach (var covariate in hazard.Covariates)
                CheckVariable($"hazards:{name}:covariates", covariate);
            CheckDay($"hazards:{name}:day", hazard.Day);
        }

        foreach (var (name, correlation) in study.Correlations)
        {
            CheckVariable($"correlations:{name}:x", correlation.X);
            CheckVariable($"correlations:{name}:y", correlation.Y);
            CheckDay($"correlations:{name}:day", correlation.Day);
        }

        if (study.Splits.Count > 0 && study.Outcomes.Count == 0)
            diagnostics.Add(sources.Error("splits", "compare the survival of two halves: declare an outcome"));
        CheckTargets("targets", study.Targets);
        CheckCalibration();
    }

    private void CheckCalibration()
    {
        if (study.Calibration is not { } calibration)
            return;
        if (parameters.Count == 0)
            diagnostics.Add(sources.Error("calibration", "fits parameters: declare some"));
        if (calibration.Targets.Count == 0)
            diagnostics.Add(sources.Error("calibration", "has no targets"));
        if (calibration.Particles < parameters.Count + 2)
            diagnostics.Add(sources.Error("calibration:particles", string.Create(CultureInfo.InvariantCulture, $"expected {parameters.Count + 2} or more: two more than there are parameters")));
        if (Calibration.MostProposals(calibration, arms.Count, replicates) is var most && most < calibration.Particles)
            diagnostics.Add(sources.Error("calibration:mostRuns", string.Create(CultureInfo.InvariantCulture, $"is enough for {most} points, each run {arms.Count * replicates} times: a generation takes {calibration.Particles} or more")));
        if (study.Design.Correlations.Count > 0)
            diagnostics.Add(sources.Error("design", "a calibration draws its parameters itself"));
        if (study.Design.Kind != DesignKind.Grid)
            diagnostics.Add(sources.Error("design:kind", "a calibration has no design: it draws its parameters itself"));
        CheckTargets("calibration:targets", calibration.Targets);
    }

    private void CheckTargets(string place, Dictionary<string, TargetSettings> targets)
    {
        foreach (var (name, target) in targets)
        {
            var path = $"{place}:{name}";
            CheckArm($"{path}:arm", target.Arm);
            // Another arm may lack what this one measures.
            CheckKnown($"{path}:readout", "readout or population", target.Readout, [], _scenarios.Where((_, arm) => arms[arm].Name == (target.Arm ?? arms[0].Name) || arms[arm].Name == target.RelativeToArm));
            CheckArm($"{path}:relativeToArm", target.RelativeToArm);
            CheckDay($"{path}:day", target.Day, target.Arm ?? arms[0].Name);
            if (target.RelativeToArm is { } other)
                CheckDay($"{path}:day", target.Day, other);
            CheckDay($"{path}:relativeToDay", target.RelativeToDay, target.Arm ?? arms[0].Name);
            if (target is { RelativeToDay: not null, RelativeToArm: not null })
                diagnostics.Add(sources.Error(path, "give one of \"relativeToDay\" and \"relativeToArm\""));
            if (!(target.From < target.To))
                diagnostics.Add(sources.Error(path, "expected \"from\" below \"to\""));
        }
    }

    /// <summary>What the tables keep: what is asked for, and what questions are about.</summary>
    private IReadOnlyList<string> Kept()
    {
        IEnumerable<string> asked = study.Readouts.Length > 0 ? study.Readouts : _scenarios.SelectMany(RunTables.Readouts).Distinct().Order(StringComparer.Ordinal);
        var further = study.Outcomes.Values.Select(outcome => outcome.Readout)
            .Concat(study.Contrasts.Values.SelectMany(contrast => contrast.Readouts))
            .Concat(study.Splits.Values.Select(split => split.By))
            .Concat(study.Hazards.Values.SelectMany(hazard => hazard.Covariates))
            .Concat(study.Correlations.Values.SelectMany(correlation => new[] { correlation.X, correlation.Y }))
            .Concat(study.Targets.Values.Concat(study.Calibration?.Targets.Values.AsEnumerable() ?? []).Select(target => target.Readout));
        return [.. asked.Concat(further.Where(name => !parameters.Any(parameter => parameter.Name == name)).Order(StringComparer.Ordinal)).Distinct()];
    }

    /// <summary>A day that is asked for must be one on which rows are recorded: in the arm that is named, or, where none is, in every one.</summary>
    private void CheckDay(string path, double? day, string? arm = null)
    {
        if (day is not { } asked)
            return;
        foreach (var (scenario, own) in _scenarios.Zip(arms).Where(pair => arm is null || pair.Second.Name == arm))
        {
            var recorded = RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan).Select(scenario.Plan.DayOf).ToArray();
            if (Array.Exists(recorded, known => RunTables.IsSame(known, asked)))
                continue;
            var near = recorded.OrderBy(known => Math.Abs(known - asked)).Distinct().Take(2).Order().Select(known => NineDigits.Text(known));
            var where = arm is null && arms.Count == 1 ? "" : $" in {Suggestion.Quote(own.Name)}";
            diagnostics.Add(sources.Error(path, $"no row is recorded on day {NineDigits.Text(asked)}{where}: the nearest days are {string.Join(" and ", near)} (\"recordAtDays\" of \"time\" in the scenario asks for further ones)"));
            return;
        }
    }

    private void CheckArm(string path, string? name)
    {
        if (name is not null && arms.All(arm => arm.Name != name))
            diagnostics.Add(sources.Error(path, Suggestion.Unknown("arm", name, arms.Select(arm => arm.Name))));
    }

    private void CheckReadouts(string path, string[] names)
    {
        for (var i = 0; i < names.Length; i++)
            CheckReadout(FormattableString.Invariant($"{path}:{i}"), names[i]);
    }

    private void CheckReadout(string path, string name) => CheckKnown(path, "readout or population", name, []);

    private void CheckVariable(string path, string name) => CheckKnown(path, "parameter, readout or population", name, parameters.Select(parameter => parameter.Name));

    private void CheckKnown(string path, string kind, string name, IEnumerable<string> others, IEnumerable<CompiledScenario>? scenarios = null)
    {
        foreach (var scenario in scenarios ?? _scenarios)
            if (Columns(scenario).Concat(others).ToArray() is var known && !known.Contains(name))
            {
                diagnostics.Add(sources.Error(path, Suggestion.Unknown(kind, name, known)));
                return;
            }
    }

    private static IEnumerable<string> Columns(CompiledScenario scenario) => RunTables.Readouts(scenario).Concat(RunTables.Populations(scenario));
}
