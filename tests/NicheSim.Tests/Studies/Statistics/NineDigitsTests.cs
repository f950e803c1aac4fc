using System.Globalization;
using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class NineDigitsTests
{
    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3, "0.333333333")]
    [InlineData(-2.0 / 3, "-0.666666667")]
    [InlineData(123456789.49, "123456789")]
    [InlineData(1234567894.9, "1234567890")]
    [InlineData(1.5e300, "1.5E+300")]
    [InlineData(4.9406564584124654e-324, "5E-324")]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    public void Text_has_nine_digits_at_most(double x, string text) => Assert.Equal(text, NineDigits.Text(x));

    [Fact]
    public void Rounded_numbers_stay_and_neighbors_of_a_number_round_to_it()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var x = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30));
            var rounded = NineDigits.Round(x);
            Assert.Equal(x, rounded, 5.1e-9 * Math.Abs(x));
            Assert.Equal(rounded, NineDigits.Round(rounded));
            Assert.Equal(rounded, NineDigits.Round(Math.BitIncrement(rounded)));
            Assert.Equal(rounded, NineDigits.Round(Math.BitDecrement(rounded)));
            Assert.Equal(rounded, double.Parse(NineDigits.Text(x), CultureInfo.InvariantCulture));
        }

        Assert.Equal(double.NegativeInfinity, NineDigits.Round(double.NegativeInfinity));
    }
}
