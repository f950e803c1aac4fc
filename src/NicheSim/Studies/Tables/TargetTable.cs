namespace NicheSim.Studies;

/// <summary><c>targets.csv</c>: what the study states as measured, and what its runs came to.</summary>
internal static class TargetTable
{
    public static void Write(string path, IReadOnlyList<TargetResult> targets)
    {
        var table = new CsvText("target", "arm", "readout", "day", "relativeToDay", "relativeToArm", "runs", "value", "from", "to", "met", "miss");
        foreach (var target in targets)
        {
            var asked = target.Settings;
            table.Row(target.Name, asked.Arm, asked.Readout, asked.Day, asked.RelativeToDay, asked.RelativeToArm, target.Runs, target.Value, asked.From, asked.To, target.IsMet ? "yes" : "no", target.Miss);
        }

        table.Write(path);
    }
}
