using System.Globalization;
using System.Text.Json;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>What one task of an array job is to do.</summary>
/// <param name="Study">The study that was submitted (<see cref="StudyIdentity"/>).</param>
/// <param name="Runs">Its runs: whole points and replicates, so that arms and the run that they branch from stay together.</param>
internal sealed record TaskShare(string Study, StudyRun[] Runs)
{
    /// <summary>Divides runs among tasks; those of one point and replicate go to one task.</summary>
    public static StudyRun[][] Divide(IEnumerable<StudyRun> runs, SlurmSettings settings)
    {
        var groups = runs.OrderBy(run => run.Replicate).ThenBy(run => run.Point).ThenBy(run => run.Arm).GroupBy(run => (run.Replicate, run.Point)).ToArray();
        var wanted = settings.Tasks ?? Math.Min(SlurmSettings.MostTasksByDefault, (groups.Length + settings.CpusPerTask - 1) / settings.CpusPerTask);
        var tasks = Math.Min(wanted, groups.Length);
        return [.. Enumerable.Range(0, tasks).Select(task => groups.Where((_, g) => g % tasks == task).SelectMany(group => group).ToArray())];
    }

    public void Write(string folder, int task) => AtomicFile.Write(PathOf(folder, task), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static TaskShare Read(string folder, int task) => JsonSerializer.Deserialize<TaskShare>(File.ReadAllBytes(PathOf(folder, task)), JsonSerializerOptions.Web)!;

    private static string PathOf(string folder, int task) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{task}.share.json"));
}
