using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public class ParameterTests
{
    [Fact]
    public void Every_number_comes_with_its_path_bounds_meaning_and_sources()
    {
        var loaded = ScenarioLoader.LoadText<Scenario>("x.json",
            """
            {
              "time": { "durationDays": 3, "evidence": ["planned"] }, "lattice": { "widthVoxels": 4, "heightVoxels": 5 },
              "rules": { "r": { "cell": "c", "signal": "field:F", "with": { "field:G": { "halfMaximumPicomolar": 3 } }, "increases": "die", "toPerDay": 1.5, "halfMaximumPicomolar": 2, "evidence": ["A", "B"] } }
            }
            """);
        var parameters = Parameter.All<Scenario>(loaded.Resolved!).ToDictionary(parameter => parameter.Path);
        Assert.Equal(
            ["lattice:heightVoxels", "lattice:widthVoxels", "rules:r:halfMaximumPicomolar", "rules:r:toPerDay", "rules:r:with:field:G:halfMaximumPicomolar", "time:durationDays"],
            parameters.Keys);
        var rate = parameters["rules:r:toPerDay"];
        Assert.Equal((1.5, -1e5, 1e5, false, "Value at saturation of a rate [1/day]."), (rate.Value, rate.Minimum, rate.Maximum, rate.IsWhole, rate.About));
        Assert.Equal(["A", "B"], rate.Evidence);
        Assert.Equal(["A", "B"], parameters["rules:r:with:field:G:halfMaximumPicomolar"].Evidence);
        Assert.Equal(["rules", "r", "with", "field:G", "halfMaximumPicomolar"], parameters["rules:r:with:field:G:halfMaximumPicomolar"].Keys);
        Assert.True(parameters["lattice:widthVoxels"].IsWhole);
        Assert.Empty(parameters["lattice:widthVoxels"].Evidence);
    }
}
