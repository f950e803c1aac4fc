using System.Diagnostics;
using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Cli;

/// <summary>The program as a process of its own, killed at random instants (SIGKILL: it can do nothing about it) and resumed, against a run that was never disturbed.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>A niche of many small ticks in which cells divide, die, move and remodel, with rows, an event and a treatment all along it.</summary>
    private const string Niche =
        """
        {
          "seed": 5, "time": { "durationDays": 14, "tickMinutes": 30, "recordEveryHours": 0.5 },
          "lattice": { "widthVoxels": 24, "heightVoxels": 20, "voxelUm": 15 },
          "fields": { "F": { "diffusionUm2PerSecond": 10, "decayPerMinute": 0.05, "molecularWeightKDa": 10, "tracks": { "own": ["mover"] } } },
          "tissue": { "bone": { "pattern": "slab", "axis": "y", "thicknessUm": 45, "stores": { "F": { "moleculesPerUm3": 1 } } } },
          "regions": { "left": { "box": { "xToUm": 150 } } },
          "cells": {
            "mover": { "attributes": { "grit": { "start": { "uniform": { "from": 0, "to": 1 } }, "inheritance": { "kind": "copy-with-noise", "sd": 0.1 } } },
              "start": { "a": { "count": 20 } }, "move": { "speedUmPerHour": 15, "persistenceHours": 1 }, "divide": { "meanCycleHours": 30 }, "die": { "perDay": 0.3 }, "secrete": { "F": { "moleculesPerSecond": 20 } },
              "resorb": { "umPerDay": 1, "footprintUm": 20 } },
            "builder": { "start": { "a": { "count": 15, "place": "bone-surface" } }, "form": { "umPerDay": 2, "footprintUm": 20 }, "mineralize": { "perDay": 0.3 } }
          },
          "rules": { "cramped": { "cell": "mover", "signal": "crowding", "halfMaximum": 0.5, "hill": 4, "decreases": "divide", "toPerDay": 0.1 } },
          "treatments": { "rest": { "fromDay": 4, "intervalDays": 5, "halfLifeDays": 1, "multiplies": { "move": { "factor": 0.3 } } } },
          "events": { "later": { "day": 10, "set": { "cells:mover:divide:meanCycleHours": 24 } }, "more": { "day": 5, "add": { "type": "mover", "count": 15 } } },
          "readouts": { "in": { "kind": "crossings", "region": "left" }, "growth": { "kind": "growth-rate", "types": "mover", "windowDays": 3 }, "holes": { "kind": "lesion-count" } }
        }
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_run_that_is_killed_again_and_again_ends_in_the_same_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no kill");
        var wanted = Environment.GetEnvironmentVariable("NICHESIM_LONG") == "1" ? 200 : 50;
        _shell.Write("niche.json", Niche);
        using (var whole = Start("whole"))
            Assert.True(whole.WaitForExit(120_000) && whole.ExitCode == 0, "the undisturbed run has not ended well");

        var chains = new (int Kills, int Between, int Runs)[2];
        Parallel.For(0, chains.Length, chain => chains[chain] = Chain(chain, wanted / chains.Length));

        var (kills, between, runs) = (chains.Sum(chain => chain.Kills), chains.Sum(chain => chain.Between), chains.Sum(chain => chain.Runs));
        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills of {runs} runs, {between} of them between two checkpoints; all runs were resumed and ended in the same bytes.");
        Assert.True(kills >= wanted && between > kills / 2, $"only {between} of {kills} kills hit between two checkpoints");
    }

    /// <summary>Runs, each killed again and again until it comes to its end, and compared then; after enough kills the last one is left to end.</summary>
    private (int Kills, int Between, int Runs) Chain(int number, int wanted)
    {
        var random = new Random(number);
        var (kills, between, runs) = (0, 0, 0);
        while (kills < wanted)
        {
            var name = $"killed-{number}-{runs++}";
            for (var ended = false; !ended;)
            {
                // Now and then it saves at every tick, so that kills hit the writing of checkpoints too.
                using var process = Start(name, "--resume", "--checkpoint-seconds", kills % 8 == 6 ? "0" : "0.25", "--threads", $"{1 + (kills % 2)}");
                // Most instants lie in the steps of the run; some anywhere from the start of the process on, before there is a folder and while it is read.
                var (inSteps, savesEachTick) = (kills % 8 > 0, kills % 8 == 6);
                while (inSteps && !process.HasExited && RunRecord.Read(_shell.PathOf(name))?.Machine.Process != process.Id)
                    Thread.Sleep(5);
                ended = process.WaitForExit(kills == wanted ? 120_000 : random.Next(inSteps ? 150 : 0, 900));
                // Most kills take rows with them that are in no checkpoint yet: a busy machine comes late to those.
                while (!ended && inSteps && !savesEachTick && !IsAheadOfItsCheckpoint(name))
                    ended = process.WaitForExit(5);
                if (ended)
                {
                    Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
                    continue;
                }

                Assert.True(kills < wanted, "a run that was left alone has not ended");
                process.Kill();
                process.WaitForExit();
                kills++;
                between += IsAheadOfItsCheckpoint(name) ? 1 : 0;
            }

            RunComparison.AssertSame(_shell.PathOf("whole"), _shell.PathOf(name));
        }

        return (kills, between, runs);
    }

    /// <summary>Were rows written after the checkpoint that is there?</summary>
    private bool IsAheadOfItsCheckpoint(string name)
    {
        var (table, checkpoint) = (_shell.PathOf($"{name}/populations.csv"), _shell.PathOf($"{name}/checkpoint"));
        if (!File.Exists(table) || !File.Exists(checkpoint))
            return false;
        using var header = JsonDocument.Parse(File.ReadLines(checkpoint).First());
        var mark = header.RootElement.GetProperty("files").EnumerateArray().First(file => file.GetProperty("name").GetString() == "populations.csv");
        return new FileInfo(table).Length > mark.GetProperty("length").GetInt64();
    }

    private Process Start(string name, params string[] options) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll"), "run", "niche.json", "--quiet", "--no-plots", "--out", name, .. options])
    {
        WorkingDirectory = _shell.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
