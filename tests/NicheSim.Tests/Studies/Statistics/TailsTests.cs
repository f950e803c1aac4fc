using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class TailsTests
{
    /// <summary>Percentage points of the tables in every textbook (Fisher and Yates, 1938): level of 95 % and 99 %, both tails.</summary>
    [Theory]
    [InlineData(1, 12.7062, 63.6567)]
    [InlineData(2, 4.3027, 9.9248)]
    [InlineData(10, 2.2281, 3.1693)]
    [InlineData(30, 2.0423, 2.7500)]
    [InlineData(120, 1.9799, 2.6174)]
    [InlineData(double.PositiveInfinity, 1.9600, 2.5758)]
    public void Student_quantiles_are_those_of_the_tables(double degrees, double at95, double at99)
    {
        Assert.Equal(at95, Tails.StudentWithin(0.95, degrees), 6e-5);
        Assert.Equal(at99, Tails.StudentWithin(0.99, degrees), 6e-5);
        Assert.Equal(0.05, Tails.StudentTwoSided(Tails.StudentWithin(0.95, degrees), degrees), 1e-12);
    }

    /// <summary>In closed form: one degree is Cauchy, two are t / sqrt(2 + t^2).</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-8)]
    [InlineData(0.3)]
    [InlineData(-4)]
    [InlineData(1e5)]
    public void Student_has_the_closed_forms_of_one_and_two_degrees(double t)
    {
        var cauchy = 2 / Math.PI * Math.Atan2(1, Math.Abs(t));
        Assert.Equal(cauchy, Tails.StudentTwoSided(t, 1), 1e-11 * cauchy);
        var root = Math.Sqrt(2 + (t * t));
        var two = 2 / (root * (root + Math.Abs(t)));
        Assert.Equal(two, Tails.StudentTwoSided(t, 2), 1e-11 * two);
        Assert.Equal(t >= 0 ? two / 2 : 1 - (two / 2), Tails.StudentAbove(t, 2), 1e-11);
    }

    [Fact]
    public void Student_of_many_degrees_is_nearly_normal()
    {
        foreach (var degrees in new[] { 1e4, 1e6, 1e9 })
        {
            var z = Tails.NormalWithin(0.95);

            // First term of the expansion of Cornish and Fisher: (z^3 + z) / (4 degrees).
            Assert.Equal(z + (((z * z * z) + z) / (4 * degrees)), Tails.StudentWithin(0.95, degrees), Math.Max(10 / (degrees * degrees), 1e-8));
        }
    }

    /// <summary>Chi-squared of two degrees is exponential; of one the square of a normal number; 3.8415 and 5.9915 are the 5 % points.</summary>
    [Fact]
    public void Chi_squared_has_its_closed_forms()
    {
        foreach (var x in new[] { 0.001, 0.5, 3.8415, 20, 200 })
        {
            Assert.Equal(Math.Exp(-x / 2), Tails.ChiSquaredAbove(x, 2), 1e-11 * Math.Exp(-x / 2));
            Assert.Equal(Tails.NormalTwoSided(Math.Sqrt(x)), Tails.ChiSquaredAbove(x, 1), 1e-10 * Tails.NormalTwoSided(Math.Sqrt(x)));
        }

        Assert.Equal(0.05, Tails.ChiSquaredAbove(3.841459, 1), 1e-7);
        Assert.Equal(0.05, Tails.ChiSquaredAbove(5.991465, 2), 1e-7);
        Assert.Equal(1, Tails.ChiSquaredAbove(0, 3));
        Assert.Equal(double.NaN, Tails.ChiSquaredAbove(double.NaN, 1));
    }

    [Fact]
    public void Normal_probabilities_are_inverse_to_their_quantiles()
    {
        Assert.Equal(1.959963984540054, Tails.NormalWithin(0.95), 1e-14);
        Assert.Equal(0.05, Tails.NormalTwoSided(1.959963984540054), 1e-15);
        Assert.Equal(0.97724986805182079, Tails.NormalBelow(2), 1e-15);
        Assert.Equal(6.2209605742717841e-16, Tails.NormalBelow(-8), 1e-28);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tails.NormalWithin(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tails.StudentWithin(0, 5));
    }
}
