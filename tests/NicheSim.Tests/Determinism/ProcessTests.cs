using System.Diagnostics;
using NicheSim.Recording;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Determinism;

/// <summary>What the runtime does with a process changes no bit of its results.</summary>
public class ProcessTests
{
    private static readonly Lazy<(string Hash, string Tables)> Plain = new(() => Run([]));

    [Theory]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableAVX=0")]
    [InlineData("DOTNET_gcServer=1 DOTNET_gcConcurrent=0")]
    [InlineData("DOTNET_TieredCompilation=0")]
    [InlineData("DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=0 DOTNET_ReadyToRun=0")]
    [InlineData("LC_ALL=de_DE.UTF-8 TZ=Asia/Kathmandu")]
    public void Any_setting_of_the_runtime_gives_the_same_bits(string settings)
    {
        var (hash, tables) = Run(settings.Split(' '));
        Assert.Equal(Plain.Value.Hash, hash);
        Assert.Equal(Plain.Value.Tables, tables);
    }

    /// <summary>State hash and tables of a day of the niche of all mechanisms, run by the program in a process of its own.</summary>
    private static (string Hash, string Tables) Run(string[] settings)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rich.json"], RichNiche.Text());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll"), "run", folder["rich.json"], "--out", folder["run"], "--stop-after-days", "1", "--threads", "2", "--no-plots", "--quiet"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var setting in settings)
            start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors + output.Result);
        var tables = Directory.EnumerateFiles(folder["run"], "*.csv").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + "\n" + File.ReadAllText(file));
        return (RunRecord.Read(folder["run"])!.StateHash, string.Concat(tables));
    }
}
