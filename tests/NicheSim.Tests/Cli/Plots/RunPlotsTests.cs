using NicheSim.Cli.Plots;
using SkiaSharp;

namespace NicheSim.Tests.Cli.Plots;

public class RunPlotsTests
{
    [Fact]
    public void A_run_has_six_pictures_drawn_from_its_folder_alone()
    {
        var folder = new FakeRun().Write();
        var written = RunPlots.Draw(folder);
        Assert.Equal(
            ["bone.png", "fields.png", "map-first.png", "map-last.png", "populations.png", "populations.svg"],
            written.Select(p => Path.GetFileName(p)!).Order());
        Assert.All(written, path => Assert.True(new FileInfo(path).Length > 2000, path));
    }
}
