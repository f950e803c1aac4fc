using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Recording;

/// <summary>The file: what it says of itself, and that nothing that is done to it is believed.</summary>
public class CheckpointTests
{
    private static readonly CompiledScenario Scenario = TinyNiche.Compile(TinyNiche.Busy);
    private static readonly Lazy<byte[]> Whole = new(() => Saved(Scenario));

    [Fact]
    public void Its_first_line_says_whose_it_is()
    {
        var line = Encoding.UTF8.GetString(Whole.Value, 0, Array.IndexOf(Whole.Value, (byte)'\n'));
        Assert.StartsWith($$"""{"nichesimCheckpoint":1,"version":"{{EngineIdentity.Version}}","engineHash":"{{EngineIdentity.Hash}}","scenario":"tiny","scenarioHash":"{{Scenario.Hash}}","seed":3,"from":null,"tick":20,""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_opened_by_its_folder_too()
    {
        using var folder = new TemporaryFolder();
        ResumeTests.RunFor(Scenario, folder["run"], 20);
        using var checkpoint = Checkpoint.Open(folder["run"]);
        Assert.Equal((Scenario.Hash, 3, 20), (checkpoint.Origin.ScenarioHash, checkpoint.Origin.Seed, checkpoint.Origin.Tick));
        Assert.Equal(("tiny", 20.0 / 24), (checkpoint.Scenario, checkpoint.Day));
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        for (var length = 0; length < Whole.Value.Length; length += length < 20 || length > Whole.Value.Length - 40 ? 1 : 97)
            Assert.NotNull(Refusal(Whole.Value[..length]));
        Assert.NotNull(Refusal([.. Whole.Value, 0]));
        Assert.Null(Refusal(Whole.Value));
    }

    [Fact]
    public void A_file_of_which_one_bit_was_turned_is_refused()
    {
        for (var at = 0; at < Whole.Value.Length; at += 41)
        {
            var turned = (byte[])Whole.Value.Clone();
            turned[at] ^= (byte)(1 << (at % 8));
            Assert.NotNull(Refusal(turned));
        }
    }

    [Theory]
    [InlineData("", "it is no checkpoint")]
    [InlineData("tick,tock\n", "it is no checkpoint")]
    [InlineData("{}\n", "it is no checkpoint")]
    [InlineData("[1]\n", "it is no checkpoint")]
    [InlineData("{\"nichesimCheckpoint\":7}\n", "it is of format 7, and this version reads format 1")]
    [InlineData("{\"nichesimCheckpoint\":1}\n", "it is no checkpoint")]
    public void What_is_no_checkpoint_is_refused_with_the_reason(string content, string why)
        => Assert.EndsWith($"cannot be used: {why}", Refusal(Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void Damage_and_another_engine_are_told_apart()
    {
        Assert.EndsWith("it is damaged: its checksum does not fit its content", Refusal([.. Whole.Value[..^1], (byte)(Whole.Value[^1] + 1)]), StringComparison.Ordinal);
        Assert.Contains("it was saved by another engine (version 0.0.1", Refusal(Resealed(Replace(Whole.Value, $"\"version\":\"{EngineIdentity.Version}\"", "\"version\":\"0.0.1\""))), StringComparison.Ordinal);
    }

    /// <summary>With the checksum made to fit, whatever stands in the file is refused or is a state that a simulation starts from; room is made only for what the file can hold.</summary>
    [Fact]
    public void Bytes_that_were_changed_on_purpose_do_no_harm()
    {
        var random = new Random(5);
        var (refused, read) = (0, 0);
        for (var run = 0; run < (Environment.GetEnvironmentVariable("NICHESIM_LONG") == "1" ? 20000 : 1000); run++)
        {
            var bytes = (byte[])Whole.Value.Clone();
            var header = Array.IndexOf(bytes, (byte)'\n') + 1;
            for (var change = 0; change < 1 + random.Next(3); change++)
            {
                var at = random.Next(2) == 0 ? random.Next(header) : random.Next(header, bytes.Length - SHA256.HashSizeInBytes);
                bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
            }

            if (random.Next(4) == 0)
                bytes = [.. bytes[..random.Next(header, bytes.Length)], .. new byte[SHA256.HashSizeInBytes]];
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (Refusal(Resealed(bytes)) is null)
                read++;
            else
                refused++;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
        }

        Assert.True(refused > 100 && read > 0, $"{refused} refused, {read} read");
    }

    [Fact]
    public void Counts_of_more_than_the_file_holds_are_refused_before_room_is_made()
    {
        // The body of a file with a page that claims a billion rows.
        var header = Whole.Value[..(Array.IndexOf(Whole.Value, (byte)'\n') + 1)];
        var page = new byte[8 + 4096];
        BinaryPrimitives.WriteInt32LittleEndian(page, 4096);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(4), 4096);
        page.AsSpan(8).Fill(0x3b);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(Refusal(Resealed([.. header, .. page, .. new byte[SHA256.HashSizeInBytes]])));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }

    [Theory]
    [InlineData("\"widthVoxels\":24", "\"widthVoxels\":2000000")]
    [InlineData("\"fields\":[\"F\"]", "\"fields\":[null]")]
    [InlineData("\"fields\":[\"F\"]", "\"fields\":[]")]
    [InlineData("\"tick\":20", "\"tick\":2000000")]
    [InlineData("\"tick\":20", "\"tick\":21")]
    public void A_header_that_lies_is_refused(string from, string to) => Assert.NotNull(Refusal(Resealed(Replace(Whole.Value, from, to))));

    /// <summary>Why the reader refuses a file; null where it takes it.</summary>
    private static string? Refusal(byte[] content)
    {
        var path = Path.Combine(Path.GetTempPath(), $"nichesim-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, content);
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            var saved = checkpoint.Restore(Scenario, ReadoutCompiler.Compile(Scenario.Scenario, Scenario.Names, new SourceMap(), []));
            using var simulation = new NicheSim.Engine.Simulation(Scenario.Plan, saved.State);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Saved(CompiledScenario scenario)
    {
        using var folder = new TemporaryFolder();
        ResumeTests.RunFor(scenario, folder["run"], 20);
        return File.ReadAllBytes(folder["run/checkpoint"]);
    }

    private static byte[] Resealed(byte[] content) => [.. content[..^SHA256.HashSizeInBytes], .. SHA256.HashData(content.AsSpan(0, content.Length - SHA256.HashSizeInBytes))];

    private static byte[] Replace(byte[] content, string from, string to)
    {
        var at = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        Assert.True(at > 0);
        return [.. content[..at], .. Encoding.UTF8.GetBytes(to), .. content[(at + Encoding.UTF8.GetByteCount(from))..]];
    }
}
