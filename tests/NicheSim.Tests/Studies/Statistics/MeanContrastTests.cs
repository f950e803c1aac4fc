using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class MeanContrastTests
{
    /// <summary>
    /// Student's sleep data (1908), as in R's data set sleep: hours gained by ten patients under two drugs. R's t.test gives, paired: t = -4.0621, 9
    /// degrees, p = 0.002833, (-2.4598858, -0.7001142); Welch: t = -1.8608, 17.776 degrees, p = 0.07939, (-3.3654832, 0.2054832).
    /// </summary>
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Students_sleep_data_has_the_published_paired_contrast()
    {
        var contrast = MeanContrast.Paired(First, Second);
        Assert.Equal((10, 10, 0, 9), (contrast.Count, contrast.ControlCount, contrast.Missing, contrast.DegreesOfFreedom));
        Assert.Equal(-1.58, contrast.Effect, 1e-14);
        Assert.Equal(-4.0621, contrast.Effect / contrast.StandardError, 5e-5);
        Assert.Equal(0.002833, contrast.P, 5e-7);
        Assert.Equal(-2.4598858, contrast.Interval.Low, 5e-8);
        Assert.Equal(-0.7001142, contrast.Interval.High, 5e-8);
    }

    [Fact]
    public void Students_sleep_data_has_the_published_unpaired_contrast()
    {
        var contrast = MeanContrast.Unpaired(First, Second);
        Assert.Equal(-1.8608, contrast.Effect / contrast.StandardError, 5e-5);
        Assert.Equal(17.776, contrast.DegreesOfFreedom, 5e-4);
        Assert.Equal(0.07939, contrast.P, 5e-6);
        Assert.Equal(-3.3654832, contrast.Interval.Low, 5e-8);
        Assert.Equal(0.2054832, contrast.Interval.High, 5e-8);
    }

    [Fact]
    public void Missing_values_leave_with_their_pair()
    {
        var contrast = MeanContrast.Paired([.. First, 1, double.NaN], [.. Second, double.PositiveInfinity, 2]);
        Assert.Equal(MeanContrast.Paired(First, Second) with { Missing = 2 }, contrast);
        var unpaired = MeanContrast.Unpaired([.. First, double.NaN], Second);
        Assert.Equal(MeanContrast.Unpaired(First, Second) with { Missing = 1 }, unpaired);
        Assert.Throws<ArgumentException>(() => MeanContrast.Paired([1], [1, 2]));
    }

    [Fact]
    public void Too_few_values_and_no_variance_have_defined_results()
    {
        var one = MeanContrast.Paired([3], [1]);
        Assert.Equal(new MeanContrast(1, 1, 0, 2, Interval.Undefined, double.NaN, double.NaN, double.NaN), one);
        Assert.Equal(new MeanContrast(0, 0, 1, double.NaN, Interval.Undefined, double.NaN, double.NaN, double.NaN), MeanContrast.Paired([double.NaN], [1]));
        Assert.Equal(double.NaN, MeanContrast.Unpaired([1], [1, 2, 3]).P);
        Assert.Equal(-1, MeanContrast.Unpaired([1], [1, 2, 3]).Effect);
        Assert.Equal(new MeanContrast(3, 3, 0, 0, new(0, 0), 1, 0, 2), MeanContrast.Paired([5, 6, 7], [5, 6, 7]));
        Assert.Equal(new MeanContrast(3, 3, 0, 1, new(1, 1), 0, 0, 2), MeanContrast.Paired([6, 7, 8], [5, 6, 7]));
        Assert.Equal(new MeanContrast(2, 3, 0, 1, new(1, 1), 0, 0, 3), MeanContrast.Unpaired([2, 2], [1, 1, 1]));
    }

    /// <summary>Equivalence of two pairs has the closed form of Cauchy: P(T > t) = 1/2 - atan(t) / pi.</summary>
    [Fact]
    public void Equivalence_has_the_larger_of_two_one_sided_probabilities()
    {
        // Differences 0 and 0.2: effect 0.1, standard error 0.1.
        var contrast = MeanContrast.Paired([1, 2.2], [1, 2]);
        var equivalence = Equivalence.Test(contrast, 2.1);
        Assert.Equal(0.5 - (Math.Atan(20) / Math.PI), equivalence.P, 1e-12);
        Assert.True(equivalence.Shown);
        Assert.Equal(0.1 + (0.1 * Math.Tan(0.45 * Math.PI)), equivalence.Interval.High, 1e-12);
        Assert.Equal(0.1 - (0.1 * Math.Tan(0.45 * Math.PI)), equivalence.Interval.Low, 1e-12);
    }

    [Fact]
    public void Equivalence_is_shown_exactly_where_the_interval_lies_within_the_margin()
    {
        foreach (var contrast in new[] { MeanContrast.Paired(First, Second), MeanContrast.Paired(Second, First), MeanContrast.Unpaired(First, Second) })
        {
            var interval = Equivalence.Test(contrast, 1).Interval;
            var widest = Math.Max(-interval.Low, interval.High);
            Assert.True(Equivalence.Test(contrast, widest + 1e-6).Shown);
            Assert.False(Equivalence.Test(contrast, widest - 1e-6).Shown);
            Assert.Equal(0.05, Equivalence.Test(contrast, widest).P, 1e-10);
        }
    }

    [Fact]
    public void Equivalence_without_a_standard_error_is_defined()
    {
        Assert.False(Equivalence.Test(MeanContrast.Paired([1], [1]), 1).Shown);
        Assert.Equal(new Equivalence(1, 0, new(0.5, 0.5), true), Equivalence.Test(MeanContrast.Paired([1.5, 2.5], [1, 2]), 1));
        Assert.Equal(new Equivalence(0.5, 1, new(0.5, 0.5), false), Equivalence.Test(MeanContrast.Paired([1.5, 2.5], [1, 2]), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Equivalence.Test(MeanContrast.Paired(First, Second), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Equivalence.Test(MeanContrast.Paired(First, Second), 1, 0.5));
    }
}
