using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace NicheSim.Cli.Live;

/// <summary>One open page: its socket, what it wants to see, and how many frames it is ready for.</summary>
internal sealed class LiveClient(WebSocket socket)
{
    /// <summary>Requests are short: what is longer is none of the page's.</summary>
    private const int LongestRequest = 16384;

    /// <summary>Messages that wait for a page that does not take them; then the page is let go.</summary>
    private const int MostWaiting = 1000;

    private readonly Channel<(byte[] Content, WebSocketMessageType Type)> _outgoing = Channel.CreateBounded<(byte[], WebSocketMessageType)>(MostWaiting);

    public LiveView View { get; set; } = new(-1, 0);

    /// <summary>Frames that the page can take.</summary>
    public int Ready { get; set; }

    /// <summary>The state that the page has been sent last, as the engine numbers them.</summary>
    public long Seen { get; set; } = -1;

    public void Send(byte[] json) => Send(json, WebSocketMessageType.Text);

    public void SendFrame(byte[] frame) => Send(frame, WebSocketMessageType.Binary);

    /// <summary>Sends and receives until the page is closed or the program ends.</summary>
    /// <param name="receive">Called with every request.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Action<LiveRequest> receive, CancellationToken stop)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAllAsync(closed.Token);
        try
        {
            var buffer = new byte[LongestRequest];
            while (await ReceiveAsync(buffer, closed.Token) is { } request)
                receive(request);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException)
        {
            // The page is gone, or speaks another language.
        }

        _outgoing.Writer.TryComplete();
        await closed.CancelAsync();
        await sending;
    }

    private void Send(byte[] content, WebSocketMessageType type)
    {
        if (!_outgoing.Writer.TryWrite((content, type)))
            _outgoing.Writer.TryComplete();
    }

    private async Task SendAllAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var (content, type) in _outgoing.Reader.ReadAllAsync(stop))
                await socket.SendAsync(content, type, endOfMessage: true, stop);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
        }

        socket.Abort();
    }

    /// <summary>The next request; null where the page says goodbye or says too much.</summary>
    private async Task<LiveRequest?> ReceiveAsync(byte[] buffer, CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            length += part.Count;
            if (part.MessageType != WebSocketMessageType.Text || (!part.EndOfMessage && length == buffer.Length))
                return null;
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<LiveRequest>(buffer.AsSpan(0, length), LiveMessage.Options);
        }
    }
}
