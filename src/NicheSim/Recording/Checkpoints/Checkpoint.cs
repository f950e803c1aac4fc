using System.Security.Cryptography;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>
/// A run at one tick, saved in one file: a line of JSON that says whose it is, then the state and what the recorders remember in packed pages
/// (little-endian), then a SHA-256 of all of it. Equal runs have equal files.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private const int MostHeaderBytes = 1 << 24;
    private readonly FileStream _file;
    private readonly CheckpointHeader _header;
    private readonly string _path;

    private Checkpoint(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        Origin = new RunOrigin("", 0, 0, "");
        _header = ReadHeader(file);
        Origin = new RunOrigin(_header.ScenarioHash, _header.Seed, _header.Tick, CheckSeal(file));
    }

    /// <summary>What was saved, as a run that goes on from it names it.</summary>
    public RunOrigin Origin { get; }

    /// <summary>Name of the scenario that was run.</summary>
    public string Scenario => _header.Scenario;

    /// <summary>The scenario's day at which it was saved.</summary>
    public double Day => _header.Day;

    /// <summary>The checkpoint that the saved run itself went on from.</summary>
    internal RunOrigin? From => _header.From;

    /// <summary>Opens a checkpoint, or the one of a run's folder, and checks that it is whole.</summary>
    /// <exception cref="InvalidDataException">It is none, is damaged, or is of another engine; says which.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Directory.Exists(path) ? Path.Combine(path, RunFiles.Checkpoint) : path;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            var checkpoint = new Checkpoint(path, file);
            return (checkpoint._header.Version, checkpoint._header.EngineHash) == (EngineIdentity.Version, EngineIdentity.Hash) ? checkpoint
                : throw new InvalidDataException($"it was saved by another engine (version {checkpoint._header.Version}, engineHash {checkpoint._header.EngineHash[..Math.Min(8, checkpoint._header.EngineHash.Length)]})");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            file.Dispose();
            throw Bad(path, e);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Cells of a kind that the scenario never makes, or what they can become, may read a field that it therefore does not solve; null where there is none.</summary>
    private static string? Unserved(CompiledScenario scenario, SimulationState state)
    {
        var reached = new bool[scenario.Plan.Profiles.Length];
        foreach (var p in state.Cells.Profile.AsSpan(0, state.Cells.Count))
            reached[p] = true;
        if (Unsolved(scenario, scenario.PlanAt(state.Tick), reached) is { } read)
            return $"it holds {read.Type} cells, which the scenario never makes: the field {read.Field}, which they read, is not solved in it";
        foreach (var plan in scenario.PlansFrom(state.Tick))
        {
            FieldsInUse.Reach(plan, reached, []);
            if (Unsolved(scenario, plan, reached) is { } later)
                return $"it holds cells that can bring about {later.Type} cells, which the scenario never makes: the field {later.Field}, which they read, is not solved in it";
        }

        return null;
    }

    /// <summary>The first of these types and states that reads a field which is not solved, and the field.</summary>
    private static (string Type, string Field)? Unsolved(CompiledScenario scenario, Plan plan, bool[] profiles)
    {
        for (var p = 0; p < profiles.Length; p++)
            if (profiles[p] && FieldsInUse.ReadBy(plan.Profiles[p]).Where(f => !plan.Fields[f].IsSolved).Select(f => scenario.Names.Fields[f]).FirstOrDefault() is { } field)
                return (scenario.Names.Types[plan.Profiles[p].Type], field);
        return null;
    }

    /// <summary>The saved run, to go on in a scenario: its own, or another one that the state fits.</summary>
    /// <exception cref="InvalidDataException">The state does not fit the scenario, or is none.</exception>
    internal SavedRun Restore(CompiledScenario scenario, Readout[] readouts)
    {
        try
        {
            var (mine, its) = (_header.Shape, StateShape.Of(scenario, readouts));
            if (mine.Misfit(its) is { } misfit)
                throw new InvalidDataException($"it does not fit the scenario: {misfit}");
            if (_header.Tick < scenario.Plan.FirstTick || _header.Tick > scenario.Plan.LastTick)
                throw new InvalidDataException(FormattableString.Invariant($"it is of day {Day:0.##}, and the scenario goes from day {scenario.Plan.DayOf(scenario.Plan.FirstTick):0.##} to {scenario.Plan.DayOf(scenario.Plan.LastTick):0.##}"));
            var state = mine.NewState();
            var history = new History(state, mine.Readouts.Length);
            var pages = new PageReader(_file, _file.Length - SHA256.HashSizeInBytes);
            StateContent.Visit(state, pages);
            history.Visit(pages);
            if (pages.Left > 0 || state.Tick != _header.Tick || !history.IsConsistent || SavedState.Problem(scenario.Plan, state) is not null)
                throw new InvalidDataException(SavedState.Problem(scenario.Plan, state) ?? "it holds something else than it says");
            if (Unserved(scenario, state) is { } unserved)
                throw new InvalidDataException(unserved);
            state.IndexCells();
            if (!mine.Tallies.SequenceEqual(its.Tallies))
                state.Tally = Sorted(state.Tally, mine.Tallies, its.Tallies);
            if (!mine.Tallies.SequenceEqual(its.Tallies) || !mine.Readouts.SequenceEqual(its.Readouts))
                history = history.Sorted(state, Sorted(history.Tally, mine.Tallies, its.Tallies), Array.ConvertAll(its.Readouts, readout => Array.IndexOf(mine.Readouts, readout)));
            return new SavedRun(state, history, _header.UnconvergedSolves, _header.Files);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Bad(_path, e);
        }
    }

    /// <summary>Writes a checkpoint beside the old one and puts it in its place once it is on the disk.</summary>
    internal static void Write(string path, CheckpointHeader header, PageBuffer body) => AtomicFile.Write(path, file =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = header.ToBytes();
        hash.AppendData(line);
        file.Write(line);
        body.WriteTo(file, hash);
        file.Write(hash.GetHashAndReset());
    });

    private static InvalidDataException Bad(string path, Exception e) => new($"{path} cannot be used: {(e is InvalidDataException ? e.Message : "it ends too early")}", e);

    /// <summary>The first line; the file then stands behind it.</summary>
    private static CheckpointHeader ReadHeader(FileStream file)
    {
        var line = new byte[Math.Min(file.Length, 1 << 16)];
        for (var read = 0; ;)
        {
            var more = file.Read(line, read, line.Length - read);
            var end = line.AsSpan(read, more).IndexOf((byte)'\n');
            if (end >= 0)
            {
                file.Position = read + end + 1;
                return CheckpointHeader.Parse(line.AsSpan(0, read + end));
            }

            read += more;
            if (more == 0 || read == MostHeaderBytes)
                throw new InvalidDataException("it is no checkpoint");
            if (read == line.Length)
                Array.Resize(ref line, (int)Math.Min(MostHeaderBytes, Math.Min(file.Length, 2L * line.Length)));
        }
    }

    /// <summary>The SHA-256 at the end of the file, in hex, once it is known to fit all that is before it; the file's position stays.</summary>
    private static string CheckSeal(FileStream file)
    {
        var body = file.Position;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        file.Position = 0;
        FileMarks.Append(hash, file, Math.Max(0, file.Length - SHA256.HashSizeInBytes));
        Span<byte> seal = stackalloc byte[SHA256.HashSizeInBytes];
        if (file.Position < body)
            throw new InvalidDataException("it is damaged: it ends too early");
        file.ReadExactly(seal);
        if (!seal.SequenceEqual(hash.GetHashAndReset()))
            throw new InvalidDataException("it is damaged: its checksum does not fit its content");
        file.Position = body;
        return Convert.ToHexStringLower(seal);
    }

    /// <summary>Counters in another order, by their names; zero where there was none.</summary>
    private static long[] Sorted(long[] counts, string[] names, string[] wanted) => Array.ConvertAll(wanted, name => Array.IndexOf(names, name) is >= 0 and var at ? counts[at] : 0);
}

/// <summary>The checkpoint that a run went on from: scenario, seed and tick of the run that was saved, and the checksum of the file.</summary>
public sealed record RunOrigin(string ScenarioHash, long Seed, int Tick, string Checksum);

/// <summary>What a checkpoint holds.</summary>
internal sealed record SavedRun(SimulationState State, History History, long UnconvergedSolves, FileMark[] Files);
