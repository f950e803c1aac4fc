using System.Globalization;
using Microsoft.Playwright;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Live;
using NicheSim.Cli.Output;
using NicheSim.Recording;
using NicheSim.Scenarios;
using Position = Microsoft.Playwright.Position;

namespace NicheSim.Tests.Cli.Live;

/// <summary>The live page in a browser, as its user meets it.</summary>
[Collection(PageTests.Name)]
public sealed class LivePageTests(Chromium chromium, ITestOutputHelper output) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task It_plays_pauses_steps_and_starts_again_without_an_error()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        Assert.Equal(0, await TickAsync(page));

        await page.ClickAsync("#step");
        await open.UntilAsync("map?.canvas.dataset.tick === '1'");
        await page.SelectOptionAsync("#speed", "12");
        await page.ClickAsync("#play");
        await open.UntilAsync("Number(map.canvas.dataset.tick) > 5");
        await page.ClickAsync("#play");
        await open.UntilAsync("document.getElementById('clock').textContent.includes('paused')");
        var paused = await TickAsync(page);
        await page.WaitForTimeoutAsync(300);
        Assert.Equal(paused, await TickAsync(page));

        await page.FillAsync("#seed", "9007199254740993");
        await page.ClickAsync("#restart");
        await open.UntilAsync("document.getElementById('message').textContent.includes('seed 9007199254740993') && document.getElementById('seed').value === '9007199254740993'");
        await page.FillAsync("#seed", "7");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("map.canvas.dataset.tick === '0' && document.getElementById('message').textContent.includes('seed 7')");
        Assert.Equal(1, await page.EvaluateAsync<int>("rows.days.length"));

        await page.SelectOptionAsync("#speed", "0");
        await page.ClickAsync("#play");
        await open.UntilAsync("document.getElementById('clock').textContent.includes('complete')");
        Assert.Equal(48, await TickAsync(page));
        Assert.Equal(13, await page.EvaluateAsync<int>("rows.days.length"));

        await page.ClickAsync("#restart");
        await open.UntilAsync("map.canvas.dataset.tick === '0' && document.getElementById('clock').textContent.includes('paused')");
        await page.WaitForTimeoutAsync(200);
        Assert.Equal(0, await TickAsync(page));

        await page.EvaluateAsync("socket.close()");
        await open.UntilAsync("document.getElementById('message').textContent.includes('load this page again') && document.getElementById('restart').disabled");
        Assert.Empty(open.Errors);
    }

    /// <summary>At rest nothing else would renew it.</summary>
    [Fact]
    public async Task The_panel_of_a_chosen_cell_follows_changes_and_quick_steps()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await ClickCellAsync(open, "sleeper", "asleep");
        var chosen = await page.EvaluateAsync<int>("chosen.id");
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await SetAsync(page, "rules:warmth-wakes:toPerDay", "9");
        await open.UntilAsync("document.getElementById('report').textContent.includes('increases it towards 9 per day')");
        Assert.Equal(chosen, await page.EvaluateAsync<int>("chosen.id"));

        for (var tick = 1; tick <= 3; tick++)
        {
            // However slow the machine is, the step is as quick as if it came right behind the last look.
            await page.EvaluateAsync("() => { chosen.asked = performance.now(); document.getElementById('step').click(); }");
            await open.UntilAsync(FormattableString.Invariant($"chosen.tick === {tick}"));
        }

        await open.UntilAsync("document.getElementById('report').textContent.includes('born 0.125 days ago')");
        await SetAsync(page, "rules:warmth-wakes:toPerDay", "8");
        await open.UntilAsync("document.getElementById('report').textContent.includes('increases it towards 8 per day')");
        Assert.Equal(3, await TickAsync(page));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task An_edit_leaves_the_focus_and_the_text_of_another_number()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 1);
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await page.EvaluateAsync(
            """
            () => {
              const number = name => document.getElementById(`parameter-rules:warmth-wakes:${name}`);
              number("toPerDay").value = "3";
              number("toPerDay").dispatchEvent(new Event("change"));
              number("hill").focus();
              number("hill").select();
            }
            """);
        await page.Keyboard.TypeAsync("5");
        await open.UntilAsync("document.getElementById('message').textContent.includes('rules:warmth-wakes:toPerDay is 3')");
        Assert.Equal("parameter-rules:warmth-wakes:hill 5", await FocusedAsync(page));

        // What another page, or the program, has changed is seen also in the number that has the focus.
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("document.getElementById('message').textContent.includes('rules:warmth-wakes:hill is 5')");
        await page.EvaluateAsync("ask({ do: 'set', path: 'rules:warmth-wakes:hill', value: 4 })");
        await open.UntilAsync("document.getElementById('message').textContent.includes('rules:warmth-wakes:hill is 4')");
        Assert.Equal("parameter-rules:warmth-wakes:hill 4", await FocusedAsync(page));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_refused_number_keeps_the_focus_and_shows_what_holds()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text.Replace("\"hill\": 2", "\"hill\": 20", StringComparison.Ordinal)));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 1);
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await SetAsync(page, "rules:warmth-wakes:hill", "-5");
        await open.UntilAsync("document.getElementById('message').classList.contains('error')");
        Assert.StartsWith("rules:warmth-wakes:hill: -5 is out of range: ", await page.InnerTextAsync("#message"), StringComparison.Ordinal);
        Assert.Equal("parameter-rules:warmth-wakes:hill 20", await FocusedAsync(page));

        // No place of a slider stands for a number that is refused.
        var (number, most) = (Number("rules:warmth-wakes:hill"), await page.EvaluateAsync<double>("hello.parameters.find(p => p.path === 'rules:warmth-wakes:hill').maximum"));
        Assert.InRange(most, 20, 199);
        await page.EvaluateAsync("() => { const slider = document.querySelector(\"[data-path='rules:warmth-wakes:hill'] [type=range]\"); slider.value = 200; slider.dispatchEvent(new Event('input')); }");
        Assert.Equal(most, double.Parse(await page.InputValueAsync(number), CultureInfo.InvariantCulture));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_treatment_comes_back_with_the_dose_that_it_had()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 1);
        await page.SelectOptionAsync("#group", "treatments:ice");
        await SetAsync(page, "treatments:ice:efficacy", "0.4");
        await open.UntilAsync("document.getElementById('message').textContent.includes('treatments:ice:efficacy is 0.4 from')");
        await page.UncheckAsync("#treatments label:has-text('ice') input");
        await open.UntilAsync("document.getElementById('message').textContent.includes('treatments:ice:efficacy is 0 from')");
        await page.CheckAsync("#treatments label:has-text('ice') input");
        await open.UntilAsync("document.getElementById('message').textContent.includes('treatments:ice:efficacy is 0.4 from')");
        Assert.Equal("0.4", await page.InputValueAsync(Number("treatments:ice:efficacy")));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_treatment_that_cannot_be_switched_stays_off_and_it_is_said_why()
    {
        var events = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"\"e{i}\": {{ \"day\": 1.9, \"set\": {{ \"rules:warmth-wakes:toPerDay\": 2 }} }}"));
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text.Replace("\"labels\"", $"\"events\": {{ {events} }}, \"labels\"", StringComparison.Ordinal)));
        await using var open = await OpenAsync(server);
        await StepAsync(open, 1);
        await open.Page.CheckAsync("#treatments label:has-text('ice') input");
        await open.UntilAsync("document.getElementById('message').classList.contains('error')");
        Assert.Matches("^more than 100 events .*After a restart", await open.Page.InnerTextAsync("#message"));
        Assert.False(await open.Page.IsCheckedAsync("#treatments label:has-text('ice') input"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task What_an_event_of_the_scenario_sets_is_shown_and_can_be_set_back()
    {
        const string Path = "rules:warmth-wakes:toPerDay", Event = "\"events\": { \"spring\": { \"day\": 0.0833334, \"set\": { \"rules:warmth-wakes:toPerDay\": 6 } } }, \"labels\"";
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text.Replace("\"labels\"", Event, StringComparison.Ordinal)));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await StepAsync(open, 2);
        await open.UntilAsync($"document.getElementById('parameter-{Path}').value === '6'");
        await SetAsync(page, Path, "2");
        await open.UntilAsync("document.getElementById('message').textContent.includes('An event of the scenario sets')");
        Assert.Equal("6", await page.InputValueAsync(Number(Path)));
        await StepAsync(open, 3);
        await SetAsync(page, Path, "2");
        await open.UntilAsync($"document.getElementById('message').textContent.includes('{Path} is 2 from day 0.13 on')");
        Assert.Equal("2", await page.InputValueAsync(Number(Path)));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Curves_keep_what_is_hidden_and_zoomed_and_leave_the_browser_its_keys()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 8);
        await open.UntilAsync("curves.series[0].values.length === 3");
        await page.ClickAsync("#curves-legend button >> nth=0");
        await page.FocusAsync("#curves");
        Assert.False(await IsTakenAsync("key: '+', ctrlKey: true"));
        Assert.False(await IsTakenAsync("key: 'ArrowLeft', altKey: true"));
        Assert.True(await IsTakenAsync("key: '+'"));
        await open.UntilAsync("curves.chart.scales.x.min > 0");
        var least = await page.EvaluateAsync<double>("curves.chart.scales.x.min");

        await page.CheckAsync("#log");
        await open.UntilAsync(FormattableString.Invariant($"curves.chart.scales.x.min === {least}"));
        Assert.False(await page.EvaluateAsync<bool>("curves.series[0].shown || curves.chart.series[1].show"));
        Assert.DoesNotContain(await page.EvaluateAsync<string>("curves.series[0].label"), await page.GetAttributeAsync("#curves", "aria-label"), StringComparison.Ordinal);
        await page.SelectOptionAsync("#table", "events");
        await page.SelectOptionAsync("#table", "populations");
        Assert.False(await page.EvaluateAsync<bool>("curves.series[0].shown"));

        // All days, by the keyboard too, are those to come as well.
        await page.FocusAsync("#curves");
        Assert.True(await IsTakenAsync("key: '+'"));
        await open.UntilAsync("curves.chart.scales.x.min > 0");
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await IsTakenAsync("key: '-'"));
            await page.WaitForTimeoutAsync(50);
        }

        await page.ClickAsync("#play");
        await open.UntilAsync("curves.chart.scales.x.max === 2");
        await open.UntilAsync("document.querySelector('#curves-legend .day').textContent === 'day 2'");

        await page.UncheckAsync("#log");
        await page.EvaluateAsync("curves.show('below', [0, 1, 2], [{ label: 'below', color: '#0072B2', values: [-5, -4, -3], shown: true }], '')");
        await open.UntilAsync("curves.chart.scales.y.min < -5 && curves.chart.scales.y.max === 0");
        Assert.Empty(open.Errors);

        async Task<bool> IsTakenAsync(string key)
            => await page.EvaluateAsync<bool>($"!document.getElementById('curves').dispatchEvent(new KeyboardEvent('keydown', {{ {key}, cancelable: true, bubbles: true }}))");
    }

    /// <summary>A field that is the same everywhere is there all the same.</summary>
    [Fact]
    public async Task A_field_of_one_level_is_not_paper_and_a_wide_range_is_cut_as_on_reports()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        Assert.True(await open.Page.EvaluateAsync<bool>(
            """
            () => {
              const map = new NicheMap(document.createElement("canvas"), 2, 2, []), none = { cells: new Uint16Array(4), guests: new Uint16Array(4), bone: new Uint8Array(4) };
              map.draw({ ...none, levels: new Uint8Array(4).fill(1), low: 5, high: 5 }, { hidden: new Set(), scale: [5, 5] });
              return map.pixels[0] !== packed(MapInk.paper);
            }
            """));
        Assert.Equal("0.1 1000", await open.Page.EvaluateAsync<string>("() => { frame = { ...frame, field: 0, levels: new Uint8Array(frame.cells.length), low: 1e-6, high: 1000 }; paint(); return look.scale.join(' '); }"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_box_is_shown_slice_by_slice_and_fits_the_window()
    {
        var text = Meadow.Text.Replace("\"widthVoxels\": 40, \"heightVoxels\": 30", "\"widthVoxels\": 14, \"heightVoxels\": 70, \"depthVoxels\": 6", StringComparison.Ordinal);
        await using var server = await StartAsync(_shell.Write("meadow.json", text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await open.UntilAsync("frame.z === 3");
        var middle = await open.PictureAsync("map");
        await page.FocusAsync("#z");
        await page.Keyboard.PressAsync("ArrowRight");
        await open.UntilAsync("frame.z === 4 && map.canvas.dataset.tick === '0'");
        var depth = await page.EvaluateAsync<string>("short(4 * hello.voxelUm)");
        Assert.Equal($"z = 4 of 6 ({depth} µm)", await page.InnerTextAsync("#z-name"));
        Assert.Equal($"z = 4 of 6 ({depth} µm)", await page.GetAttributeAsync("#z", "aria-valuetext"));
        Assert.NotEqual(middle, await open.PictureAsync("map"));

        await ClickCellAsync(open, "sleeper", "asleep");
        Assert.Equal(4, await page.EvaluateAsync<int>("Math.floor(chosen.voxel / sliceSize)"));
        Assert.Matches($"^x [0-9,]+ µm, y [0-9,]+ µm, z {depth} µm .*sleeper, asleep", await page.InnerTextAsync("#under"));
        var box = (await page.Locator("#map").BoundingBoxAsync())!;
        Assert.InRange(box.Height, 600, 721);
        Assert.InRange(box.Height / box.Width, 4.9, 5.1);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_cell_that_is_clicked_tells_its_rules_and_what_would_wake_it()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        await StepAsync(open, 3);
        await ClickCellAsync(open, "sleeper", "asleep");

        var report = await open.Page.InnerTextAsync("#report");
        Assert.Contains("sleeper, asleep (cell ", report, StringComparison.Ordinal);
        Assert.Matches("Senses [^\n]*warm [0-9.]+ pM", report);
        Assert.Contains("Becoming awake: ", report, StringComparison.Ordinal);
        Assert.Contains("What would hasten it: warmth-wakes in full (much warm): ", report, StringComparison.Ordinal);
        Assert.Contains("increases it towards 2 per day: warm ", report, StringComparison.Ordinal);
        Assert.Contains("pM, half at 60 pM", report, StringComparison.Ordinal);
        Assert.Contains("crowd-holds", report, StringComparison.Ordinal);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_click_where_no_cell_is_leaves_the_chosen_one()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        await StepAsync(open, 1);
        await ClickCellAsync(open, "sleeper", "asleep");
        var chosen = await open.Page.EvaluateAsync<int>("chosen.id");
        await open.Page.EvaluateAsync("inspect({ voxel: frame.cells.findIndex((code, i) => !code && !frame.guests[i]) })");
        await open.UntilAsync("document.getElementById('message').textContent === 'There is no cell in this voxel.'");
        Assert.Equal(chosen, await open.Page.EvaluateAsync<int>("chosen?.id"));
        await ClickCellAsync(open, "sleeper", "asleep");
        await open.UntilAsync("document.getElementById('message').textContent === ''");
        Assert.DoesNotContain("is gone", await open.Page.InnerTextAsync("#report"), StringComparison.Ordinal);

        await open.Page.EvaluateAsync("inspect({ id: 1e9 })");
        await open.UntilAsync("document.getElementById('report').textContent.includes('is gone')");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task An_emptied_number_is_none_and_stays_what_it_was()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        const string Number = ".parameter[data-path='rules:warmth-wakes:toPerDay'] input[type=number]";
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await page.FillAsync(Number, "");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync($"document.querySelector(\"{Number}\").value === '2'");
        await page.FillAsync(Number, "3");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("document.getElementById('message').textContent.includes('rules:warmth-wakes:toPerDay is 3')");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task The_mark_of_the_keyboard_is_seen_while_the_map_has_the_focus()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var bare = await open.PictureAsync("map");
        await open.Page.FocusAsync("#map");
        var first = await open.PictureAsync("map");
        await open.Page.Keyboard.PressAsync("ArrowRight");
        var second = await open.PictureAsync("map");
        Assert.Matches("^x [0-9,]+ µm, y [0-9,]+ µm", await open.Page.TextContentAsync("#map-said"));
        Assert.Equal(3, new[] { bare, first, second }.Distinct().Count());
        await open.Page.FocusAsync("#step");
        Assert.Equal(bare, await open.PictureAsync("map"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Fields_and_toggles_change_the_map_and_the_pointer_reads_it()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 1);
        var bare = await open.PictureAsync("map");

        await page.SelectOptionAsync("#field", "warm");
        await open.UntilAsync("document.getElementById('scale').textContent.includes('warm')");
        var warm = await open.PictureAsync("map");
        Assert.NotEqual(bare, warm);
        await page.ClickAsync("#types button:has-text('stove')");
        Assert.Equal("false", await page.GetAttributeAsync("#types button:has-text('stove')", "aria-pressed"));
        Assert.NotEqual(warm, await open.PictureAsync("map"));

        await page.HoverAsync("#map", new PageHoverOptions { Position = new Position { X = 30, Y = 20 } });
        Assert.Matches("µm · .*warm [0-9.]+ pM", await page.InnerTextAsync("#under"));
        await page.SelectOptionAsync("#table", "events");
        await page.CheckAsync("#log");
        Assert.True(await page.Locator("#curves-legend button").CountAsync() > 2);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task What_is_changed_by_hand_is_saved_as_a_file_that_runs_to_the_same_cells()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 6);
        await page.SelectOptionAsync("#group", "rules:warmth-wakes");
        await page.FillAsync(".parameter[data-path='rules:warmth-wakes:toPerDay'] input[type=number]", "9");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("document.getElementById('message').textContent.includes('rules:warmth-wakes:toPerDay is 9 from day 0.25 on')");
        await StepAsync(open, 12);
        await page.CheckAsync("#treatments label:has-text('ice') input");
        await open.UntilAsync("document.getElementById('message').textContent.includes('treatments:ice:efficacy is 1 from day 0.5 on')");
        await page.ClickAsync("#play");
        await open.UntilAsync("document.getElementById('clock').textContent.includes('complete')");
        var cells = await page.EvaluateAsync<string>("rows.tables[0].at(-1).join(',')");

        await page.FillAsync("#save-name", "by-hand");
        await page.CheckAsync("#happened");
        await page.ClickAsync("#save button");
        await open.UntilAsync("document.getElementById('message').textContent.includes('Saved as')");
        await page.ClickAsync("#save button");
        await open.UntilAsync("document.getElementById('message').textContent.includes('is there already')");

        var overlay = _shell.PathOf("by-hand.json");
        Assert.Contains("\"extends\": [\n    \"meadow.json\"\n  ]", await File.ReadAllTextAsync(overlay), StringComparison.Ordinal);
        Assert.DoesNotContain("block-", await File.ReadAllTextAsync(overlay), StringComparison.Ordinal);
        Assert.Equal((0, ""), Shell.Run("validate", overlay) is var checkedFile ? (checkedFile.Code, checkedFile.Error) : default);
        var folder = _shell.PathOf("out");
        Assert.Equal(0, Shell.Run("run", overlay, "--out", folder, "--no-plots", "--quiet").Code);
        Assert.Equal($"2,{cells}", (await File.ReadAllLinesAsync(Path.Combine(folder, "populations.csv")))[^1]);

        // Without the changes the cells are others: the comparison can fail.
        Assert.Equal(0, Shell.Run("run", _shell.PathOf("meadow.json"), "--out", _shell.PathOf("plain"), "--no-plots", "--quiet").Code);
        Assert.NotEqual($"2,{cells}", (await File.ReadAllLinesAsync(_shell.PathOf("plain/populations.csv")))[^1]);
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task What_cannot_change_on_the_way_starts_again_and_what_is_wrong_is_said()
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server);
        var page = open.Page;
        await StepAsync(open, 4);
        await page.SelectOptionAsync("#group", "cells:stove");
        await page.FillAsync(".parameter[data-path='cells:stove:start:some:count'] input[type=number]", "12");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("map.canvas.dataset.tick === '0' && document.getElementById('message').textContent.includes('started again')");
        Assert.Equal(12, await page.EvaluateAsync<int>("rows.tables[0].at(-1)[hello.tables[0].columns.indexOf('stove')]"));

        await page.FillAsync(".parameter[data-path='cells:stove:start:some:count'] input[type=number]", "100000");
        await page.Keyboard.PressAsync("Enter");
        await open.UntilAsync("document.getElementById('message').textContent.includes('there is room for')");
        Assert.Equal(0, await TickAsync(page));
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData(1500, false)]
    [InlineData(1100, true)]
    [InlineData(380, true)]
    [InlineData(380, false)]
    public async Task Nothing_is_cut_off(int width, bool dark)
    {
        await using var server = await StartAsync(_shell.Write("meadow.json", Meadow.Text));
        await using var open = await OpenAsync(server, width, dark);
        await open.Page.SelectOptionAsync("#field", "warm");
        await StepAsync(open, 8);
        await ClickCellAsync(open, "sleeper", "asleep");
        Assert.Empty(await open.CutOffAsync());
        await Chromium.KeepAsync(open.Page, FormattableString.Invariant($"live-{width}-{(dark ? "dark" : "light")}"));
    }

    /// <summary>The page keeps up: with the engine where its ticks are slow, with 30 frames a second where they are fast.</summary>
    [Theory]
    [InlineData("full", """{ "extends": ["il1b-escape.json"], "lattice": { "widthVoxels": 150, "heightVoxels": 150 }, "time": { "durationDays": 100 } }""", "IL1b")]
    [InlineData("light", """{ "extends": ["meadow.json"], "lattice": { "widthVoxels": 150, "heightVoxels": 150 }, "time": { "durationDays": 1000 }, "cells": { "stove": { "start": { "some": { "count": 400 } } }, "sleeper": { "start": { "all": { "count": 2000 } }, "states": { "awake": { "die": { "perDay": 0.9 } } } } } }""", "warm")]
    public async Task A_large_niche_is_drawn_fast(string name, string scenario, string field)
    {
        const int Seconds = 8;
        Assert.SkipUnless(LongRun.Is, "Times the page, which means something on a quiet machine only: NICHESIM_LONG=1.");
        _shell.Write("meadow.json", Meadow.Text);
        await using var server = await StartAsync(_shell.Write("wide.json", scenario));
        await using var open = await OpenAsync(server);
        await open.Page.SelectOptionAsync("#field", field);
        await open.Page.ClickAsync("#play");
        await open.Page.WaitForTimeoutAsync(1000 * Seconds);
        var (p95, rate) = (await FigureAsync("p95"), await FigureAsync("rate"));
        var clock = await open.Page.InnerTextAsync("#clock");
        output.WriteLine(FormattableString.Invariant($"{name}, 150 x 150: the page works {p95} ms per frame (95 %), {rate} frames a second, {clock}"));
        LongRun.Log(FormattableString.Invariant($"live page, {name}, 150 x 150: {p95} ms per frame (95 %), {rate} frames a second, {clock}"));
        Assert.InRange(p95, 0.01, 8);
        Assert.True(rate > Math.Min(30, 0.8 * await TickAsync(open.Page) / Seconds), $"{rate} frames a second");

        async Task<double> FigureAsync(string figure)
        {
            await open.UntilAsync("document.getElementById('work').dataset.p95");
            return double.Parse((await open.Page.GetAttributeAsync("#work", "data-" + figure))!, CultureInfo.InvariantCulture);
        }
    }

    internal static async Task<LiveServer> StartAsync(string file, int port = 0)
    {
        var options = new LoaderOptions { LibraryFolders = Library.Folders(null) };
        return await LiveCommand.StartAsync(file, options, RunPreparation.Load(file, options), port, threads: 1, new Terminal(TextWriter.Null, TextWriter.Null, IsLive: false, Width: 80));
    }

    private async Task<OpenPage> OpenAsync(LiveServer server, int width = 1300, bool dark = false)
    {
        var open = await chromium.OpenAsync(server.Address, width, dark);
        await open.UntilAsync("typeof map !== 'undefined' && map?.canvas.dataset.tick !== undefined");
        return open;
    }

    private static string Number(string path) => $".parameter[data-path='{path}'] input[type=number]";

    private static async Task SetAsync(IPage page, string path, string value)
    {
        await page.FillAsync(Number(path), value);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>What has the focus, and its text.</summary>
    private static async Task<string> FocusedAsync(IPage page) => await page.EvaluateAsync<string>("`${document.activeElement.id} ${document.activeElement.value}`");

    private static async Task<int> TickAsync(IPage page) => int.Parse((await page.GetAttributeAsync("#map", "data-tick"))!, CultureInfo.InvariantCulture);

    /// <summary>Steps until a tick.</summary>
    private static async Task StepAsync(OpenPage open, int tick)
    {
        for (var at = await TickAsync(open.Page); at < tick; at++)
        {
            await open.Page.ClickAsync("#step");
            await open.UntilAsync(FormattableString.Invariant($"map.canvas.dataset.tick === '{at + 1}'"));
        }
    }

    private static async Task ClickCellAsync(OpenPage open, string type, string state)
    {
        var place = await open.Page.EvaluateAsync<float[]>(
            """
            ([type, state]) => {
              const voxel = frame.cells.indexOf(1 + hello.profiles.findIndex(p => p.type === type && p.state === state)), [width, height] = hello.lattice, box = map.canvas.getBoundingClientRect();
              return [(voxel % width + 0.5) / width * box.width, (height - 0.5 - Math.floor(voxel / width)) / height * box.height];
            }
            """,
            new[] { type, state });
        await open.Page.ClickAsync("#map", new PageClickOptions { Position = new Position { X = place[0], Y = place[1] } });
        await open.UntilAsync("document.querySelector('#report h3')");
    }
}
