using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Fuzz;

/// <summary>No bytes make a loader throw, hang, take memory without bound, or take an unknown key in silence.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261123;

    /// <summary>Inputs in the tests; NICHESIM_LONG=1 takes a hundred times as many, or as many as NICHESIM_FUZZ says, from the seed NICHESIM_FUZZ_SEED on.</summary>
    [Theory]
    [InlineData("scenario", 900)]
    [InlineData("csv", 600)]
    [InlineData("csv-3d", 300)]
    [InlineData("png", 600)]
    [InlineData("checkpoint", 500)]
    [InlineData("study", 300)]
    [InlineData("evidence", 300, 300)]
    public void No_input_breaks_a_loader(string name, int inputs, int oneOf = 50)
    {
        using var folder = new TemporaryFolder();
        var target = Targets.All(folder[""]).Single(target => target.Name == name);
        var result = Fuzzer.Run(target, LongRun.Number("NICHESIM_FUZZ_SEED", Seed), LongRun.Is ? LongRun.Number("NICHESIM_FUZZ", 100 * inputs) : inputs, LongRun.Kept);
        output.WriteLine(result.ToString());
        LongRun.Log(result.ToString());
        // Were all refused at the first byte, nothing behind the reader would be tried. A register is one web of names, so that few of its mutants are whole (58 of 5,000).
        Assert.InRange(result.Accepted, result.Inputs / oneOf, result.Inputs);
        Assert.True(result.Findings.Count == 0, string.Join('\n', result.Findings));
    }
}
