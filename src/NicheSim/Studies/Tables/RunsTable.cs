namespace NicheSim.Studies;

/// <summary><c>runs.parquet</c>: one row per run, in the order of the study's file; no time is in it.</summary>
internal static class RunsTable
{
    /// <summary>Names of its own columns, which no parameter may have.</summary>
    public static readonly string[] Fixed = ["run", "arm", "point", "replicate", "seed", "status", "message", "stateHash", "key"];

    public static void Write(string path, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        (string, Type)[] columns =
        [
            ("run", typeof(long)), ("arm", typeof(string)), ("point", typeof(long)), ("replicate", typeof(long)), ("seed", typeof(long)),
            .. plan.Parameters.Select(parameter => (parameter.Name, typeof(double))),
            ("status", typeof(string)), ("message", typeof(string)), ("stateHash", typeof(string)), ("key", typeof(string)),
            .. plan.Readouts.Select(readout => (readout, typeof(double))),
        ];
        ParquetTable.Write(path, columns, [
            [
                Longs((_, i) => i), Texts(o => plan.Arms[o.Run.Arm].Name), Longs((o, _) => o.Run.Point), Longs((o, _) => o.Run.Replicate), Longs((o, _) => o.Run.Seed),
                .. plan.Parameters.Select((_, p) => Numbers(o => o.Run.Values[p])),
                Texts(o => Status(o.State)), Texts(o => o.Message), Texts(o => o.StateHash), Texts(o => o.Key),
                .. plan.Readouts.Select(readout => Numbers(o => o.Tables?.At(readout, null) ?? double.NaN)),
            ]]);

        Array Longs(Func<RunOutcome, int, long> value) => outcomes.Select(value).ToArray();

        Array Texts(Func<RunOutcome, string> value) => outcomes.Select(value).ToArray();

        Array Numbers(Func<RunOutcome, double> value) => outcomes.Select(value).ToArray();
    }

    public static string Status(RunState state) => state switch { RunState.Complete => "complete", RunState.Failed => "failed", _ => "missing" };
}
