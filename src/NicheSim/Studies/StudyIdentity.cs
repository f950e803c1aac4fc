using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>What a study is, in one hash: engine, the study's file, its seeds, and in every arm all that its scenarios name. Two processes with the same hash make the same runs.</summary>
internal static class StudyIdentity
{
    /// <exception cref="InvalidDataException">An arm does not compile.</exception>
    public static string Of(StudyPlan plan)
    {
        var values = plan.Points.Count > 0 ? plan.Points[0] : [.. plan.Parameters.Select(parameter => parameter.At(0.5))];
        string[] parts =
        [
            EngineIdentity.Version, EngineIdentity.Hash, plan.Resolved,
            .. plan.Settings.Calibration?.Targets.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => $"{target.Key} {target.Value}") ?? [],
            .. plan.Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)),
            .. plan.Arms.Select(arm => plan.Compiler.Compile(arm, values, plan.Seeds[0]).Hash),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
