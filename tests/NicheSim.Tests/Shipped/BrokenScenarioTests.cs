using NicheSim.Tests.Cli;

namespace NicheSim.Tests.Shipped;

/// <summary>Broken copies of a shipped scenario through the whole program: exit code 2, and a line that points at the fault.</summary>
public class BrokenScenarioTests
{
    /// <summary>What is replaced, by what, the text that the reported line and column lead to, and a part of the message.</summary>
    public static TheoryData<string, string, string, string> Faults { get; } = new()
    {
        // Syntax
        { "\"format\": 1,", "\"format\": 1", "\"about\"", "" },
        { "\"claims\": [\"C54\"],", "\"claims\": [\"C54\",", ": { \"durationDays\"", "" },
        { "\"durationDays\": 12", "\"durationDays\": 0x16", "x16", "" },
        { "\"durationDays\": 12", "\"durationDays\": NaN", "NaN", "" },

        // Keys
        { "\"count\": 30", "\"cuont\": 40", "\"cuont\"", "did you mean \"count\"?" },
        { "\"claims\"", "\"claimz\"", "\"claimz\"", "did you mean \"claims\"?" },
        { "\"durationDays\": 12", "\"durationDays\": 12, \"durationDays\": 17", "\"durationDays\": 17", "" },
        { "\"macrophage\"", "\"Macrophage\"", "\"Macrophage\"", "differs only by case" },
        { "\"arrived\"", "\"9 lives\"", "\"9 lives\"", "bad name" },

        // Values
        { "\"count\": 30", "\"count\": \"30\"", "\"30\"", "expected a whole number, not the string" },
        { "\"count\": 30", "\"count\": 30.5", "30.5", "expected a whole number" },
        { "\"count\": 30", "\"count\": -1", "-1", "out of range" },
        { "\"durationDays\": 12", "\"durationDays\": 1e400", "1e400", "not a finite number" },
        { "\"durationDays\": 12", "\"durationDays\": { \"times\": -2 }", "-2", "out of range" },
        { "\"durationDays\": 12", "\"durationDays\": null", "null", "null does not remove" },
        { "\"claims\"", "\"tissue\": [12], \"claims\"", "[12]", "expected an object" },
        { "\"place\": \"at-vessels\"", "\"place\": \"at-vesels\"", "\"at-vesels\"", "did you mean \"at-vessels\"?" },
        { "\"format\": 1", "\"format\": 2", "2,\n", "out of range" },

        // Layers
        { "base/bone-niche.json", "base/bone-nich.json", "\"base/bone-nich.json\"", "did you mean" },
        { "base/bone-niche.json", "broken.json", "\"broken.json\"", "extends itself" },
        { "base/bone-niche.json", "../bone-niche.json", "\"../bone-niche.json\"", "leads out of" },
        { "\"claims\"", "\"lattice\": { \"sliceThicknessUm\": { \"times\": 2 } }, \"claims\"", "{ \"times\"", "nothing to multiply" },

        // References
        { "\"state\": \"dormant\"", "\"state\": \"dormnat\"", "\"dormnat\"", "did you mean \"dormant\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"signal\": \"field:IL1beta\" } }, \"claims\"", "\"field:IL1beta\"", "did you mean \"IL1b\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"cell\": \"tumour\" } }, \"claims\"", "\"tumour\"", "did you mean \"tumor\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"through\": \"IL1R\" } }, \"claims\"", "\"IL1R\"", "did you mean \"IL1R1\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"increases\": \"becom:proliferating\" } }, \"claims\"", "\"becom:proliferating\"", "did you mean \"become\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"signal\": \"attribute:emtt\" } }, \"claims\"", "\"attribute:emtt\"", "did you mean \"emt\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"signal\": \"feild:IL1b\" } }, \"claims\"", "\"feild:IL1b\"", "did you mean \"field\"?" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"region\": \"near-bones\" } }, \"claims\"", "\"near-bones\"", "did you mean \"near-bone\"?" },
        { "\"claims\"", "\"treatments\": { \"drug\": { \"blocks\": { \"label:CXCR5\": true } } }, \"claims\"", "true", "did you mean" },
        { "\"claims\"", "\"readouts\": { \"x\": { \"kind\": \"count\", \"types\": \"tumors\" } }, \"claims\"", "\"tumors\"", "did you mean \"tumor\"?" },

        // Sense
        { "\"count\": 30", "\"count\": 30, \"share\": 0.5", "{ \"count\": 30", "give one of count and share" },
        { "\"count\": 30", "\"count\": 3000", "{ \"count\": 3000", "there is room for" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"toPerDay\": 0.00001 } }, \"claims\"", "0.00001", "saturates below the base" },
        { "\"claims\"", "\"rules\": { \"il1b-escape\": { \"halfMaximumCells\": 2 } }, \"claims\"", "2 }", "takes halfMaximumPicomolar" },
        { "\"claims\"", "\"fields\": { \"IL6\": { \"solve\": \"steady\", \"halfLifeMinutes\": 1e7, \"decayPerMinute\": 0 } }, \"claims\"", "{ \"solve\"", "give one of" },
        { "\"claims\"", "\"lattice\": { \"widthVoxels\": 30000, \"heightVoxels\": 30000 }, \"claims\"", "{ \"widthVoxels\"", "GB of memory" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void It_is_refused_where_the_fault_is(string find, string replace, string at, string message)
    {
        var good = File.ReadAllText(Path.Combine(Library.Scenarios, "il1b-escape.json"));
        Assert.Contains(find, good, StringComparison.Ordinal);
        var broken = good.Replace(find, replace, StringComparison.Ordinal);
        using var shell = new Shell();
        var path = shell.Write("broken.json", broken);

        var (code, output, errors) = Shell.Run("run", path, "--out", shell.PathOf("out"), "--quiet");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shell.PathOf("out")));
        var place = broken.LastIndexOf(at, StringComparison.Ordinal);
        var line = broken.AsSpan(0, place).Count('\n') + 1;
        var column = place - broken.LastIndexOf('\n', place);
        Assert.Contains(errors.Split('\n'), text => text.StartsWith($"{path}:{line}:{column}: error: ", StringComparison.Ordinal) && text.Contains(message, StringComparison.Ordinal));
    }
}
