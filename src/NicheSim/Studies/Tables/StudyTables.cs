namespace NicheSim.Studies;

/// <summary>All tables of a study, made from what its runs have recorded. They hold no time and no name of a machine: the same runs give the same bytes.</summary>
internal static class StudyTables
{
    public static void Write(string folder, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes, Calibration? calibration)
    {
        var groups = new RunGroups(plan, outcomes);
        Table(StudyFolder.Runs, true, path => RunsTable.Write(path, plan, outcomes));
        Table(StudyFolder.Populations, true, path => LongTable.Write(path, outcomes, run => run.PopulationNames));
        Table(StudyFolder.Readouts, true, path => LongTable.Write(path, outcomes, run => run.ReadoutNames.Where(plan.Readouts.Contains)));
        Table(StudyFolder.Summary, calibration is null, path => SummaryTable.Write(path, plan, groups));
        Table(StudyFolder.Contrasts, plan.Arms.Count > 1 && calibration is null && ContrastTable.Of(plan).Any(), path => ContrastTable.Write(path, plan, groups));
        var hasOutcomes = plan.Settings.Outcomes.Count > 0;
        Table(StudyFolder.Incidence, hasOutcomes, path => SurvivalTables.WriteIncidence(path, plan, groups));
        Table(StudyFolder.Survival, hasOutcomes, path => SurvivalTables.WriteCurves(path, plan, groups));
        Table(StudyFolder.SurvivalContrasts, hasOutcomes && plan.Arms.Count > 1, path => SurvivalTables.WriteContrasts(path, plan, groups));
        Table(StudyFolder.Splits, plan.Settings.Splits.Count > 0, path => CohortTables.WriteSplits(path, plan, outcomes));
        Table(StudyFolder.Hazards, plan.Settings.Hazards.Count > 0, path => CohortTables.WriteHazards(path, plan, outcomes));
        Table(StudyFolder.Correlations, plan.IsSampled || plan.Settings.Correlations.Count > 0, path => CohortTables.WriteCorrelations(path, plan, outcomes));
        Table(StudyFolder.Sensitivity, SensitivityTable.IsAsked(plan), path => SensitivityTable.Write(path, plan, outcomes));
        Table(StudyFolder.Targets, plan.Settings.Targets.Count > 0, path => TargetTable.Write(path, TargetResult.All(plan, outcomes)));
        Table(StudyFolder.Calibration, calibration is not null, path => CalibrationTables.WriteParticles(path, plan, calibration!));
        Table(StudyFolder.Generations, calibration is not null, path => CalibrationTables.WriteGenerations(path, calibration!));

        // A table that an earlier form of the study asked for must not stand beside those of this one.
        void Table(string name, bool isAsked, Action<string> write)
        {
            if (isAsked)
                write(Path.Combine(folder, name));
            else
                File.Delete(Path.Combine(folder, name));
        }
    }
}
