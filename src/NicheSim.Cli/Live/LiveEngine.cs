using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Live;

/// <summary>
/// The run behind the page, on a thread of its own: it steps, and between two ticks does what pages ask for and gives each page that is ready the newest frame.
/// Frames are dropped where a page is slow; ticks never.
/// </summary>
internal sealed class LiveEngine : IDisposable
{
    private readonly int _threads;
    private readonly LiveFile _file;
    private readonly ConcurrentQueue<Action> _requests = new();
    private readonly AutoResetEvent _awake = new(false);
    private readonly List<LiveClient> _clients = [];
    private readonly List<(double Day, double[][] Row)> _rows = [];
    private readonly LivePace _pace = new();
    private readonly Thread _thread;

    private LiveSetup _setup;
    private OpenRun _run;
    private bool _playing;
    private volatile bool _stopping;
    private long _version;

    /// <param name="setup">The scenario and its changes.</param>
    /// <param name="run">The run, founded.</param>
    /// <param name="file">Where the scenario came from.</param>
    /// <param name="threads">Threads of the engine.</param>
    public LiveEngine(LiveSetup setup, OpenRun run, LiveFile file, int threads)
    {
        (_setup, _run, _file, _threads) = (setup, run, file, threads);
        Record();
        _thread = new Thread(Loop) { IsBackground = true, Name = "engine" };
        _thread.Start();
    }

    public void Join(LiveClient client) => Enqueue(() =>
    {
        _clients.Add(client);
        client.Send(LiveMessage.Of(LiveHello.Of(_run, _setup, _pace.Limit)));
        client.Send(RowsMessage(_rows));
    });

    public void Leave(LiveClient client) => Enqueue(() => _clients.Remove(client));

    public void Request(LiveClient client, LiveRequest request) => Enqueue(() => Do(client, request));

    public void Dispose()
    {
        _stopping = true;
        _awake.Set();
        _thread.Join();
        _run.Dispose();
        _awake.Dispose();
    }

    private void Enqueue(Action request)
    {
        _requests.Enqueue(request);
        _awake.Set();
    }

    private void Loop()
    {
        while (!_stopping)
        {
            while (_requests.TryDequeue(out var request))
                Try(request);
            SendFrames();
            if (!_playing)
                _awake.WaitOne();
            else if (_pace.Wait is { } wait && wait > TimeSpan.Zero)
                _awake.WaitOne(wait);
            else
                Try(Step);
        }
    }

    /// <summary>A fault of the program in a request or a tick is told, and the session goes on, at rest.</summary>
    private void Try(Action request)
    {
        try
        {
            request();
        }
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            _playing = false;
            _version++;
            Tell(LiveMessage.Of(new { type = "error", message = $"This is a bug in nichesim: {e.GetType().Name}: {e.Message}" }));
        }
    }

    private void Step()
    {
        try
        {
            var plan = _run.Plan;
            _run.Step();
            _pace.Count();
            Record();
            _playing &= !_run.IsComplete;
            if (!ReferenceEquals(plan, _run.Plan))
                Tell(LiveMessage.Of(new { type = "values", values = LiveHello.Values(_run) }));
        }
        catch (NumberFaultException fault)
        {
            _playing = false;
            Tell(LiveMessage.Of(new { type = "error", message = _run.Fault(fault) }));
        }

        _version++;
    }

    private void Record()
    {
        if (!_run.IsRowDue)
            return;
        _rows.Add((_run.Day, _run.Row()));
        Tell(RowsMessage(_rows[^1..]));
    }

    private void Tell(byte[] message) => _clients.ForEach(client => client.Send(message));

    private static byte[] RowsMessage(IReadOnlyCollection<(double Day, double[][] Row)> rows)
        => LiveMessage.Of(new { type = "rows", days = rows.Select(row => row.Day), rows = rows.Select(row => row.Row) });

    private void SendFrames()
    {
        foreach (var client in _clients.Where(client => client.Ready > 0 && client.Seen != _version))
        {
            client.Ready--;
            client.Seen = _version;
            client.SendFrame(LiveFrame.Pack(_run, client.View, new()
            {
                ["tick"] = _run.State.Tick, ["day"] = _run.Day, ["playing"] = _playing, ["complete"] = _run.IsComplete,
                ["ticksPerSecond"] = _playing ? _pace.TicksPerSecond : 0, ["field"] = client.View.Field, ["z"] = client.View.Z, ["sent"] = Stopwatch.GetTimestamp(),
            }));
        }
    }

    private void Do(LiveClient client, LiveRequest request)
    {
        switch (request.Do)
        {
            case "ready":
                client.Ready = Math.Min(client.Ready + 1, 2);
                break;
            case "view":
                (client.View, client.Seen) = (new LiveView(request.Field, request.Z), -1);
                break;
            case "inspect":
                Inspect(client, request);
                break;
            case "play" or "pause":
                _playing = request.Do == "play" && !_run.IsComplete;
                _pace.Restart();
                _version++;
                break;
            case "step" when !_run.IsComplete:
                _playing = false;
                Step();
                break;
            case "speed":
                _pace.Limit = request.TicksPerSecond;
                Tell(LiveMessage.Of(new { type = "speed", ticksPerSecond = _pace.Limit }));
                break;
            case "restart":
                Restart(client, request.Seed);
                break;
            case "set" when request.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Set(client, request.Path, request.Value);
                break;
            case "save":
                Save(client, request);
                break;
        }
    }

    private void Inspect(LiveClient client, LiveRequest request)
    {
        var state = _run.State;
        var cell = request.Voxel >= 0 && request.Voxel < state.Grid.Count
            ? (state.Guest[request.Voxel] >= 0 ? state.Guest : state.Occupant)[request.Voxel]
            : state.Cells.Id.AsSpan(0, state.Cells.Count).IndexOf(request.Id);
        client.Send(LiveMessage.Of(new { type = "cell", tick = state.Tick, day = _run.Day, voxel = request.Voxel, cell = cell < 0 ? null : _run.Inspect(cell) }));
    }

    /// <summary>From the first tick again; what was changed on the way holds from the start.</summary>
    private void Restart(LiveClient client, string? seed)
    {
        var setup = _setup.Copy();
        setup.MakeAllFixed();
        var number = 0L;
        if (seed is not null && !long.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            client.Send(LiveMessage.Of(new { type = "error", message = "A seed is a whole number from 0 on." }));
            return;
        }

        if (seed is not null)
            setup.Set("seed", number.ToString(CultureInfo.InvariantCulture));
        if (Found(client, setup))
            Tell(LiveMessage.Of(new { type = "said", message = $"Started again with seed {_run.Scenario.Scenario.Seed}." }));
    }

    /// <summary>Changes a value: a number goes on from this tick where the plan keeps its shape, all else starts again.</summary>
    private void Set(LiveClient client, string path, JsonElement value)
    {
        var changed = _setup.Copy();
        if (_run.State.Tick > _run.Scenario.Plan.FirstTick && value.ValueKind == JsonValueKind.Number && !ScenarioCompiler.ActsAtStartOnly(path))
        {
            changed.SetFrom(_run.State.Tick, path, value.GetDouble());
            var compilation = changed.Compile();
            // A field that is solved from this tick on alone would not have the bits of a run that solves it from the start.
            if (compilation.Scenario is { } scenario && LiveHello.Solved(scenario).SequenceEqual(LiveHello.Solved(_run.Scenario)))
            {
                if (!scenario.SetUntil(_run.State.Tick)[path].Equals(value.GetDouble()))
                {
                    client.Send(LiveMessage.Of(new { type = "error", path, message = $"An event of the scenario sets {path} at this very tick: change it after the next one." }));
                    return;
                }

                _setup = changed;
                _run.Change(scenario);
                Changed(path, value, string.Create(CultureInfo.InvariantCulture, $"{path} is {value} from day {_run.Day:0.##} on."));
                return;
            }

            if (!compilation.Diagnostics.Where(IsError).All(IsOfShape))
            {
                Refuse(client, compilation.Diagnostics, path);
                return;
            }

            changed = _setup.Copy();
        }

        var wasAtStart = _run.State.Tick == _run.Scenario.Plan.FirstTick;
        changed.MakeAllFixed();
        changed.Set(path, value.GetRawText());
        if (Found(client, changed, path))
            Changed(path, value, $"{path} is {value}{(wasAtStart ? "." : "; the run started again because of it.")}");
    }

    private void Changed(string path, JsonElement value, string message)
    {
        Tell(LiveMessage.Of(new { type = "set", path, value, timed = _setup.HasTimedChanges, message }));
        _version++;
    }

    /// <summary>Puts a new run in the place of this one; where there can be none, says why and leaves all as it is.</summary>
    private bool Found(LiveClient client, LiveSetup setup, string? path = null)
    {
        var compilation = setup.Compile();
        var (run, errors) = compilation.Scenario is null ? (null, compilation.Diagnostics) : OpenRun.Found(compilation.Scenario, _threads, compilation.Sources);
        if (run is null)
        {
            Refuse(client, errors, path);
            return false;
        }

        _run.Dispose();
        (_setup, _run) = (setup, run);
        _rows.Clear();
        _version++;
        Tell(LiveMessage.Of(new { type = "restarted", seed = LiveHello.Seed(run), tables = run.Tables, solved = LiveHello.Solved(run.Scenario), values = LiveHello.Values(run) }));
        Record();
        return true;
    }

    /// <summary>Tells who asked for a change why there is none; and which one, so that the page shows what holds.</summary>
    private static void Refuse(LiveClient client, IEnumerable<Diagnostic> findings, string? path)
        => client.Send(LiveMessage.Of(new { type = "error", path, message = string.Join("\n", findings.Where(IsError).Select(LiveSetup.Text).Distinct()) }));

    private static bool IsError(Diagnostic finding) => finding.Severity == Severity.Error;

    /// <summary>Does a finding say that the plan's shape would be another one? Only a start can change that.</summary>
    private static bool IsOfShape(Diagnostic finding) => finding.Message == ScenarioCompiler.AnotherShape;

    private void Save(LiveClient client, LiveRequest request)
    {
        var setup = _setup.Copy();
        if (!request.AsHappened)
            setup.MakeAllFixed();
        var (path, problem) = _file.Save(request.Name, extends => setup.Overlay(request.Name, extends));
        client.Send(LiveMessage.Of(path is null
            ? new { type = "error", message = problem }
            : (object)new { type = "saved", path, message = $"Saved as {path}. Run it with: {_file.Command(path)}" }));
    }
}
