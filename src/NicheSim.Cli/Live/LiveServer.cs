using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Web;

namespace NicheSim.Cli.Live;

/// <summary>
/// The web server of a live run. It listens on this machine alone, and answers only who knows the token in the address and asks from the page itself: other sites that a
/// browser shows can neither read it nor connect, also where a name of theirs leads to this machine.
/// </summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private const string Page = "live.html", Socket = "socket";
    private const int TokenBytes = 16, DefaultPort = 80;

    private static readonly string[] Hosts = ["127.0.0.1", "localhost"];

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".css"] = "text/css; charset=utf-8",
    };

    private static readonly string[] Served = [Page, "live.js", "live.css", "theme.css", "map.js", "curves.js", "uPlot/uPlot.iife.min.js", "uPlot/uPlot.min.css"];

    private readonly WebApplication _app;
    private readonly LiveEngine _engine;
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    private readonly CancellationTokenSource _stop = new();
    private int _port;

    private LiveServer(LiveEngine engine, int port)
    {
        _engine = engine;
        // An empty builder reads neither a file of the working folder nor the environment, which could name further addresses to listen at.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
    }

    /// <summary>What to open in a browser.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/{_token}/");

    /// <summary>Starts a server.</summary>
    /// <param name="engine">The run; it is disposed of with the server.</param>
    /// <param name="port">Port to listen at; 0 for any that is free.</param>
    /// <exception cref="BadInputException">The port is taken, or may not be had.</exception>
    public static async Task<LiveServer> StartAsync(LiveEngine engine, int port)
    {
        var server = new LiveServer(engine, port);
        try
        {
            await server._app.StartAsync();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw new BadInputException($"--port: {port} cannot be had: {e.Message}");
        }

        server._port = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _engine.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!IsFromThisPage(request) || !KnowsToken(request.Path, out var name) || request.Method != HttpMethods.Get)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (name == Socket && context.WebSockets.IsWebSocketRequest)
            await ConnectAsync(context);
        else if (WebFiles.Find(name.Length == 0 ? Page : name) is { } content && Served.Contains(name.Length == 0 ? Page : name))
            await WriteAsync(response, name.Length == 0 ? Page : name, content);
        else
            response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static async Task WriteAsync(HttpResponse response, string name, byte[] content)
    {
        var headers = response.Headers;
        headers.ContentType = ContentTypes[Path.GetExtension(name)];
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await response.Body.WriteAsync(content);
    }

    private async Task ConnectAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new LiveClient(socket);
        _engine.Join(client);
        try
        {
            await client.RunAsync(request => _engine.Request(client, request), _stop.Token);
        }
        finally
        {
            _engine.Leave(client);
        }
    }

    /// <summary>The host is this machine by one of its two names (a page of another host that leads here has its own name in it), and the origin, which a browser tells of sockets and of other sites, is the page's.</summary>
    private bool IsFromThisPage(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        var isSocket = request.HttpContext.WebSockets.IsWebSocketRequest;
        return IsThisMachine(request.Host, _port)
            && (origins.Count == 0 ? !isSocket : origins.Count == 1 && origins[0] == $"http://{request.Host.Value}");
    }

    /// <summary>Is a host, as a request names it, this machine at a port? Browsers leave out port 80.</summary>
    internal static bool IsThisMachine(HostString host, int port) => Hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase) && (host.Port ?? DefaultPort) == port;

    /// <summary>Does the path begin with the token? What follows it is the name of what is asked for.</summary>
    private bool KnowsToken(PathString path, out string name)
    {
        var text = path.Value ?? "";
        var end = text.IndexOf('/', Math.Min(1, text.Length));
        name = end < 0 ? "" : text[(end + 1)..];
        return end > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text[1..end]), Encoding.UTF8.GetBytes(_token));
    }
}
