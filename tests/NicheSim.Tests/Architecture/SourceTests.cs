using System.Text.RegularExpressions;

namespace NicheSim.Tests.Architecture;

/// <summary>What the sources of the library promise: which folder may use which, and what no simulated result may depend on.</summary>
public partial class SourceTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Numerics"] = [],
        ["State"] = ["Numerics"],
        ["Scenarios"] = [],
        ["MeanField"] = ["Scenarios"],
        ["Rules"] = ["Scenarios", "State", "Numerics"],
        ["Engine"] = ["Rules", "State", "Numerics"],
        ["Recording"] = ["Engine", "Rules", "Scenarios", "State", "Numerics"],
        ["Studies"] = ["Recording", "Engine", "Rules", "Scenarios", "State", "Numerics"],
    };

    [Fact]
    public void Folders_use_only_what_is_below_them()
    {
        var wrong = new List<string>();
        foreach (var (folder, allowed) in MayUse)
            foreach (var (file, code) in Sources(folder))
            {
                Assert.Matches($@"namespace NicheSim\.{folder}\b", code);
                wrong.AddRange(Reference().Matches(code).Select(m => m.Groups[1].Value)
                    .Where(used => used != folder && MayUse.ContainsKey(used) && !allowed.Contains(used)).Distinct().Select(used => $"{file} uses {used}"));
                if (code.Contains("NicheSim.Cli", StringComparison.Ordinal))
                    wrong.Add($"{file} uses the program");
            }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(@"\bMath\.(Exp|Log|Log2|Log10|Pow|Sin|Cos|Tan|Atan|Atan2|Asin|Acos|Sinh|Cosh|Tanh|Cbrt)\b")]
    [InlineData(@"\bMathF\.(?!Sqrt\b)")]
    [InlineData(@"FusedMultiplyAdd|MultiplyAddEstimate|\bFma\.")]
    [InlineData(@"Vector(64|128|256|512)\.(Exp|Log|Pow|Sin|Cos)\b")]
    [InlineData(@"\bRandom\.Shared\b|\bnew Random\b|\bSystem\.Random\b|\bGuid\.NewGuid\b|MathNet\.Numerics\.(Random|Distributions)")]
    [InlineData(@"\bDateTime\b|\bDateTimeOffset\b|\bTickCount\b")]
    [InlineData(@"\bConsole\b|\bEnvironment\.(?!ProcessorCount)")]
    public void No_simulated_result_depends_on(string pattern)
        => Assert.Empty(new[] { "Numerics", "State", "Engine" }.SelectMany(Sources).Where(s => Regex.IsMatch(s.Code, pattern)).Select(s => s.File));

    [Fact]
    public void Engine_state_and_numerics_see_no_name()
    {
        // A hash is text, the only one.
        var allowed = new[] { "StateHash.cs" };
        Assert.Empty(new[] { "Numerics", "State", "Engine" }.SelectMany(Sources).Where(s => !allowed.Contains(s.File) && Name().IsMatch(s.Code)).Select(s => s.File));
    }

    [Fact]
    public void The_checks_see_the_sources()
    {
        Assert.True(Sources("Engine").Count() > 10);
        Assert.Equal("var a = ; Use(b); ", Strip("var a = \"Math.Exp\"; /* x */Use(b); // Math.Exp"));
    }

    private static IEnumerable<(string File, string Code)> Sources(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "NicheSim.sln")))
            root = root.Parent;
        var path = Path.Combine(root.FullName, "src", "NicheSim", folder);
        return !Directory.Exists(path) ? []
            : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Select(file => (Path.GetFileName(file), Strip(File.ReadAllText(file))));
    }

    /// <summary>Code without comments and texts.</summary>
    private static string Strip(string code) => NoCode().Replace(code, "");

    [GeneratedRegex(@"\$?""(\\.|[^""\\\n])*""|//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\bNicheSim\.(\w+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\bstring\b(?!\.)|\bString\b")]
    private static partial Regex Name();
}
