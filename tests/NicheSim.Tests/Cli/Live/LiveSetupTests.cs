using System.Text.Json;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Live;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Tests.Cli.Live;

public sealed class LiveSetupTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_overlay_gives_the_bits_of_the_changed_run(bool asHappened)
    {
        var setup = Setup(out var options, "rules:crowd-holds:halfMaximum=0.7");
        setup.Set("seed", "5");
        using var run = OpenRun.Found(setup.Compile().Scenario!).Run!;
        if (!asHappened)
            Change();
        while (!run.IsComplete)
        {
            if (asHappened && run.State.Tick is 7 or 20)
                Change();
            run.Step();
        }

        var overlay = _shell.Write("changed.json", setup.Overlay("changed", "meadow.json"));
        var compiled = RunPreparation.Load(overlay, options with { Assignments = [] });
        Assert.Empty(compiled.Diagnostics);
        Assert.Equal("changed", compiled.Scenario!.Scenario.Name);
        using var again = OpenRun.Found(compiled.Scenario).Run!;
        while (!again.IsComplete)
            again.Step();
        if (asHappened)
            Assert.Equal(StateHash.Of(run.State), StateHash.Of(again.State));
        else
            Assert.Equal(StateHash.Of(Run(setup).State), StateHash.Of(again.State));
        Assert.Equal(asHappened, File.ReadAllText(overlay).Contains("\"live-tick-7\"", StringComparison.Ordinal));
        Assert.Contains("block-skin", File.ReadAllText(overlay), StringComparison.Ordinal);

        void Change()
        {
            if (!asHappened)
            {
                setup.Set("treatments:block-skin:efficacy", "0.5");
                return;
            }

            setup.SetFrom(run.State.Tick, "treatments:block-skin:efficacy", run.State.Tick == 7 ? 0.5 : 1);
            run.Change(setup.Compile().Scenario!);
        }
    }

    [Fact]
    public void Blocks_that_nobody_switched_change_no_bit_and_are_not_saved()
    {
        var setup = Setup(out var options);
        Assert.Equal(["block-skin"], setup.Blocks.Keys);
        using var with = Run(setup);
        using var without = OpenRun.Found(RunPreparation.Load(_shell.PathOf("meadow.json"), options).Scenario!).Run!;
        while (!without.IsComplete)
            without.Step();
        Assert.Equal(StateHash.Of(without.State), StateHash.Of(with.State));
        using var overlay = JsonDocument.Parse(setup.Overlay("none", "meadow.json"));
        Assert.Equal(["format", "name", "about", "extends"], overlay.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void What_was_changed_on_the_way_can_hold_from_the_start()
    {
        var setup = Setup(out _);
        setup.SetFrom(3, "rules:warmth-wakes:toPerDay", 4);
        setup.SetFrom(9, "rules:warmth-wakes:toPerDay", 7.5);
        Assert.True(setup.HasTimedChanges);
        var kept = setup.Copy();
        setup.MakeAllFixed();
        Assert.False(setup.HasTimedChanges);
        Assert.Equal(7.5, setup.Compile().Scenario!.Scenario.Rules["warmth-wakes"].ToPerDay);
        Assert.True(kept.HasTimedChanges);
        Assert.Equal(2, kept.Compile().Scenario!.Changes.Length);
    }

    [Fact]
    public void A_page_that_is_opened_later_is_told_what_was_changed_on_the_way()
    {
        var setup = Setup(out _);
        setup.SetFrom(3, "rules:warmth-wakes:toPerDay", 4);
        setup.SetFrom(9, "rules:warmth-wakes:toPerDay", 7.5);
        setup.SetFrom(9, "treatments:ice:efficacy", 0.9);
        using var hello = Hello(setup, ticks: 9);
        Assert.Equal(7.5, One("parameters", "path", "rules:warmth-wakes:toPerDay").GetProperty("value").GetDouble());
        Assert.Equal(2, One("parameters", "path", "rules:warmth-wakes:hill").GetProperty("value").GetDouble());
        Assert.Equal(0.9, One("treatments", "name", "ice").GetProperty("efficacy").GetDouble());

        JsonElement One(string list, string key, string value) => hello.RootElement.GetProperty(list).EnumerateArray().Single(one => one.GetProperty(key).GetString() == value);
    }

    [Fact]
    public void A_page_is_told_which_fields_have_levels()
    {
        using var hello = Hello(Setup(out _, "fields:idle={\"diffusionUm2PerSecond\":30,\"halfLifeMinutes\":5,\"molecularWeightKDa\":20,\"onDemand\":true}"));
        var fields = hello.RootElement.GetProperty("fields").EnumerateArray().Select(name => name.GetString()!);
        Assert.Equal([("idle", false), ("warm", true)], fields.Zip(hello.RootElement.GetProperty("solved").EnumerateArray().Select(solved => solved.GetBoolean())).Order());
    }

    [Fact]
    public void An_overlay_goes_beside_its_scenario_and_over_a_shipped_one_into_the_working_folder()
    {
        var own = _shell.Write("own.json", Meadow.Text);
        var file = new LiveFile(own, Library.Folders(null));
        Assert.Equal((_shell.PathOf("a-1.json"), ""), file.Save("a-1", extends => extends));
        Assert.Equal("own.json", File.ReadAllText(_shell.PathOf("a-1.json")));
        Assert.Contains("is there already", file.Save("a-1", _ => "").Problem, StringComparison.Ordinal);
        foreach (var bad in new[] { "", "../x", "a/b", "a.json", "-x", "é", new string('a', 65) })
            Assert.Contains("is no name for a file", file.Save(bad, _ => "").Problem, StringComparison.Ordinal);

        Assert.Equal("nichesim run \"a-1.json\"", file.Command("a-1.json"));
        Assert.Equal("nichesim run \"a-1.json\" --library \"my files\" --allow-files", new LiveFile(own, [], FileOptions("--allow-files", "--library", "my files")).Command("a-1.json"));

        var shipped = new LiveFile(Library.Find("il1b-escape", Library.Folders(null)), Library.Folders(null));
        var name = $"shipped-{Guid.NewGuid():N}";
        var (path, _) = shipped.Save(name, extends => extends);
        Assert.Equal(name + ".json", path);
        Assert.Equal("il1b-escape.json", File.ReadAllText(path!));
        File.Delete(path!);
    }

    /// <summary>The file is read once: an editor that breaks it, or takes it away, does not reach the run that goes on.</summary>
    [Fact]
    public void An_edit_of_the_file_does_not_reach_the_run()
    {
        var setup = Setup(out _, "rules:crowd-holds:halfMaximum=0.7");
        setup.Set("rules:crowd-holds:hill", "3");
        var (hash, overlay) = (setup.Compile().Scenario!.Hash, setup.Overlay("changed", "meadow.json"));
        _shell.Write("meadow.json", "{ \"cells\": ");
        Assert.Equal((hash, overlay), (setup.Compile().Scenario!.Hash, setup.Overlay("changed", "meadow.json")));
        File.Delete(_shell.PathOf("meadow.json"));
        Assert.Equal(hash, setup.Compile().Scenario!.Hash);
        Assert.Contains("halfMaximum", overlay, StringComparison.Ordinal);
    }

    /// <summary>What is no scenario without the command line can be run, but no overlay can lie over it; no empty file is left.</summary>
    [Fact]
    public void A_file_that_needs_the_command_line_has_no_overlay()
    {
        var options = new LoaderOptions { LibraryFolders = Library.Folders(null), Assignments = ["time:durationDays=1"] };
        var path = _shell.Write("half.json", """{ "time": { }, "lattice": { "widthVoxels": 9, "heightVoxels": 9 }, "cells": { "a": { "start": { "x": { "count": 1 } } } } }""");
        var setup = new LiveSetup(path, options, RunPreparation.Load(path, options).Scenario!);
        var (saved, problem) = new LiveFile(path, options.LibraryFolders).Save("over-half", extends => setup.Overlay("over-half", extends));
        Assert.Null(saved);
        Assert.Contains("alone is no scenario", problem, StringComparison.Ordinal);
        Assert.False(File.Exists(_shell.PathOf("over-half.json")));
    }

    private static string FileOptions(params string[] options)
    {
        var (scenario, command) = (new ScenarioArgument(), new System.CommandLine.Command("live"));
        command.Add(scenario.Scenario);
        scenario.AddOptionsTo(command);
        return scenario.FileOptions(command.Parse(["own.json", .. options]));
    }

    private LiveSetup Setup(out LoaderOptions options, params string[] assignments)
    {
        options = new LoaderOptions { LibraryFolders = Library.Folders(null), Assignments = assignments };
        var file = _shell.Write("meadow.json", Meadow.Text);
        return new LiveSetup(file, options, RunPreparation.Load(file, options).Scenario!);
    }

    private static JsonDocument Hello(LiveSetup setup, int ticks = 0)
    {
        using var run = OpenRun.Found(setup.Compile().Scenario!).Run!;
        for (var tick = 0; tick < ticks; tick++)
            run.Step();
        return JsonDocument.Parse(LiveMessage.Of(LiveHello.Of(run, setup)));
    }

    private static OpenRun Run(LiveSetup setup)
    {
        var run = OpenRun.Found(setup.Compile().Scenario!).Run!;
        while (!run.IsComplete)
            run.Step();
        return run;
    }
}
