using System.Diagnostics;
using Microsoft.Playwright;

namespace NicheSim.Tests.Cli;

/// <summary>A headless Chromium for the tests of pages: the one that is installed; tests are skipped where none is.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Path = new[] { Environment.GetEnvironmentVariable("NICHESIM_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
        .FirstOrDefault(path => path is not null && File.Exists(path));

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Folder for screenshots, to be looked at; null where none is named.</summary>
    private static string? Shots { get; } = Environment.GetEnvironmentVariable("NICHESIM_SCREENSHOTS");

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a page; skips the test where there is no browser.</summary>
    /// <param name="address">What to open.</param>
    /// <param name="width">Of the window [pixels].</param>
    /// <param name="dark">The user likes it dark.</param>
    /// <param name="script">Scripts may run.</param>
    public async Task<OpenPage> OpenAsync(Uri address, int width = 1300, bool dark = false, bool script = true)
    {
        Assert.SkipWhen(_browser is null, "no Chromium is installed: the tests of pages need one (Debian: apt-get install chromium; elsewhere name it in NICHESIM_CHROMIUM)");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, JavaScriptEnabled = script,
        });
        var opened = new OpenPage(await context.NewPageAsync());
        await opened.Page.GotoAsync(address.ToString());
        return opened;
    }

    /// <summary>Keeps a picture of the whole page where NICHESIM_SCREENSHOTS names a folder.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        if (Shots is not null)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(Shots, name + ".png"), FullPage = true });
    }
}

/// <summary>A page that was opened, and everything that went wrong on it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly List<string> _errors = [], _requests = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Console += (_, message) => Add(_errors, message.Type is "error" or "warning" ? message.Text : null);
        page.PageError += (_, error) => Add(_errors, error);
        page.Request += (_, request) => Add(_requests, request.Url);

        static void Add(List<string> list, string? item)
        {
            lock (list)
                if (item is not null)
                    list.Add(item);
        }
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Addresses that the page asked for, itself first.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Something on the canvas that changes when its picture does.</summary>
    public Task<string> PictureAsync(string canvas) => Page.EvaluateAsync<string>("id => document.getElementById(id).toDataURL()", canvas);

    /// <summary>Waits until a condition holds on the page. Asked from here again and again: the page's policy allows no code from texts.</summary>
    public async Task UntilAsync(string condition)
    {
        for (var patience = Stopwatch.StartNew(); !await Page.EvaluateAsync<bool>($"Boolean({condition})"); await Task.Delay(20))
            Assert.True(patience.Elapsed < Patience, $"after {Patience.TotalSeconds} s it does not hold that {condition}; messages: {string.Join("; ", Errors)}");
    }

    /// <summary>Nothing is cut or hangs over the side: the page is not wider than its window, and no text of a button, label or heading is wider than its box.</summary>
    public async Task<string[]> CutOffAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => [
          ...document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`] : [],
          ...[...document.querySelectorAll("button, label, h1, h2, h3, p, legend, summary")].filter(e => e.offsetParent && !e.classList.contains("hidden") && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline").map(e => `${e.tagName} "${e.textContent.slice(0, 40)}" is cut`)]
        """);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

/// <summary>Tests of pages run one after the other, in one browser.</summary>
[CollectionDefinition(Name)]
public sealed class PageTests : ICollectionFixture<Chromium>
{
    public const string Name = "pages";
}
