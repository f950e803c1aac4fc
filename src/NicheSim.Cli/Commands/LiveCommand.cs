using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NicheSim.Cli.Live;
using NicheSim.Cli.Output;
using NicheSim.Recording;

namespace NicheSim.Cli.Commands;

/// <summary><c>live SCENARIO</c>: the niche in a browser, while it runs.</summary>
internal static class LiveCommand
{
    public static Command Create(Terminal terminal)
    {
        var scenario = new ScenarioArgument();
        var port = NumberOption.Create("--port", "N", 0, "a whole number from 0 to 65535", "Port of the page on this machine; any free one where left out.", most: 65535);
        var threads = NumberOption.Threads("Threads of the engine; 1 where left out, which leaves the rest of the machine to the browser.");
        var open = new Option<bool>("--open") { Description = "Open the page in the browser." };
        var command = new Command("live", "Let a niche run before your eyes, in a browser on this machine: play and pause it, click a cell to see which rules act on it, change rules and treatments on the way, and save what you found as a scenario file.")
        {
            scenario.Scenario, port, threads, open,
        };
        scenario.AddOptionsTo(command);
        HelpPage.AddTo(command, terminal,
            "nichesim live il1b-escape                     prints the address to open",
            "nichesim live my.json --seed 7 --open         opens it",
            "nichesim live my.json --port 8080             over a tunnel: ssh -L 8080:127.0.0.1:8080 HOST");
        command.SetAction(async (parsed, _) =>
        {
            var options = scenario.Options(parsed);
            var compilation = scenario.Load(parsed, terminal);
            var file = Library.Find(parsed.GetValue(scenario.Scenario)!, options.LibraryFolders);
            await using var server = await StartAsync(file, options, compilation, parsed.GetValue(port) ?? 0, parsed.GetValue(threads) ?? 1, terminal, scenario.FileOptions(parsed));
            terminal.Out.WriteLine($"{server.Address}");
            terminal.Error.WriteLine("Open this address in a browser on this machine; Ctrl-C ends.");
            if (parsed.GetValue(open))
                Open(server.Address, terminal);

            await StopAsync();
            return ExitCode.Done;
        });
        return command;
    }

    private static void Open(Uri address, Terminal terminal)
    {
        try
        {
            using (Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true }))
            {
            }
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            terminal.Error.WriteLine($"nichesim: warning: no browser could be opened: {e.Message}");
        }
    }

    /// <summary>Founds the run and starts its server.</summary>
    /// <exception cref="BadInputException">The niche has no room for the cells that it starts with; all is said.</exception>
    public static async Task<LiveServer> StartAsync(
        string file, Scenarios.LoaderOptions options, Rules.Compilation compilation, int port, int threads, Terminal terminal, string fileOptions = "")
    {
        var setup = new LiveSetup(file, options, compilation.Scenario!);
        var (run, errors) = OpenRun.Found(setup.Compile().Scenario!, threads, compilation.Sources);
        foreach (var error in errors)
            terminal.Error.WriteLine(error);
        return await LiveServer.StartAsync(new LiveEngine(setup, run ?? throw new BadInputException(), new LiveFile(file, options.LibraryFolders, fileOptions), threads), port);
    }

    /// <summary>Waits for Ctrl-C or SIGTERM.</summary>
    private static async Task StopAsync()
    {
        var stopped = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await stopped.Task;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
    }
}
