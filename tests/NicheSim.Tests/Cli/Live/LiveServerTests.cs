using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NicheSim.Cli.Live;

namespace NicheSim.Tests.Cli.Live;

/// <summary>Who may ask a live run, and what it says, without a browser.</summary>
public sealed class LiveServerTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Only_the_page_itself_is_answered()
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        var (address, origin) = (server.Address, $"http://127.0.0.1:{server.Address.Port}");
        using var client = new HttpClient();
        using var good = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Contains("default-src 'none'", good.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(good.Headers.Contains("Access-Control-Allow-Origin"));

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(new Uri(address, "/")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(new Uri(address, "/0123456789abcdef0123456789abcdef/")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(new Uri(address.ToString().TrimEnd('/'))));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new Uri(address, "report.html")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(address, host: "evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(address, host: $"evil.example:{address.Port}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(address, origin: "http://evil.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, host: $"localhost:{address.Port}"));

        Assert.True(await ConnectsAsync(origin));
        Assert.False(await ConnectsAsync("http://evil.example"));
        Assert.False(await ConnectsAsync("null"));
        Assert.False(await ConnectsAsync(null));

        async Task<HttpStatusCode> StatusAsync(Uri uri, string? host = null, string? origin = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Host = host;
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        async Task<bool> ConnectsAsync(string? from)
        {
            using var socket = new ClientWebSocket();
            if (from is not null)
                socket.Options.SetRequestHeader("Origin", from);
            try
            {
                await socket.ConnectAsync(SocketOf(address), CancellationToken.None);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("127.0.0.1", 80, true)]
    [InlineData("LocalHost", 80, true)]
    [InlineData("127.0.0.1", 8080, false)]
    [InlineData("127.0.0.1:8080", 8080, true)]
    [InlineData("127.0.0.1:80", 8080, false)]
    [InlineData("evil.example", 80, false)]
    public void A_browser_leaves_out_port_80(string host, int port, bool isThisMachine) => Assert.Equal(isThisMachine, LiveServer.IsThisMachine(new HostString(host), port));

    [Fact]
    public async Task It_listens_nowhere_else_whatever_the_environment_says()
    {
        const string Variable = "Kestrel__Endpoints__Other__Url";
        var other = FreePort();
        Environment.SetEnvironmentVariable(Variable, $"http://127.0.0.1:{other}");
        try
        {
            await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, other));
            await client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }

        static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    [Fact]
    public async Task Every_page_is_told_the_limit_of_the_speed()
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        using var first = await ConnectAsync(server.Address);
        Assert.Equal(0, (await MessageAsync(first, "hello")).GetProperty("ticksPerSecond").GetDouble());
        using var second = await ConnectAsync(server.Address);
        await MessageAsync(second, "hello");
        await SendAsync(first, """{"do":"speed","ticksPerSecond":4}""");
        Assert.Equal(4, (await MessageAsync(second, "speed")).GetProperty("ticksPerSecond").GetDouble());
        using var third = await ConnectAsync(server.Address);
        Assert.Equal(4, (await MessageAsync(third, "hello")).GetProperty("ticksPerSecond").GetDouble());
    }

    /// <summary>Numbers of JavaScript are exact up to 2^53 only.</summary>
    [Fact]
    public async Task A_long_seed_keeps_its_digits_and_what_is_none_is_refused()
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        using var socket = await ConnectAsync(server.Address);
        await SendAsync(socket, """{"do":"restart","seed":"4611686018427387905"}""");
        Assert.Equal("4611686018427387905", (await MessageAsync(socket, "restarted")).GetProperty("seed").GetString());
        await SendAsync(socket, """{"do":"restart","seed":"1.5"}""");
        Assert.Contains("a whole number from 0", (await MessageAsync(socket, "error")).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>What the run could not take on its way, but a new one could, is said and does not end it; only another shape begins anew.</summary>
    [Theory]
    [InlineData("tissue:bone:stores:warm:moleculesPerUm3", 2, "error", "cannot be filled later")]
    [InlineData("cells:sleeper:states:asleep:die:perDay", 0.5, "restarted", "")]
    public async Task A_change_that_the_run_cannot_take_leaves_it_alone(string path, double value, string answer, string message)
    {
        var text = Meadow.Text.Replace("\"thicknessUm\": 60 }", "\"thicknessUm\": 60, \"stores\": { \"warm\": { \"moleculesPerUm3\": 0 } } }", StringComparison.Ordinal);
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", text));
        using var socket = await ConnectAsync(server.Address);
        await SendAsync(socket, """{"do":"step"}""");
        await SendAsync(socket, JsonSerializer.Serialize(new { @do = "set", path, value }));
        var told = await MessageAsync(socket, "error", "restarted", "set");
        Assert.Equal(answer, told.GetProperty("type").GetString());
        Assert.Contains(message, told.TryGetProperty("message", out var said) ? said.GetString() : "", StringComparison.Ordinal);
    }

    /// <summary>No cell reads the warmth until sleepers come: solved from that tick on alone, it would not have the bits of the saved run.</summary>
    [Fact]
    public async Task A_change_that_brings_a_field_into_use_starts_the_run_again()
    {
        var text = Meadow.Text.Replace("\"start\": { \"all\": { \"count\": 60 } },", "", StringComparison.Ordinal)
            .Replace("\"warm\": { \"diff", "\"warm\": { \"onDemand\": true, \"diff", StringComparison.Ordinal)
            .Replace("\"labels\"", "\"blood\": { \"circulating\": { \"sleeper\": { \"influxPerDay\": 0, \"clearancePerDay\": 1 } } }, \"labels\"", StringComparison.Ordinal);
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", text));
        using var socket = await ConnectAsync(server.Address);
        Assert.False((await MessageAsync(socket, "hello")).GetProperty("solved")[0].GetBoolean());
        await SendAsync(socket, """{"do":"step"}""");
        await SendAsync(socket, """{"do":"set","path":"blood:circulating:sleeper:influxPerDay","value":5}""");
        var told = await MessageAsync(socket, "error", "restarted", "set");
        Assert.Equal("restarted", told.GetProperty("type").GetString());
        Assert.True(told.GetProperty("solved")[0].GetBoolean());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_bad_input()
    {
        var file = _shell.Write("meadow.json", Meadow.Text);
        await using var server = await LivePageTests.StartAsync(file);
        var error = await Assert.ThrowsAsync<NicheSim.Cli.Commands.BadInputException>(() => LivePageTests.StartAsync(file, server.Address.Port));
        Assert.StartsWith($"--port: {server.Address.Port} cannot be had: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_takes_no_frames_gets_every_row_and_no_frame()
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        using var socket = await ConnectAsync(server.Address);
        await SendAsync(socket, """{"do":"play"}""");
        var days = new List<double>();
        while (days.Count < 13)
        {
            var (type, content) = await ReceiveAsync(socket);
            Assert.Equal(WebSocketMessageType.Text, type);
            if (JsonDocument.Parse(content).RootElement is var message && message.GetProperty("type").GetString() == "rows")
                days.AddRange(message.GetProperty("days").EnumerateArray().Select(day => day.GetDouble()));
        }

        Assert.Equal(Enumerable.Range(0, 13).Select(row => row * 4.0 / 24), days, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public async Task A_frame_holds_the_slice_and_comes_once_for_each_time_it_is_asked_for()
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        using var socket = await ConnectAsync(server.Address);
        await SendAsync(socket, """{"do":"view","field":0}""");
        await SendAsync(socket, """{"do":"ready"}""");
        var frame = await NextFrameAsync(socket);
        var length = BitConverter.ToInt32(frame);
        using var header = JsonDocument.Parse(frame.AsMemory(4, length));
        Assert.Equal(4 + length + (6 * 40 * 30), frame.Length);
        Assert.Equal(0, header.RootElement.GetProperty("tick").GetInt32());
        var cells = Enumerable.Range(0, 40 * 30).Select(voxel => BitConverter.ToUInt16(frame, 4 + length + (2 * voxel))).ToArray();
        var counts = header.RootElement.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()).ToArray();
        for (var profile = 0; profile < counts.Length; profile++)
            Assert.Equal(counts[profile], cells.Count(code => code == profile + 1));
        Assert.Equal(30, counts.Max(count => count == 30 ? count : 0));

        await SendAsync(socket, """{"do":"step"}""");
        await SendAsync(socket, """{"do":"step"}""");
        await SendAsync(socket, """{"do":"ready"}""");
        using var next = JsonDocument.Parse((await NextFrameAsync(socket)) is var second ? second.AsMemory(4, BitConverter.ToInt32(second)) : default);
        Assert.Equal(2, next.RootElement.GetProperty("tick").GetInt32());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    public async Task Who_speaks_another_language_is_let_go_and_the_run_goes_on(string request)
    {
        await using var server = await LivePageTests.StartAsync(_shell.Write("meadow.json", Meadow.Text));
        using var other = await ConnectAsync(server.Address);
        await SendAsync(other, request);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
                await ReceiveAsync(other);
        });
        using var socket = await ConnectAsync(server.Address);
        foreach (var odd in new[] { """{"do":"dance"}""", """{"do":"inspect","voxel":99999999}""", """{"do":"set","path":"no:such","value":1}""", """{"do":"set","path":"seed","value":"x"}""", """{"do":"view","field":99,"z":-5}""", """{"do":"save","name":"../x"}""", """{"do":"ready"}""" })
            await SendAsync(socket, odd);
        Assert.NotEmpty(await NextFrameAsync(socket));
        Assert.Single(Directory.GetFiles(_shell.Folder));
    }

    private static Uri SocketOf(Uri address) => new UriBuilder(new Uri(address, "socket")) { Scheme = "ws" }.Uri;

    private static async Task<ClientWebSocket> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"http://127.0.0.1:{address.Port}");
        await socket.ConnectAsync(SocketOf(address), CancellationToken.None);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next message of one of these types.</summary>
    private static async Task<JsonElement> MessageAsync(ClientWebSocket socket, params string[] types)
    {
        while (true)
            if (await ReceiveAsync(socket) is (WebSocketMessageType.Text, var content) && JsonDocument.Parse(content).RootElement is var message && types.Contains(message.GetProperty("type").GetString()))
                return message;
    }

    private static async Task<byte[]> NextFrameAsync(ClientWebSocket socket)
    {
        while (true)
            if (await ReceiveAsync(socket) is (WebSocketMessageType.Binary, var content))
                return content;
    }

    private static async Task<(WebSocketMessageType Type, byte[] Content)> ReceiveAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("closed");
            content.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return (part.MessageType, content.ToArray());
        }
    }
}
