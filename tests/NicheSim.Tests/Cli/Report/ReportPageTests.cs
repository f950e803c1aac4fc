using Microsoft.Playwright;
using NicheSim.Recording;
using NicheSim.Tests.Cli.Live;
using Position = Microsoft.Playwright.Position;

namespace NicheSim.Tests.Cli.Report;

/// <summary>A report in a browser: from one file, without a network.</summary>
[Collection(PageTests.Name)]
public sealed class ReportPageTests(Chromium chromium, ReportPageTests.Run run) : IClassFixture<ReportPageTests.Run>
{
    /// <summary>One run for all of these tests, with its report.</summary>
    public sealed class Run : IDisposable
    {
        private readonly Shell _shell = new();

        public Run()
        {
            Folder = _shell.PathOf("out");
            Assert.Equal(0, Shell.Run("run", _shell.Write("meadow.json", Meadow.Text), "--out", Folder, "--no-plots", "--quiet").Code);
            var (code, written, error) = Shell.Run("report", Folder);
            Assert.Equal((0, Path.Combine(Folder, "report.html") + "\n", ""), (code, written, error));
        }

        public string Folder { get; }

        public Uri Address => new(Path.Combine(Folder, "report.html"));

        public void Dispose() => _shell.Dispose();
    }

    [Fact]
    public async Task It_opens_without_an_error_and_asks_nobody_for_anything()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        await open.UntilAsync("document.getElementById('map').dataset.frame");
        Assert.Equal("meadow", await open.Page.InnerTextAsync("h1"));
        Assert.Contains("Sleepers are woken by warmth <of> the stoves & stay awake.", await open.Page.InnerTextAsync(".question"), StringComparison.Ordinal);
        Assert.Empty(open.Errors);
        Assert.All(open.Requests, address => Assert.Matches("^(file|data|blob):", address));
    }

    [Fact]
    public async Task The_slider_moves_the_map_also_by_the_keyboard()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        await open.UntilAsync("document.getElementById('map').dataset.frame === '12'");
        var last = await open.PictureAsync("map");
        Assert.Equal("day 2", await open.Page.InnerTextAsync("#day-name"));

        await open.Page.FocusAsync("#day");
        await open.Page.Keyboard.PressAsync("Home");
        await open.UntilAsync("document.getElementById('map').dataset.frame === '0'");
        Assert.Equal("day 0", await open.Page.InnerTextAsync("#day-name"));
        Assert.NotEqual(last, await open.PictureAsync("map"));
        Assert.Contains("60 sleeper, asleep", await open.Page.GetAttributeAsync("#map", "aria-label"), StringComparison.Ordinal);

        await open.Page.ClickAsync("#play");
        await open.UntilAsync("Number(document.getElementById('map').dataset.frame) > 2");
        await open.Page.ClickAsync("#play");
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task From_the_end_it_plays_from_the_first_day_on()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        await open.UntilAsync("document.getElementById('map').dataset.frame === '12'");
        await open.Page.EvaluateAsync(
            "() => { globalThis.shownFrames = []; new MutationObserver(() => shownFrames.push(document.getElementById('map').dataset.frame)).observe(document.getElementById('map'), { attributeFilter: ['data-frame'] }); }");
        await open.Page.ClickAsync("#play");
        await open.UntilAsync("shownFrames.length > 1");
        Assert.Equal("0", await open.Page.EvaluateAsync<string>("shownFrames[0]"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_field_that_is_looked_at_again_is_the_same_and_that_of_the_run()
    {
        using var frames = FrameFile.Open(run.Folder)!;
        var (header, last) = (frames.Header, frames.Read(frames.Ticks.Count - 1).Planes[0].Fields[0]);
        var (x, y) = (11, 20);
        await using var open = await chromium.OpenAsync(run.Address);
        var page = open.Page;
        await open.UntilAsync("document.getElementById('map').dataset.frame === '12'");
        var bare = await open.PictureAsync("map");
        var seen = new List<string>();
        for (var look = 0; look < 3; look++)
        {
            await page.SelectOptionAsync("#field", "warm");
            await open.UntilAsync("document.getElementById('scale').textContent.includes('warm')");
            seen.Add(await open.PictureAsync("map"));
            var box = (await page.Locator("#map").BoundingBoxAsync())!;
            await page.HoverAsync("#map", new PageHoverOptions { Position = new Position { X = (x + 0.5f) / header.Lattice[0] * box.Width, Y = (header.Lattice[1] - 0.5f - y) / header.Lattice[1] * box.Height } });
            var level = await page.EvaluateAsync<string>("value => short(value)", (double)last.Picomolar(last.Levels[x + (header.Lattice[0] * y)]));
            Assert.EndsWith($"warm {level} pM", await page.InnerTextAsync("#under"), StringComparison.Ordinal);

            await page.SelectOptionAsync("#field", "none");
            await open.UntilAsync("document.getElementById('scale').textContent === ''");
            Assert.Equal(bare, await open.PictureAsync("map"));
            Assert.DoesNotContain("pM", await page.InnerTextAsync("#under"), StringComparison.Ordinal);
        }

        Assert.Single(seen.Distinct());
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task The_map_is_read_by_keyboard_and_touch_and_prints_its_day_and_scale()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        var page = open.Page;
        await open.UntilAsync("document.getElementById('map').dataset.frame");
        await page.FocusAsync("#map");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Matches("^x [0-9,]+ µm, y [0-9,]+ µm", await page.TextContentAsync("#map-said"));
        await page.EvaluateAsync("() => { const map = document.getElementById('map'), box = map.getBoundingClientRect(); map.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', clientX: box.left + 2, clientY: box.bottom - 2 })); }");
        Assert.StartsWith("x 0 µm, y 0 µm", await page.InnerTextAsync("#under"), StringComparison.Ordinal);

        await page.SelectOptionAsync("#field", "warm");
        await open.UntilAsync("document.getElementById('scale').textContent.includes('warm')");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var (id, isPrinted) in new[] { ("#day-name", true), ("#scale", true), ("#play", false), ("#field", false), ("#log", false) })
            Assert.Equal((id, isPrinted), (id, await page.IsVisibleAsync(id)));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Fields_and_toggles_change_the_map()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        await open.UntilAsync("document.getElementById('map').dataset.frame");
        var bare = await open.PictureAsync("map");
        await open.Page.SelectOptionAsync("#field", "warm");
        await open.UntilAsync("document.getElementById('scale').textContent.includes('warm')");
        var warm = await open.PictureAsync("map");
        Assert.NotEqual(bare, warm);
        await open.Page.HoverAsync("#map", new PageHoverOptions { Position = new Position { X = 40, Y = 30 } });
        Assert.Matches("warm [0-9.]+ pM", await open.Page.InnerTextAsync("#under"));

        await open.Page.ClickAsync("#types button:has-text('stove')");
        await open.Page.WaitForTimeoutAsync(100);
        Assert.NotEqual(warm, await open.PictureAsync("map"));
        await open.Page.ClickAsync("#types button:has-text('stove')");
        await open.Page.WaitForTimeoutAsync(100);
        Assert.Equal(warm, await open.PictureAsync("map"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task Curves_tell_values_under_the_pointer_and_to_the_keyboard_and_zoom()
    {
        await using var open = await chromium.OpenAsync(run.Address);
        var page = open.Page;
        await open.UntilAsync("document.querySelector('#curves canvas')");
        Assert.Equal("2", await page.GetAttributeAsync("#curves", "data-day"));
        var box = (await page.Locator("#curves .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 2, box.Y + (box.Height / 2));
        await open.UntilAsync("document.getElementById('curves').dataset.day === '0'");
        Assert.Equal("60", await page.InnerTextAsync("#curves-legend button:has-text('sleeper, asleep') .value"));

        await page.Mouse.MoveAsync(box.X + (0.3f * box.Width), box.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (0.6f * box.Width), box.Y + 50, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await open.UntilAsync("curves.chart.scales.x.max < 1.5");
        await page.ClickAsync("#all-days");
        await open.UntilAsync("curves.chart.scales.x.max === 2");

        await page.FocusAsync("#curves");
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await open.UntilAsync("document.getElementById('curves-said').textContent.startsWith('Day 0.167: ')");
        await page.ClickAsync("#curves-legend button:has-text('sleeper, asleep')");
        Assert.False(await page.EvaluateAsync<bool>("curves.chart.series[1 + curves.series.findIndex(s => s.label === 'sleeper, asleep')].show"));
        foreach (var table in new[] { "fields", "readouts", "events", "bone" })
            await page.SelectOptionAsync("#table", table);
        Assert.Equal("bv_tv (share of the volume)", await page.EvaluateAsync<string>("curves.series[0].label"));
        await page.SelectOptionAsync("#table", "populations");
        Assert.False(await page.EvaluateAsync<bool>("curves.series.find(s => s.label === 'sleeper, asleep').shown"));
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData(1200, false)]
    [InlineData(380, true)]
    [InlineData(380, false)]
    public async Task Nothing_is_cut_off(int width, bool dark)
    {
        await using var open = await chromium.OpenAsync(run.Address, width, dark);
        await open.UntilAsync("document.getElementById('map').dataset.frame");
        await open.Page.SelectOptionAsync("#field", "warm");
        await open.UntilAsync("document.getElementById('scale').textContent.includes('warm')");
        await open.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
        Assert.Empty(await open.CutOffAsync());
        Assert.Equal(dark ? "rgb(22, 24, 27)" : "rgb(255, 255, 255)", await open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await Chromium.KeepAsync(open.Page, FormattableString.Invariant($"report-{width}-{(dark ? "dark" : "light")}"));
    }

    [Fact]
    public async Task A_study_shows_its_arms_with_bands_and_survival()
    {
        using var shell = new Shell();
        ReportTests.Study(shell);
        await using var open = await chromium.OpenAsync(new Uri(shell.PathOf("study/report.html")));
        await open.UntilAsync("document.querySelector('#curves canvas')");
        Assert.Equal(["warm", "iced"], await open.Page.EvaluateAsync<string[]>("() => curves.series.map(s => s.label)"));
        Assert.True(await open.Page.EvaluateAsync<bool>("curves.chart.bands.length === 2 && curves.series[0].band.high.some((high, i) => high > curves.series[0].values[i])"));
        await open.Page.SelectOptionAsync("#table", "share without many-awake");
        Assert.Equal(1, await open.Page.EvaluateAsync<double>("curves.series[0].values[0]"));
        Assert.Empty(await open.CutOffAsync());
        Assert.Empty(open.Errors);
    }

    [Theory]
    [InlineData(1200, false)]
    [InlineData(380, true)]
    public async Task A_study_shows_where_it_happened_in_each_arm(int width, bool dark)
    {
        using var shell = new Shell();
        ReportTests.Study(shell);
        await using var open = await chromium.OpenAsync(new Uri(shell.PathOf("study/report.html")), width, dark);
        await open.UntilAsync("document.getElementById('map').dataset.frame === '0'");
        Assert.Matches("^warm, seed [123], day 2: sleeper.awake [0-9]+$", await open.Page.InnerTextAsync("#day-name"));
        Assert.True(await open.Page.IsHiddenAsync("#field-label"));
        var warm = await open.PictureAsync("map");
        await open.Page.SelectOptionAsync("#day", "iced");
        await open.UntilAsync("document.getElementById('map').dataset.frame === '1'");
        Assert.NotEqual(warm, await open.PictureAsync("map"));

        // The number that stands there is that of the cells on the map.
        var label = await open.Page.InnerTextAsync("#day-name");
        Assert.EndsWith($": sleeper.awake {await open.Page.InnerTextAsync("#types button:has-text('sleeper, awake') .value")}", label, StringComparison.Ordinal);
        Assert.Empty(await open.CutOffAsync());
        Assert.Empty(open.Errors);
        await Chromium.KeepAsync(open.Page, FormattableString.Invariant($"report-study-{width}-{(dark ? "dark" : "light")}"));
    }

    [Fact]
    public async Task Without_scripts_all_words_are_there_and_it_prints()
    {
        await using var open = await chromium.OpenAsync(run.Address, script: false);
        Assert.Contains("sleeper cells: from 60 to ", await open.Page.InnerTextAsync("#happened"), StringComparison.Ordinal);
        Assert.Contains("need JavaScript", await open.Page.InnerTextAsync("noscript"), StringComparison.Ordinal);
        Assert.True((await open.Page.PdfAsync()).Length > 10000);
    }
}
