using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Tests.Determinism;

namespace NicheSim.Tests.Recording;

public class FrameTests
{
    [Fact]
    public void A_frame_shows_what_stands_where()
    {
        using var folder = new TemporaryFolder();
        Run.Execute(TinyNiche.Compile([.. TinyNiche.Still, """cells:mover:divide={"meanCycleHours":1e5}"""]), new RunOptions { Folder = folder["run"] });
        using var frames = FrameFile.Open(folder["run"])!;

        // Rows every two hours of four, at ticks of one.
        Assert.Equal([0, 2, 4], frames.Ticks);
        Assert.Equal([0, 2 / 24.0, 4 / 24.0], frames.Days);
        Assert.Equal(["mover", "sleeper", "wall"], frames.Header.Types);
        Assert.Equal([0], frames.Header.Dividing);
        var plane = frames.Header.Planes.Single();
        Assert.Equal(("z = 0", 2, 0, 6, 4, 1), (plane.Name, plane.Axis, plane.At, plane.Width, plane.Height, plane.Bin));
        var (frame, profiles) = (frames.Read(0), frames.Header.Profiles);
        var map = frame.Planes.Single();
        Assert.Equal([1 + 6, 3 + 6, 2 + 12, 5 + 18], Enumerable.Range(0, 24).Where(entry => map.Cells[entry] > 0));
        Assert.Equal("asleep", profiles[map.Cells[3 + 6] - 1].State);
        Assert.Equal(("wall", true), (frames.Header.Types[profiles[map.Cells[5 + 18] - 1].Type], profiles[map.Cells[5 + 18] - 1].Vessel));
        Assert.All(map.Guests, guest => Assert.Equal(0, guest));
        Assert.Equal([.. Enumerable.Repeat((byte)255, 6), .. new byte[18]], map.Bone);

        // The movers touch at a corner: one colony of two, and two clones.
        Assert.Equal([new ColonySize(0, 2, 1)], frame.Colonies);
        Assert.Equal([1, 1], frame.Clones.Select(clone => clone.Cells));
    }

    [Fact]
    public void The_levels_of_a_field_are_kept_within_a_step()
    {
        float[] values = [0, 1e-30f, 3e-3f, 0.07f, 1, 2.5f, 9.99f, 10, 12, 20, 29, 30];
        var map = FieldMap.Of(values);
        Assert.Equal((30 * 1e-4f, 30f), (map.Low, map.High));
        for (var i = 0; i < values.Length; i++)
            if (values[i] < map.Low)
                Assert.Equal(0, map.Picomolar(map.Levels[i]));
            else
                Assert.InRange(map.Picomolar(map.Levels[i]) / values[i], 1 - 0.027, 1 + 0.027);
        Assert.Equal(30f, map.Picomolar(255));
        Assert.All(Enumerable.Range(1, 254), level => Assert.InRange(map.Picomolar((byte)(level + 1)) / map.Picomolar((byte)level), 1.02, 1.053));
    }

    [Fact]
    public void A_field_that_is_even_or_nowhere_is_kept()
    {
        Assert.Equal([0, 0], FieldMap.Of([0, 0]).Levels);
        var even = FieldMap.Of([7, 7]);
        Assert.Equal(7, even.Picomolar(even.Levels[1]));
    }

    [Fact]
    public void A_box_is_seen_in_three_middle_layers_and_from_above()
    {
        using var folder = new TemporaryFolder();
        var assignments = new[] { "lattice:depthVoxels=5", TinyNiche.At("mover", 2, 2), """cells:sleeper:start={"many":{"count":60,"state":"awake"}}""", """cells:mover:secrete={"F":{"moleculesPerSecond":50}}""" };
        Run.Execute(TinyNiche.Compile(assignments), new RunOptions { Folder = folder["run"] });
        using var frames = FrameFile.Open(folder["run"])!;
        Assert.Equal(["z = 2", "y = 2", "x = 3", "projection"], frames.Header.Planes.Select(plane => plane.Name));
        Assert.Equal([(6, 4), (6, 5), (4, 5), (6, 4)], frames.Header.Planes.Select(plane => (plane.Width, plane.Height)));
        var frame = frames.Read(frames.Ticks.Count - 1);

        // Voxels that planes share look the same in both.
        for (var x = 0; x < 6; x++)
            Assert.Equal(frame.Planes[0].Cells[x + (6 * 2)], frame.Planes[1].Cells[x + (6 * 2)]);
        for (var y = 0; y < 4; y++)
            Assert.Equal(frame.Planes[0].Cells[3 + (6 * y)], frame.Planes[2].Cells[y + (4 * 2)]);
        for (var z = 0; z < 5; z++)
            Assert.Equal(frame.Planes[1].Bone[3 + (6 * z)], frame.Planes[2].Bone[2 + (4 * z)]);

        // From above the one mover shows alone, as sleepers would hide all else; bone is a layer of all, and no level is below that of the middle layer by more than a step.
        var above = frame.Planes[3];
        Assert.Equal("mover", frames.Header.Types[frames.Header.Profiles[above.Cells[2 + (6 * 2)] - 1].Type]);
        Assert.Equal(1, above.Cells.Count(profile => profile > 0));
        Assert.Equal(255, above.Bone[0]);
        Assert.All(Enumerable.Range(0, 24), i => Assert.True(Level(above, i) >= Level(frame.Planes[0], i) / 1.06f));

        static float Level(PlaneMap map, int i) => map.Fields[0].Picomolar(map.Fields[0].Levels[i]);
    }

    [Fact]
    public void From_above_those_that_divide_are_seen_however_many_and_the_rarest_first()
    {
        using var folder = new TemporaryFolder();
        var assignments = new[] { "lattice:depthVoxels=5", TinyNiche.At("mover", 2, 2), """cells:sleeper:start={"many":{"count":60,"state":"awake"}}""", """cells:sleeper:divide={"meanCycleHours":100000}""" };
        Run.Execute(TinyNiche.Compile(assignments), new RunOptions { Folder = folder["run"] });
        using var frames = FrameFile.Open(folder["run"])!;
        var above = frames.Read(0).Planes[3].Cells;
        Assert.Equal("mover", TypeOf(above[2 + (6 * 2)]));
        Assert.InRange(above.Count(profile => profile > 0 && TypeOf(profile) == "sleeper"), 12, 23);

        string TypeOf(ushort profile) => frames.Header.Types[frames.Header.Profiles[profile - 1].Type];
    }

    [Fact]
    public void Frames_change_no_result_and_may_be_left_out()
    {
        using var folder = new TemporaryFolder();
        var scenario = RunPreparation.LoadText("rich.json", RichNiche.Text(), new LoaderOptions { Assignments = ["time:durationDays=1", "time:recordEveryHours=3"] }).Scenario!;
        var with = Run.Execute(scenario, new RunOptions { Folder = folder["with"] });
        var without = Run.Execute(scenario, new RunOptions { Folder = folder["without"], Frames = FrameKind.None });
        Assert.Equal(with.StateHash, without.StateHash);
        Assert.Null(FrameFile.Open(folder["without"]));

        // A run that goes on does as it did.
        ResumeTests.RunFor(scenario, folder["parts"], 5);
        Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true, Frames = FrameKind.None });
        RunComparison.AssertSame(folder["with"], folder["parts"]);
    }

    [Fact]
    public void The_last_frame_alone_may_be_kept()
    {
        using var folder = new TemporaryFolder();
        var scenario = RunPreparation.LoadText("rich.json", RichNiche.Text(), new LoaderOptions { Assignments = ["time:durationDays=1", "time:recordEveryHours=3"] }).Scenario!;
        Run.Execute(scenario, new RunOptions { Folder = folder["all"] });
        Run.Execute(scenario, new RunOptions { Folder = folder["last"], Frames = FrameKind.Last });
        using var all = FrameFile.Open(folder["all"])!;
        using var last = FrameFile.Open(folder["last"])!;
        Assert.Equal([all.Ticks[^1]], last.Ticks);
        Assert.Empty(last.Header.Fields);
        Assert.Equal(all.Read(all.Ticks.Count - 1).Planes.Select(plane => plane.Cells), last.Read(0).Planes.Select(plane => plane.Cells));
        Assert.All(last.Read(0).Planes, plane => Assert.Empty(plane.Fields));

        // A run that goes on does as it did.
        Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Frames = FrameKind.Last, StopAfterDays = 0.5 });
        Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true });
        RunComparison.AssertSame(folder["last"], folder["parts"]);
    }

    [Theory]
    [InlineData(49, 1000, 49)]
    [InlineData(1000, 1000, 201)]
    [InlineData(1000, 64 << 20, 4)]
    [InlineData(1000, 2_000_000_000, 2)]
    [InlineData(1, 1000, 1)]
    public void Frames_are_taken_at_every_nth_row_and_the_last(int rows, long bytes, int frames)
    {
        int[] recorded = [.. Enumerable.Range(0, rows)];
        var times = FrameRecorder.Times(recorded, bytes).ToArray();
        Assert.Equal(frames, times.Length);
        Assert.Equal((0, rows - 1), (times[0], times[^1]));
    }

    [Fact]
    public void Half_a_frame_is_none_and_what_is_damaged_is_refused()
    {
        using var folder = new TemporaryFolder();
        Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder["run"] });
        var path = folder["run/frames.bin"];
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^3]);
        using (var frames = FrameFile.Open(folder["run"])!)
            Assert.Equal(16, frames.Ticks.Count);

        // No cut and no turned bit makes it throw anything else, or take memory that the file does not speak of.
        for (var at = 0; at < whole.Length; at += 7)
        {
            Try(whole[..at]);
            var turned = (byte[])whole.Clone();
            turned[at] ^= (byte)(1 << (at % 8));
            Try(turned);
        }

        void Try(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                using var frames = FrameFile.Open(folder["run"])!;
                foreach (var frame in Enumerable.Range(0, frames.Ticks.Count))
                    frames.Read(frame);
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("frames.bin cannot be used: ", e.Message, StringComparison.Ordinal);
            }
        }
    }
}
