namespace NicheSim.Cli.Output;

/// <summary>Where the program writes: results to one side, progress and messages to the other.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and messages.</param>
/// <param name="IsLive">True where <paramref name="Error"/> is a screen that can be drawn over.</param>
/// <param name="Width">Columns that results are wrapped to.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsLive, int Width)
{
    /// <summary>Columns of a page: what is used where there is no screen, and the least and most on one.</summary>
    private const int Narrowest = 60, Page = 80, Widest = 110;

    public static Terminal OfProcess()
    {
        var live = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal(Console.Out, Console.Error, live, Console.IsOutputRedirected ? Page : Math.Clamp(Columns(), Narrowest, Widest));
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : Page;
        }
        catch (IOException)
        {
            return Page;
        }
    }
}
