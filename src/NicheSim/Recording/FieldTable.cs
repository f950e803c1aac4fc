using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary><c>fields.csv</c>: levels in marrow [pM], and the balance of each field since the start [molecules].</summary>
/// <remarks>An event may change which fields are solved; the columns are those of the first plan.</remarks>
internal sealed class FieldTable(Plan plan)
{
    /// <summary>Marrow that counts as near bone [um].</summary>
    private const float NearBoneUm = 50;

    private static readonly string[] Parts =
        ["mean", "p95", "near_bone", "max", "secreted", "supplied", "freed", "decayed", "taken_up", "flowed_out", "stored", "residual"];

    private readonly Quantile _quantile = new();
    private readonly int[] _solved = [.. Enumerable.Range(0, plan.Fields.Length).Where(f => plan.Fields[f].IsSolved)];

    /// <summary>The columns, of the fields that are solved.</summary>
    public static IEnumerable<string> Columns(Plan plan, Names names) => ["day", .. names.Fields.Where((_, f) => plan.Fields[f].IsSolved).SelectMany(field => Parts.Select(part => $"{field}.{part}"))];

    public IEnumerable<double> Row(View view)
    {
        var marrow = new bool[view.Plan.Grid.Count];
        for (var voxel = 0; voxel < marrow.Length; voxel++)
            marrow[voxel] = !view.State.Tissue.IsSolid(voxel);
        foreach (var f in _solved)
        {
            foreach (var level in Levels(view, view.State.Fields[f], marrow))
                yield return level;
            var b = view.State.Balances[f];
            foreach (var term in (double[])[b.Secreted, b.Supplied, b.Freed, b.Decayed, b.TakenUp, b.FlowedOut, b.Stored, b.Residual])
                yield return term;
        }
    }

    /// <summary>Mean, 95th percentile, mean near bone and maximum over the marrow; NaN where there is no such voxel.</summary>
    private double[] Levels(View view, float[] level, bool[] marrow)
    {
        var toBone = view.BoneDistance;
        double sum = 0, near = 0, maximum = double.NaN;
        var (count, nearCount) = (0, 0);
        for (var voxel = 0; voxel < level.Length; voxel++)
        {
            if (!marrow[voxel])
                continue;
            sum += level[voxel];
            count++;
            maximum = maximum >= level[voxel] ? maximum : level[voxel];
            if (toBone[voxel] > NearBoneUm)
                continue;
            near += level[voxel];
            nearCount++;
        }

        return [sum / count, _quantile.Of(level, marrow, 0.95), near / nearCount, maximum];
    }
}
