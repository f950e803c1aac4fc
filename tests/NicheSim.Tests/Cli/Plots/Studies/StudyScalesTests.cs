using NicheSim.Cli.Plots.Studies;
using NicheSim.Recording;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Cli.Plots.Studies;

/// <summary>What pictures of studies are drawn on, and of which day.</summary>
public class StudyScalesTests
{
    [Theory]
    [InlineData(2.35, 3.84)]
    [InlineData(2.2, 4.5)]
    [InlineData(1.01, 1.02)]
    [InlineData(1e-9, 1e3)]
    public void A_logarithmic_axis_has_ticks_however_narrow(double low, double high)
        => Assert.True(Quantity.Range([low, high], isLog: true).Ticks.Length >= 2);

    /// <summary>A number that no run had any more on the last day is not told as if it were of that day.</summary>
    [Fact]
    public void The_last_value_is_that_of_the_last_day()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["summary.csv"], "arm,day,name,n,mean,ciLow,ciHigh,sd,median,p05,p95\na,0,cells,2,5,,,,5,4,6\na,0,speed,2,3,,,,3,2,4\na,1,cells,2,0,,,,0,0,0\n");
        var courses = new Courses(CsvTable.Read(folder["summary.csv"]), []);
        var group = Assert.Single(courses.Groups);
        Assert.Equal((0, 0, 0), courses.Last(group, "cells"));
        Assert.Null(courses.Last(group, "speed"));
    }
}
