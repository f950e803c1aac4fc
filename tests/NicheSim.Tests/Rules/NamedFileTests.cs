using System.Text;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Fuzz;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Rules;

/// <summary>What a scenario names is read within its folder and within bounds.</summary>
public sealed class NamedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y,z\n1,2,0\n", "")]
    [InlineData("x,y\n1,2\n", "")]
    [InlineData("\uFEFFx, y, z\r\n1, 2, 0\r\n\r\n", "")]
    [InlineData("", "line 1: expected the header x,y or x,y,z, not \"\"")]
    [InlineData("1,2,0\n3,4,0\n", "line 1: expected the header x,y or x,y,z, not \"1,2,0\"")]
    [InlineData("y,x,z\n1,2,0\n", "line 1: expected the header x,y or x,y,z, not \"y,x,z\"")]
    [InlineData("x,y,z\n1,2\n", "line 2: expected x,y,z of a voxel on the lattice, not \"1,2\"")]
    [InlineData("x,y\n1,2,0\n", "line 2: expected x,y of a voxel on the lattice, not \"1,2,0\"")]
    [InlineData("x,y,z\n1,2,0,\n", "line 2: expected x,y,z")]
    [InlineData("x,y,z\n1,2,99999999999\n", "line 2: expected x,y,z")]
    [InlineData("x,y,z\n1,2,1e0\n", "line 2: expected x,y,z")]
    public void A_table_of_voxels_has_its_header_and_whole_rows(string csv, string message)
    {
        File.WriteAllText(_folder["cells.csv"], csv);
        var found = Errors(Niche.Text("'a': { 'start': { 'x': { 'place': 'csv', 'file': 'cells.csv' } } }"));
        Assert.Contains(message, string.Concat(found), StringComparison.Ordinal);
        Assert.Equal(message.Length > 0 ? 1 : 0, found.Length);
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData(", 'share': 0.5", 2)]
    [InlineData(", 'count': 3", 3)]
    public void All_places_of_a_table_are_taken_or_as_many_as_asked(string asked, int cells)
    {
        File.WriteAllText(_folder["cells.csv"], "x,y\n1,2\n3,4\n5,6\n7,8\n");
        var scenario = RunPreparation.LoadText(_folder["niche.json"], Niche.Text($"'a': {{ 'start': {{ 'x': {{ 'place': 'csv', 'file': 'cells.csv'{asked} }} }} }}")).Scenario!;
        var state = NicheSim.Engine.Founding.Found(scenario.Plan, out var shortfalls);
        Assert.Empty(shortfalls);
        Assert.Equal(cells, state.Cells.Count);
    }

    /// <summary>Two rows of bone, one of marrow: a table takes who lives in bone there too, a disc does not.</summary>
    [Theory]
    [InlineData("'place': 'csv', 'file': 'cells.csv'", true, new[] { 1, 12, 59 })]
    [InlineData("'place': 'csv', 'file': 'cells.csv'", false, new[] { 59 })]
    [InlineData("'place': 'disc', 'radiusUm': 20, 'centerXUm': 67.5, 'centerYUm': 22.5, 'share': 1", true, new[] { 22 })]
    public void Cells_that_live_in_bone_can_be_listed_there(string place, bool livesInBone, int[] voxels)
    {
        File.WriteAllText(_folder["cells.csv"], "x,y\n1,0\n3,1\n5,6\n");
        var text = Niche.Text($"'a': {{ 'livesInBone': {(livesInBone ? "true" : "false")}, 'start': {{ 'x': {{ {place} }} }} }}", tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30 }");
        var state = NicheSim.Engine.Founding.Found(RunPreparation.LoadText(_folder["niche.json"], text).Scenario!.Plan, out _);
        Assert.Equal(voxels, state.Cells.Voxel.Take(state.Cells.Count).Order());
    }

    [Fact]
    public void In_three_dimensions_z_is_not_guessed()
    {
        File.WriteAllText(_folder["cells.csv"], "x,y\n1,2\n");
        Assert.Contains("expected the header x,y,z, not", Assert.Single(Errors(Niche.Text("'a': { 'start': { 'x': { 'place': 'csv', 'file': 'cells.csv' } } }", depth: 3))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_every_kind_is_read()
    {
        foreach (var (bits, color) in new (byte, byte)[] { (8, 0), (16, 0), (8, 2), (16, 2), (8, 3), (8, 4), (8, 6) })
            Assert.True(MaskErrors(Picture.Of(9, 9, bits, color)).Length == 0, $"{bits} bits, color type {color}");

        // The decoder cannot: it is said, not guessed.
        Assert.Equal("\"mask.png\" is not a PNG that can be read; save it with 8 bits a sample", Assert.Single(MaskErrors(Picture.Of(9, 9, 1, 0))));
    }

    /// <summary>A kilobyte may say that it is a picture of terabytes, or hold them: nothing is allocated for it.</summary>
    [Fact]
    public void A_picture_takes_no_more_memory_than_its_pixels()
    {
        (string Type, byte[] Content) zeros = ("IDAT", Picture.Deflated(new byte[200 << 20]));
        foreach (var (header, message) in new[]
        {
            (Picture.Header(uint.MaxValue, uint.MaxValue, 16, 6), "4294967295 x 4294967295 pixels"), (Picture.Header(0, 9, 8, 0), "has 0 x 9 pixels"),
            (Picture.Header(9, 9, 8, 0), "is not a PNG that can be read"), (Picture.Header(9, 9, 255, 255), "is not a PNG that can be read"),
        })
        {
            var file = Picture.Of([("IHDR", header), zeros, ("IEND", [])]);
            MaskErrors(file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(message, Assert.Single(MaskErrors(file)), StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        }
    }

    /// <summary>Nine rows of nine bytes, each with a filter byte and one to spare, and as many again if they are interlaced.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_picture_may_hold_the_bytes_of_its_pixels_and_no_more(int more, bool isKept)
        => Assert.Equal(isKept, PngSize.IsKept(Picture.Of([("IHDR", Picture.Header(9, 9, 8, 0)), ("IDAT", Picture.Deflated(new byte[(2 * 9 * (2 + 9)) + more])), ("IEND", [])])));

    /// <summary>Found by fuzzing: forty bytes of which the last four are the length of a chunk that is not there.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("7FFFFFFF")]
    [InlineData("7FFFFFFF49444154")]
    public void A_picture_that_breaks_off_takes_no_memory(string rest)
    {
        byte[] file = [.. Picture.Of([("IHDR", Picture.Header(9, 9, 8, 0))]), .. Convert.FromHexString(rest)];
        MaskErrors(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("is not a PNG that can be read", Assert.Single(MaskErrors(file)), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using (var large = File.Create(_folder["mask.png"]))
            large.SetLength((64 << 20) + 1);
        Assert.Contains("\"mask.png\" is larger than 64 MiB", Assert.Single(Errors(MaskNiche)), StringComparison.Ordinal);
        using (var large = File.Create(_folder["niche.json"]))
            large.SetLength((2 << 20) + 1);
        Assert.Contains("is larger than 2 MiB", Assert.Single(RunPreparation.Load(_folder["niche.json"]).Diagnostics).Message, StringComparison.Ordinal);
    }

    /// <summary>A device says that it is 0 bytes long and never ends.</summary>
    [Fact]
    public void A_file_without_end_is_not_read_to_its_end()
    {
        if (!File.Exists("/dev/zero"))
            return;
        File.CreateSymbolicLink(_folder["mask.png"], "/dev/zero");
        Assert.Contains("is larger than 64 MiB", Assert.Single(Errors(MaskNiche, new LoaderOptions { AllowPathsOutside = true })), StringComparison.Ordinal);
    }

    /// <summary>A layer names files beside itself, so two layers may mean two files by one name; the hash and the folder of a run hold one.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void One_name_stands_for_one_content(int seed, bool isGood)
    {
        File.WriteAllBytes(_folder["mask.png"], Picture.Of(9, 9, random: new Random(1)));
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(_folder["sub"]).FullName, "mask.png"), Picture.Of(9, 9, random: new Random(seed)));
        File.WriteAllText(_folder["sub/geo.json"], """{ "regions": { "r": { "maskFile": "mask.png" } } }""");
        var found = Errors(MaskNiche.Replace("{ \"seed\"", "{ \"extends\": \"sub/geo.json\", \"seed\"", StringComparison.Ordinal));
        Assert.Equal(isGood ? 0 : 1, found.Length);
        Assert.All(found, message => Assert.True(message.Contains(_folder["mask.png"], StringComparison.Ordinal) && message.Contains(_folder["sub/mask.png"], StringComparison.Ordinal), message));
    }

    [Fact]
    public void A_file_of_an_assignment_lies_beside_the_top_layer()
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(_folder["masks"]).FullName, "m.png"), Picture.Of(9, 9));
        Assert.Empty(Errors(MaskNiche, new LoaderOptions { Assignments = ["tissue:bone:file=masks/m.png"] }));
    }

    /// <summary>To open a pipe waits for somebody who writes into it.</summary>
    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var name in new[] { "mask.png", "base.json" })
            System.Diagnostics.Process.Start("mkfifo", _folder[name]).WaitForExit();
        var mask = Task.Run(() => Errors(MaskNiche), TestContext.Current.CancellationToken);
        var layer = Task.Run(() => Errors("{ \"extends\": \"base.json\" }"), TestContext.Current.CancellationToken);
        foreach (var found in await Task.WhenAll(mask, layer).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))
            Assert.Contains("it is no regular file", Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask.png", "../outside/mask.png", false)]
    [InlineData("mask.png", "inside/mask.png", true)]
    [InlineData("mask.png", "link/mask.png", false)]
    [InlineData("link/mask.png", null, false)]
    [InlineData("mask.png", "hop.png", false)]
    public void Links_lead_nowhere_outside_of_the_folder(string name, string? target, bool isGood)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var folder in new[] { "niche/inside", "outside" })
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(_folder[folder]).FullName, "mask.png"), Picture.Of(9, 9));
        Directory.CreateSymbolicLink(_folder["niche/link"], "../outside");
        File.CreateSymbolicLink(_folder["niche/hop.png"], _folder["outside/mask.png"]);
        if (target is not null)
            File.CreateSymbolicLink(_folder["niche/mask.png"], target);
        var text = MaskNiche.Replace("mask.png", name, StringComparison.Ordinal);
        var errors = RunPreparation.LoadText(_folder["niche/niche.json"], text).Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Message).ToArray();
        Assert.Equal(isGood ? [] : [$"\"{name}\" is a link that leads out of the scenario's folder; --allow-files lets it"], errors);
        Assert.NotNull(RunPreparation.LoadText(_folder["niche/niche.json"], text, new LoaderOptions { AllowPathsOutside = true }).Scenario);
        Assert.NotNull(RunPreparation.LoadText(_folder["niche/niche.json"], text, new LoaderOptions { LibraryFolders = [_folder["outside"]] }).Scenario);
    }

    /// <summary>The folder of a run holds copies of all files, wherever they lay, and its scenario names the copies: it runs alone, in the same bits.</summary>
    [Fact]
    public void The_folder_of_a_run_with_files_from_outside_runs_alone()
    {
        foreach (var (folder, seed) in new[] { ("a", 1), ("b", 2) })
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(_folder[folder]).FullName, "mask.png"), Picture.Of(9, 9, random: new Random(seed)));
        File.WriteAllText(_folder["cells.csv"], "x,y\n1,2\n8,8\n");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder["niche"]).FullName, "niche.json"), Niche.Text(
            "'a': { 'start': { 'x': { 'place': 'csv', 'file': '../cells.csv' } } }", days: 0.2, tissue: "'bone': { 'pattern': 'mask', 'file': '../a/mask.png' }",
            more: $"'regions': {{ 'same': {{ 'maskFile': '{_folder["a/mask.png"]}' }}, 'other': {{ 'maskFile': '../b/mask.png' }} }}"));
        Assert.Contains("leads out of the scenario's folder", string.Concat(RunPreparation.Load(_folder["niche/niche.json"]).Diagnostics), StringComparison.Ordinal);
        var scenario = RunPreparation.Load(_folder["niche/niche.json"], new LoaderOptions { AllowPathsOutside = true }).Scenario!;
        Assert.Equal(["files/cells.csv", "files/mask-2.png", "files/mask.png"], scenario.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
        Run.Execute(scenario, new RunOptions { Folder = _folder["run"] });

        foreach (var gone in new[] { "a", "b", "niche" })
            Directory.Delete(_folder[gone], recursive: true);
        var alone = RunPreparation.Load(_folder["run/scenario.json"]);
        Assert.True(alone.Scenario is not null, string.Concat(alone.Diagnostics));
        Run.Execute(alone.Scenario, new RunOptions { Folder = _folder["again"] });
        RunComparison.AssertSame(_folder["run"], _folder["again"]);
    }

    /// <summary>No cell of a table begins as a formula does: all are numbers, or words that scenarios may use as names.</summary>
    [Fact]
    public void No_cell_of_a_table_is_a_formula()
    {
        var scenario = Niche.Compile(NicheSim.Tests.Determinism.RichNiche.Text());
        Run.Execute(scenario, new RunOptions { Folder = _folder["run"], StopAfterDays = 1 });
        var cells = Directory.EnumerateFiles(_folder["run"], "*.csv").SelectMany(File.ReadLines).SelectMany(line => line.Split(',')).Distinct().ToArray();
        Assert.True(cells.Length > 100);
        Assert.All(cells, cell => Assert.Matches(@"\A([A-Za-z][A-Za-z0-9_.:@ -]*|-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?|)\z", cell));
    }

    private static string MaskNiche { get; } = Niche.Text("'a': { 'start': { 'x': { 'count': 0 } } }", tissue: "'bone': { 'pattern': 'mask', 'file': 'mask.png' }");

    private string[] MaskErrors(byte[] png)
    {
        File.WriteAllBytes(_folder["mask.png"], png);
        return Errors(MaskNiche);
    }

    private string[] Errors(string niche, LoaderOptions? options = null)
        => [.. RunPreparation.LoadText(_folder["niche.json"], niche, options).Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Message)];
}
