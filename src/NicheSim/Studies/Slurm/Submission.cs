using System.Globalization;
using System.Text.Json;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>An array job of a study: what was submitted last, kept in the study's folder so that no command submits it twice.</summary>
/// <param name="Number">Its number, from 1 on; its files lie in a folder of this name.</param>
/// <param name="Name">Name of the job, of this submission alone: by it Slurm is asked, also where the number of a job was never learned.</param>
/// <param name="Study">The study (<see cref="StudyIdentity"/>).</param>
/// <param name="Sizes">Runs of each task.</param>
/// <param name="Jobs">Slurm's numbers: of the array job, then of those that took over lost tasks.</param>
internal sealed record Submission(int Number, string Name, string Study, int[] Sizes, string[] Jobs)
{
    private const string FileName = "submission.json";

    /// <summary>The study's last submission; null where there is none.</summary>
    public static Submission? Read(string root)
    {
        try
        {
            return JsonSerializer.Deserialize<Submission>(File.ReadAllBytes(Path.Combine(root, FileName)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string root) => AtomicFile.Write(Path.Combine(root, FileName), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    public string FolderIn(string root) => Path.Combine(root, Number.ToString(CultureInfo.InvariantCulture));
}
