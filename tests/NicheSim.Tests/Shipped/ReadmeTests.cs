using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NicheSim.Tests.Shipped;

/// <summary>Every command of the front page's sh blocks, run as its reader would, one after the other in one empty folder.</summary>
public class ReadmeTests
{
    private const string Prefix = "dotnet run -c Release --project src/NicheSim.Cli -- ";

    [Fact]
    public void Every_command_runs()
    {
        var commands = Regex.Matches(File.ReadAllText(Path.Combine(Library.Root, "README.md")), "```sh\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.True(commands.Length >= 5, "the front page has lost its commands");
        var folder = Directory.CreateTempSubdirectory("nichesim-readme-").FullName;
        try
        {
            foreach (var command in commands)
            {
                Assert.StartsWith(Prefix, command, StringComparison.Ordinal);
                Run(command[Prefix.Length..], folder);
            }

            Assert.True(File.Exists(Path.Combine(folder, "out/il1b-escape/latest/plots/populations.png")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll")}\" {arguments}")
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{arguments}: exit {process.ExitCode}\n{output.Result}{errors.Result}");
        Assert.NotEmpty(output.Result);
    }
}
