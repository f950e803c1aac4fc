namespace NicheSim.Studies;
internal sealed class Calibration(StudyPlan plan)
{
    public IReadOnlyList<StudyRun> Next() => throw new NotSupportedException(plan.Name);
    public void Take(IReadOnlyList<RunOutcome> o) => throw new NotSupportedException(o.ToString());
}
