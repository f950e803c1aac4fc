using NicheSim.Cli.Plots;
using NicheSim.Cli.Plots.Studies;

namespace NicheSim.Tests.Cli.Plots;

public class ScaleTests
{
    [Fact]
    public void Counts_go_by_decades_when_they_span_more_than_two()
    {
        Assert.Equal("", Scale.Counts([0, 5, 500]).Remark);
        var log = Scale.Counts([0, 4, 500]);
        Assert.Equal("log; 0 to 1 linear", log.Remark);
        Assert.Equal(["0", "1", "10", "100"], log.Ticks.Where(t => t.IsMajor).Select(t => t.Label));
        Assert.All(log.Ticks.Where(t => t.IsMajor && t.Label.Length > 1), t => Assert.Equal(t.Position, log.Position(double.Parse(t.Label)), 12));
    }

    [Fact]
    public void Zero_and_one_cell_have_places_of_their_own_in_order()
    {
        var log = Scale.Counts([0, 1, 5000]);
        Assert.True(log.Low < log.Position(0));
        Assert.True(log.Position(0) < log.Position(1) && log.Position(1) < log.Position(2) && log.Position(5000) < log.High);
    }

    [Fact]
    public void A_concentration_that_cannot_stand_on_a_log_axis_has_no_place()
    {
        var log = Scale.Concentrations([0, 1e-12, 0.02, 3]);
        Assert.True(double.IsNaN(log.Position(0)));
        Assert.True(double.IsNaN(log.Position(1e-12)));
        Assert.InRange(log.Position(0.02), log.Low, log.High);
        Assert.InRange(log.Position(3), log.Low, log.High);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00005, "5×10⁻⁵")]
    [InlineData(-1.2345e-7, "−1.23×10⁻⁷")]
    [InlineData(3e-13, "3×10⁻¹³")]
    public void A_small_number_is_no_zero(double value, string told) => Assert.Equal((told, told), (Scale.Plain(value), Quantity.Short(value)));

    [Fact]
    public void An_axis_of_small_numbers_has_ticks_that_differ()
        => Assert.Equal(["0", "2×10⁻⁷", "4×10⁻⁷", "6×10⁻⁷"], Scale.Linear(0, 6e-7, 4).Ticks.Select(tick => tick.Label));

    [Theory]
    [InlineData(0, 28, "0 7 14 21 28")]
    [InlineData(-7, 21, "−7 0 7 14 21")]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 1460, "0 200 400 600 800 1000 1200 1400")]
    [InlineData(3, 3, "3")]
    public void Days_are_ticked_at_weeks_or_round_numbers(double first, double last, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scale.Days(first, last).Ticks.Select(t => t.Label)));

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1, 1)]
    [InlineData(60, 100)]
    [InlineData(450, 500)]
    [InlineData(0.012, 0.02)]
    public void A_step_is_one_two_or_five_times_a_power_of_ten(double rough, double step) => Assert.Equal(step, Scale.NiceStep(rough), 12);
}
