using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NicheSim.Tests.Fuzz;

/// <summary>A loader that is to survive any bytes.</summary>
/// <param name="Name">What it loads.</param>
/// <param name="Seeds">Good inputs, to be mutated.</param>
/// <param name="Mutate">A mutant of a seed; says whether the loader must refuse it.</param>
/// <param name="Load">Loads the bytes, says whether they were accepted, and throws where the loader breaks a promise of its own: what it takes in silence, what it says without a place. Told whether it must refuse.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Func<Random, byte[], Mutant> Mutate, Func<byte[], bool, bool> Load)
{
    /// <summary>A loader of bytes of which nothing is known, which says whether it took them: whatever it throws is a finding.</summary>
    public static FuzzTarget Of(string name, IReadOnlyList<byte[]> seeds, Func<byte[], bool> load)
        => new(name, seeds, static (random, seed) => new Mutant(ByteMutator.Mutate(random, seed), false), (bytes, _) => load(bytes));
}

/// <summary>A mutated input. <paramref name="MustFail"/>: the mutation alone makes it wrong, whatever else stands in it.</summary>
internal readonly record struct Mutant(byte[] Bytes, bool MustFail);

/// <summary>What a run over many inputs found.</summary>
internal sealed record FuzzResult(string Target, int Inputs, int Random, int Accepted, TimeSpan Slowest, long MostBytes, IReadOnlyList<string> Findings)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Target}: {Inputs} inputs ({Random} of random bytes), {Accepted} accepted, slowest {Slowest.TotalMilliseconds:F0} ms, most allocated {MostBytes / 1e6:F0} MB, {Findings.Count} findings");
}

/// <summary>Feeds a loader with mutants and random bytes; each input is a function of the seed and its number.</summary>
internal static class Fuzzer
{
    /// <summary>A loader that thinks longer hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>What a loader may allocate in all: a constant, and so much per byte of input. A small niche, compiled and founded, takes 20 to 40 MB.</summary>
    private const long MostBytes = 200_000_000, MostPerByte = 2000;

    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int ThreadClock = 3;

    private const int RandomEvery = 20;
    private const int MostFindings = 20;

    /// <summary>The input of that number: every twentieth is random bytes.</summary>
    public static Mutant Input(FuzzTarget target, int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        return number % RandomEvery == 0
            ? new Mutant(ByteMutator.Noise(random), false)
            : target.Mutate(random, target.Seeds[random.Next(target.Seeds.Count)]);
    }

    /// <param name="target">What to feed.</param>
    /// <param name="seed">Seed of all inputs.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="keep">Folder for the inputs that were findings; none are kept where it is null.</param>
    public static FuzzResult Run(FuzzTarget target, int seed, int inputs, string? keep = null)
    {
        var (findings, suspects) = (new List<string>(), new List<int>());
        var (accepted, slowest, most) = (0, TimeSpan.Zero, 0L);
        Parallel.For(0, inputs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, loop) =>
        {
            var mutant = Input(target, seed, number);
            var (problem, taken, time, bytes) = Try(target, mutant);
            if (problem is null && bytes > MostBytes + (MostPerByte * mutant.Bytes.Length))
                problem = FormattableString.Invariant($"allocated {bytes / 1e6:F0} MB");
            lock (findings)
            {
                accepted += taken ? 1 : 0;
                most = Math.Max(most, bytes);
                if (time > Longest)
                    suspects.Add(number);
                else
                    slowest = time > slowest ? time : slowest;
                if (problem is null)
                    return;
                Found(number, mutant, problem);
                if (findings.Count >= MostFindings)
                    loop.Stop();
            }
        });

        // Process time counts both threads, and the machine may have been busy elsewhere: what is slow alone, and every time, is slow.
        foreach (var number in suspects)
        {
            var mutant = Input(target, seed, number);
            var times = Enumerable.Range(0, 5).Select(_ => Try(target, mutant).Time).TakeWhile(time => time > Longest).ToArray();
            if (times.Length == 5)
                Found(number, mutant, FormattableString.Invariant($"took {times.Min().TotalSeconds:F1} s"));
            else
                slowest = Longest;
        }

        return new FuzzResult(target.Name, inputs, (inputs + RandomEvery - 1) / RandomEvery, accepted, slowest, most, findings);

        void Found(int number, Mutant mutant, string problem)
        {
            findings.Add(FormattableString.Invariant($"{target.Name}, seed {seed}, input {number} ({mutant.Bytes.Length} bytes): {problem}"));
            if (keep is not null)
                File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(keep).FullName, FormattableString.Invariant($"{target.Name}-{seed}-{number}")), mutant.Bytes);
        }
    }

    private static (string? Problem, bool Accepted, TimeSpan Time, long Bytes) Try(FuzzTarget target, Mutant mutant)
    {
        var (before, watch, processor) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew(), Worked());
        var (problem, accepted) = ((string?)null, false);
        try
        {
            accepted = target.Load(mutant.Bytes, mutant.MustFail);
        }
        catch (Exception error)
        {
            problem = error.ToString();
        }

        var worked = Worked() - processor;
        return (problem, accepted, worked < watch.Elapsed ? worked : watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Processor time so far: a busy machine makes a loader wait. Of this thread where the system tells, else of the process, which is no less.</summary>
    private static TimeSpan Worked()
        => OperatingSystem.IsLinux() && ClockGetTime(ThreadClock, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0) : Environment.CpuUsage.TotalTime;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out ClockTime time);

    private struct ClockTime
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>The same in every process, which System.HashCode is not.</summary>
    private static int HashCode(int seed, int number) => (int)(uint)NicheSim.Numerics.LineageKey.Founder((ulong)seed, (uint)number);
}
