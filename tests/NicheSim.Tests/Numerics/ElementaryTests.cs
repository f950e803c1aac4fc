using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class ElementaryTests
{
    private static readonly double[] Special =
        [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue,
         2.2250738585072014e-308, 709.782712893384, 709.7827128933841, -708.3964185322641, -745.1332191019411, -745.1332191019412, 1e-20, -1e-20];

    [Fact]
    public void Exp_is_within_two_ulp_over_its_whole_range()
    {
        foreach (var x in Uniform(200_000, -746, 711).Concat(Uniform(200_000, -2, 2)).Concat(Special))
            Close(Math.Exp(x), Elementary.Exp(x), x);
    }

    [Fact]
    public void Log_is_within_two_ulp_from_subnormals_to_the_largest_number()
    {
        foreach (var x in AnyPositive(300_000).Concat(Uniform(300_000, 0.5, 2)).Concat(Special))
            Close(Math.Log(x), Elementary.Log(x), x);
    }

    [Fact]
    public void Pow_is_within_two_ulp_over_wide_ranges()
    {
        var random = new Random(1);
        foreach (var x in AnyPositive(100_000).Concat(Uniform(200_000, 0.5, 2)))
        {
            // Powers that leave the result between the smallest and the largest number, and small ones.
            var y = (random.NextDouble() - 0.5) * 1480 / Math.Log(x);
            Close(Math.Pow(x, y), Elementary.Pow(x, y), x);
            y = (random.NextDouble() * 10) - 5;
            Close(Math.Pow(x, y), Elementary.Pow(x, y), x);
        }
    }

    [Fact]
    public void Pow_of_special_numbers_is_that_of_the_platform_for_every_base_from_zero_up()
    {
        foreach (var x in Special.Where(x => !(x < 0)).Select(Math.Abs))
            foreach (var y in Special)
                Close(Math.Pow(x, y), Elementary.Pow(x, y), x);
        Assert.Equal(double.NaN, Elementary.Pow(-2, 3));
    }

    [Fact]
    public void The_span_form_of_exp_has_the_bits_of_the_scalar_form()
    {
        double[] x = [.. Uniform(10_001, -750, 715), .. Special];
        var y = new double[x.Length];
        Elementary.Exp(x, y);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(BitConverter.DoubleToInt64Bits(Elementary.Exp(x[i])), BitConverter.DoubleToInt64Bits(y[i]));
        Assert.Throws<ArgumentException>(() => Elementary.Exp(new double[3], new double[2]));
    }

    [Theory]
    [InlineData(0, 0)] // the other values are rounded from 60 digits
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-10, 9.999999999500001e-11)]
    [InlineData(0.001, 0.0009995001666250085)]
    [InlineData(0.34, 0.2882296772373903)]
    [InlineData(0.35, 0.29531191028128656)]
    [InlineData(1.03, 0.6429930394308526)]
    [InlineData(5, 0.9932620530009145)]
    [InlineData(39, 1)]
    [InlineData(1000, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-1, -1.7182818284590453)]
    [InlineData(-30, -10686474581523.463)]
    public void One_minus_exp_keeps_its_digits(double x, double expected) => Close(expected, Elementary.OneMinusExp(x), x);

    private static IEnumerable<double> Uniform(int count, double from, double to)
    {
        var random = new Random(count);
        for (var i = 0; i < count; i++)
            yield return from + (random.NextDouble() * (to - from));
    }

    private static IEnumerable<double> AnyPositive(int count)
    {
        var random = new Random(count);
        for (var i = 0; i < count; i++)
            yield return BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0000000000000));
    }

    /// <summary>The platform's functions are themselves within 1 ulp of the truth.</summary>
    private static void Close(double expected, double actual, double at)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual))
            return;
        var ulps = Math.Abs((double)((Int128)BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual)));
        Assert.True(ulps <= 2, $"at {at:R}: {actual:R} is {ulps} ulp from {expected:R}");
    }
}
