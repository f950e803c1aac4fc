using NicheSim.MeanField;
using NicheSim.Scenarios;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.MeanField;

/// <summary>The shipped mean-field models give the figures of their papers (targets T25 to T28 of the evidence register).</summary>
public class PublishedModelTests
{
    /// <summary>Komarova 2003: ten osteoclasts on top of the steady state (T25).</summary>
    [Fact]
    public void A_pulse_of_osteoclasts_is_answered_by_osteoblasts_and_healed()
    {
        var course = Solve("komarova-2003", "recordEveryDays=0.1");
        var (osteoclasts, osteoblasts, bone) = (course.Of("C"), course.Of("B"), course.Of("bone"));
        Assert.Equal(11.0607, osteoclasts[0], 1e-3);
        Assert.Equal(212.13, osteoblasts[0], 0.01);
        Assert.Equal(1.25, osteoclasts[200], 0.01);
        Assert.Equal(397, osteoblasts.Max(), 0.5);
        Assert.Equal(14.1, DayOf(course, osteoblasts, osteoblasts.Max()), 0.15);
        Assert.Equal(89.8, bone.Min(), 0.05);
        Assert.Equal(12.3, DayOf(course, bone, bone.Min()), 0.15);
        Assert.Equal(98.2, bone[600], 0.05);
        Assert.Equal(99.8, bone[1000], 0.05);
    }

    /// <summary>Komarova 2003, Ayati 2010: osteoclasts that call for osteoclasts cycle (T26).</summary>
    [Fact]
    public void Remodeling_cycles_by_itself()
    {
        var course = Solve("komarova-2003-cycle", "recordEveryDays=0.5", "stepDays=0.05");
        var osteoclasts = course.Of("C");
        Assert.Equal(11.76, osteoclasts[0], 0.01);
        Assert.Equal(231.7, course.Of("B")[0], 0.1);
        Assert.Equal(12.69, osteoclasts.Max(), 0.01);
        var peaks = Enumerable.Range(1, osteoclasts.Count - 2).Where(i => osteoclasts[i] > 5 && osteoclasts[i] > osteoclasts[i - 1] && osteoclasts[i] >= osteoclasts[i + 1]).Select(i => course.Days[i]).ToArray();
        Assert.True(peaks.Length >= 4);
        Assert.All(peaks.Zip(peaks.Skip(1)), pair => Assert.Equal(286.5, pair.Second - pair.First, 1.0));
    }

    /// <summary>Ayati 2010: bone beside a tumor, untreated and treated from day 600 on (T27); figures with three digits.</summary>
    [Fact]
    public void A_tumor_takes_the_bone_and_a_treatment_gives_some_of_it_back()
    {
        var untreated = Solve("ayati-2010");
        int[] days = [200, 400, 600, 800, 1000];
        Assert.Equal([107.8, 102.1, 76.3, 46.7, 23.0], days.Select(day => Math.Round(untreated.Of("bone")[day / 5], 1)));
        Assert.Equal([18.4, 53.6, 79.5, 91.9, 96.9], days.Select(day => Math.Round(untreated.Of("T")[day / 5], 1)));
        var treated = Solve("ayati-2010", "constants:treatedFrom:value=600", "durationDays=1500");
        Assert.Equal((54.8, 67.8, 3.3), (Math.Round(treated.Of("bone")[200], 1), Math.Round(treated.Of("bone")[300], 1), Math.Round(treated.Of("T")[300], 1)));
    }

    /// <summary>Lemaire 2004: the steady state, and what sixty days of RANKL, OPG or PTH make of it (T28).</summary>
    [Theory]
    [InlineData("constants:givenRANKL:value=10000", 3.79, 1.92, 2.98)]
    [InlineData("constants:givenOPG:value=200000", 0.10, 0.33, 0.07)]
    [InlineData("constants:givenPTH:value=1000", 5.21, 2.24, 4.04)]
    public void Hormone_and_cytokines_shift_the_steady_state(string given, double responding, double active, double osteoclasts)
    {
        var rest = Solve("lemaire-2004");
        Assert.Equal(7.734e-4, rest.Of("R")[^1], 7.734e-6);
        Assert.Equal(7.283e-4, rest.Of("B")[^1], 7.283e-6);
        Assert.Equal(9.128e-4, rest.Of("C")[^1], 9.128e-6);
        var shifted = Solve("lemaire-2004", given);
        foreach (var (name, fold) in new[] { ("R", responding), ("B", active), ("C", osteoclasts) })
            Assert.Equal(fold, shifted.Of(name)[^1] / rest.Of(name)[^1], 0.01);
    }

    private static MeanFieldCourse Solve(string name, params string[] assignments)
    {
        var loaded = MeanFieldLoader.Load(Path.Combine(Library.Root, "seeds", "evidence", "models", name + ".json"), new LoaderOptions { Assignments = assignments });
        Assert.Empty(loaded.Diagnostics);
        return loaded.Model!.Solve();
    }

    private static double DayOf(MeanFieldCourse course, IReadOnlyList<double> values, double value) => course.Days[values.ToList().IndexOf(value)];
}
