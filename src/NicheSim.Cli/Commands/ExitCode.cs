using NicheSim.Recording;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary>What the program returns to its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The run itself failed.</summary>
    public const int Failed = 1;

    /// <summary>A scenario, a folder or an argument is not what it should be.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM, what there was is saved.</summary>
    public const int Interrupted = 130;

    /// <summary>What a study that ended so returns.</summary>
    public static int Of(StudyResult result, Interruption stop)
        => stop.IsAsked && result.Status == RunStatus.Interrupted ? Interrupted : result.Status == RunStatus.Complete ? Done : Failed;
}

/// <summary>A mistake of the user's: the message is all that is shown, and nothing where all has been said.</summary>
internal sealed class BadInputException(string message = "") : Exception(message);
