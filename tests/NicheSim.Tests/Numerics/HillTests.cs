using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class HillTests
{
    [Theory]
    [InlineData(0.7f)]
    [InlineData(1f)]
    [InlineData(2f)]
    [InlineData(3f)]
    [InlineData(5f)]
    [InlineData(8f)]
    [InlineData(9f)]
    public void A_dose_is_the_power_of_the_ratio(float power)
    {
        for (var s = 0f; s < 40; s += 0.37f)
            Assert.Equal(Math.Pow(s / 10f, power), Hill.Dose(s, 10, power), 1e-6 * Math.Pow(s / 10f, power));
    }

    [Fact]
    public void Signals_at_and_below_zero_give_no_dose_and_nan_stays_nan()
    {
        foreach (var power in new[] { 1f, 2.5f, 3f })
        {
            Assert.Equal(0f, Hill.Dose(0, 10, power));
            Assert.Equal(0f, Hill.Dose(-3, 10, power));
            Assert.Equal(float.NaN, Hill.Dose(float.NaN, 10, power));
        }
    }

    [Fact]
    public void The_strength_at_the_half_maximum_is_one_half_and_saturates_at_one()
    {
        Assert.Equal(0f, Hill.Strength(0));
        Assert.Equal(0.5f, Hill.Strength(Hill.Dose(10, 10, 3)));
        Assert.Equal(1f, Hill.Strength(float.MaxValue));
        Assert.Equal(1f, Hill.Strength(float.PositiveInfinity));
        Assert.Equal(1f, Hill.Strength(Hill.Dose(1e30f, 1e-3f, 8)));
        Assert.Equal(float.NaN, Hill.Strength(float.NaN));
    }

    [Fact]
    public void The_span_form_has_the_bits_of_the_scalar_form()
    {
        var random = new Random(1);
        var s = Enumerable.Range(0, 1003).Select(_ => (float)((random.NextDouble() - 0.1) * 100)).ToArray();
        (s[3], s[9]) = (float.NaN, float.PositiveInfinity);
        var dose = new float[s.Length];
        foreach (var power in new[] { 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 1.5f, 12f })
        {
            Hill.Dose(s, 7.3f, power, dose);
            for (var i = 0; i < s.Length; i++)
                Assert.Equal(BitConverter.SingleToInt32Bits(Hill.Dose(s[i], 7.3f, power)), BitConverter.SingleToInt32Bits(dose[i]));
        }

        var strength = (float[])dose.Clone();
        Hill.Strength(strength);
        for (var i = 0; i < s.Length; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(Hill.Strength(dose[i])), BitConverter.SingleToInt32Bits(strength[i]));

        Assert.Throws<ArgumentException>(() => Hill.Dose(new float[3], 1, 1, new float[2]));
    }
}
