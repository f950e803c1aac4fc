namespace NicheSim.Tests.Scenarios;

public class AssignmentTests
{
    [Fact]
    public void Assignments_lie_on_top_the_last_one_highest()
    {
        var loaded = GardenFile.Load(
            GardenFile.Good,
            "water:litersPerDay=7", "water:litersPerDay=8", "about=two words", "beds:Herbs:plants=[\"sage\"]",
            "beds:Herbs:against:pest:snail:dose=9", "beds:Roses={\"widthCm\": 3}", "beds:Roses:widthCm=4", "beds:Herbs:within:widthCm=6",
            "beds:Herbs:shares:new=0.25", "soil=near-river");
        Assert.Empty(loaded.Diagnostics);
        var garden = loaded.Value!;
        Assert.Equal(8, garden.Water.LitersPerDay);
        Assert.Equal("two words", garden.About);
        Assert.Equal(["sage"], garden.Beds["Herbs"].Plants);
        Assert.Equal(80, garden.Beds["Herbs"].WidthCm);
        Assert.Equal(9, garden.Beds["Herbs"].Against["pest:snail"].Dose);
        Assert.Equal(4, garden.Beds["Roses"].WidthCm);
        Assert.Equal(6, garden.Beds["Herbs"].Within!.WidthCm);
        Assert.Equal(0.25, garden.Beds["Herbs"].Shares["new"]);
        Assert.Equal(SoilKind.NearRiver, garden.Soil);
    }

    [Theory]
    [InlineData("water:litersPerDya=1", "water: no key \"litersPerDya\"; did you mean \"litersPerDay\"?")]
    [InlineData("beds:Herb:widthCm=1", "beds: no name \"Herb\"; did you mean \"Herbs\"?")]
    [InlineData("beds:herbs:widthCm=1", "beds: no name \"herbs\"; did you mean \"Herbs\"?")]
    [InlineData("beds:herbs={}", "beds: \"herbs\" differs only by case from \"Herbs\" at g.json:4:5")]
    [InlineData("beds:Herbs:against:snail:dose=1", "beds:Herbs:against: bad name \"snail\": expected pest:NAME or weed:NAME")]
    [InlineData("water:litersPerDay:x=1", "water:litersPerDay: \"x\" leads nowhere: here stands a number")]
    [InlineData("water:litersPerDay=many", "water:litersPerDay: expected a number, not the string \"many\"")]
    [InlineData("water:litersPerDay=NaN", "water:litersPerDay: expected a number, not the string \"NaN\"")]
    [InlineData("water:litersPerDay=-1", "water:litersPerDay: -1 is out of range: expected a number above 0 and at most 100")]
    [InlineData("water={\"litres\": 1}", "water: no key \"litres\"; known: litersPerDay, timesADay")]
    [InlineData("beds:Herbs:against:pest:mite={}", "beds:Herbs:against:pest:mite: missing \"dose\": expected a number")]
    [InlineData("extends=[]", "no key \"extends\"; known: about, beds, levels, seed, soil, water")]
    [InlineData("water", "expected path=value")]
    [InlineData("=1", "expected path=value")]
    [InlineData("water={\"timesADay\": 1, \"timesADay\": 2}", "water: \"timesADay\" stands twice in this object, first at value:1:2")]
    [InlineData(":=1", "no key \"\"; known: about, beds, levels, seed, soil, water")]
    public void A_bad_assignment_is_named(string assignment, string expected)
    {
        var error = Assert.Single(GardenFile.Errors(GardenFile.Load(GardenFile.Good, assignment)));
        Assert.Equal($"--set {assignment}: error: {expected}", error);
    }

    [Fact]
    public void An_assignment_may_not_nest_without_end()
    {
        var path = "beds:Herbs:" + string.Concat(Enumerable.Repeat("within:", 1000)) + "widthCm=1";
        Assert.EndsWith("too many parts", Assert.Single(GardenFile.Errors(GardenFile.Load(GardenFile.Good, path))), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_that_an_assignment_passes_through_keep_their_place()
    {
        var loaded = GardenFile.Load(GardenFile.Good, "beds:Herbs:widthCm=4");
        Assert.Equal(4, loaded.Sources.At("beds:Herbs").Line);
        Assert.Equal("--set beds:Herbs:widthCm=4", loaded.Sources.At("beds:Herbs:widthCm").ToString());
    }
}
