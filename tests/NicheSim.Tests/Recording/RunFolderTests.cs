using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

public sealed class RunFolderTests
{
    private static readonly string Hash = TinyNiche.Compile(TinyNiche.Still).Hash;

    [Fact]
    public void The_default_folder_names_scenario_hash_and_seed()
        => Assert.Equal(Path.Combine("out", "niche", "01234567-seed-42"), RunFolder.Default("out", "niche", "0123456789abcdef", 42));

    [Theory]
    [InlineData("../../etc", "-..-etc")]
    [InlineData("a b/c", "a-b-c")]
    [InlineData("..", "unnamed")]
    public void A_name_cannot_lead_out_of_the_root(string name, string folder)
        => Assert.Equal(Path.Combine("out", folder, "01234567-seed-1"), RunFolder.Default("out", name, "0123456789abcdef", 1));

    [Fact]
    public void A_missing_or_empty_folder_is_free()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(FolderVerdict.Free, RunFolder.Examine(folder["none"], Hash, 3).Verdict);
        Assert.Equal(FolderVerdict.Free, RunFolder.Examine(folder.Path, Hash, 3).Verdict);
    }

    [Fact]
    public void A_finished_run_is_known_by_hash_seed_and_engine()
    {
        using var folder = new TemporaryFolder();
        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder.Path });

        Assert.Equal(FolderVerdict.Finished, RunFolder.Examine(folder.Path, Hash, 3).Verdict);
        Assert.Equal(FolderVerdict.Occupied, RunFolder.Examine(folder.Path, Hash, 4).Verdict);
        Assert.Equal(FolderVerdict.Occupied, RunFolder.Examine(folder.Path, new string('0', 64), 3).Verdict);

        (RunRecord.Read(folder.Path)! with { EngineHash = "other" }).Write(folder.Path);
        var (verdict, message) = RunFolder.Examine(folder.Path, Hash, 3);
        Assert.Equal(FolderVerdict.Occupied, verdict);
        Assert.Contains("version of the engine", message, StringComparison.Ordinal);
    }

    /// <summary>A lock that nobody may open for writing, root neither, stands for a file system that is read only.</summary>
    [Fact]
    public void A_finished_run_is_known_where_nobody_can_write_and_another_is_not_touched()
    {
        const string Unwritable = "/proc/sys/kernel/ostype";
        Assert.SkipUnless(File.Exists(Unwritable), "no such file");
        using var folder = new TemporaryFolder();
        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder.Path });
        File.Delete(folder[RunFolder.LockFile]);
        File.CreateSymbolicLink(folder[RunFolder.LockFile], Unwritable);

        Assert.Equal(FolderVerdict.Finished, RunFolder.Examine(folder.Path, Hash, 3).Verdict);
        (RunRecord.Read(folder.Path)! with { Status = RunStatus.Interrupted }).Write(folder.Path);
        Assert.Throws<UnauthorizedAccessException>(() => RunFolder.Examine(folder.Path, Hash, 3));
    }

    [Fact]
    public void An_interrupted_run_can_go_on_and_anything_else_is_in_the_way()
    {
        using var folder = new TemporaryFolder();
        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"], StopAfterDays = 0 });
        Directory.CreateDirectory(folder["other"]);
        File.WriteAllText(folder["other/thesis.txt"], "");
        File.WriteAllText(folder["file"], "");

        Assert.Equal((FolderVerdict.Unfinished, true), (RunFolder.Examine(folder["run"], Hash, 3).Verdict, RunFolder.Examine(folder["run"], Hash, 3).Message.EndsWith("not complete", StringComparison.Ordinal)));
        Assert.Equal(FolderVerdict.Occupied, RunFolder.Examine(folder["other"], Hash, 3).Verdict);
        Assert.Equal(FolderVerdict.Occupied, RunFolder.Examine(folder["file"], Hash, 3).Verdict);
    }

    [Fact]
    public void A_folder_in_use_is_locked()
    {
        using var folder = new TemporaryFolder();
        FolderVerdict? during = null;

        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder.Path }, at => during = RunFolder.Examine(folder.Path, Hash, 3).Verdict);

        Assert.Equal(FolderVerdict.Locked, during);
    }

    [Fact]
    public void A_run_over_another_leaves_nothing_of_it_and_touches_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["notes.txt"], "mine");
        Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder.Path });

        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder.Path });

        using var whose = Checkpoint.Open(folder.Path);
        Assert.Equal(TinyNiche.Compile(TinyNiche.Still).Hash, whose.Origin.ScenarioHash);
        Assert.Equal("mine", folder.Text("notes.txt"));
        Assert.Equal(3, Csv.Read(folder["populations.csv"]).Rows.Length);
    }

    [Fact]
    public void Latest_names_the_newest_run()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "first", "second" })
        {
            Directory.CreateDirectory(folder[name]);
            RunFolder.PointLatest(folder[name]);
            File.WriteAllText(folder[name + "/x"], name);
        }

        Assert.Equal("second", new FileInfo(folder["latest"]).LinkTarget is null ? folder.Text("latest").Trim() : folder.Text("latest/x"));
        Assert.True(File.Exists(folder["first/x"]));
    }

    [Fact]
    public void The_engine_has_a_version_and_a_hash()
    {
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", EngineIdentity.Version);
        Assert.Matches("^[0-9a-f]{64}$", EngineIdentity.Hash);
    }
}
