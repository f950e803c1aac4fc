using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>Appends a frame to <c>frames.bin</c> at every recording time that is kept.</summary>
internal sealed class FrameRecorder : IDisposable
{
    /// <summary>Most frames of a run: a film of ten seconds.</summary>
    private const int MostFrames = 240;

    /// <summary>Most bytes of all frames together, unpacked.</summary>
    private const long MostBytes = 256L << 20;

    private readonly FrameHeader _header;
    private readonly FramePainter _painter;
    private readonly GrowingFile _file;
    private readonly HashSet<int> _ticks;

    /// <param name="path">The file.</param>
    /// <param name="scenario">What is run.</param>
    /// <param name="kind">Which frames.</param>
    /// <param name="mark">How far the file had come, where the run goes on.</param>
    public FrameRecorder(string path, CompiledScenario scenario, FrameKind kind, FileMark? mark)
    {
        _header = FrameHeader.Of(scenario, kind);
        _painter = new FramePainter(_header);
        var recorded = RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan);
        _ticks = [.. _header.IsLastOnly ? recorded[^1..] : Times(recorded, _header.BytesOfMaps)];
        _file = new GrowingFile(path, _header.ToBytes(), mark);
    }

    public FileMark Mark => _file.Mark;

    public void Record(View view)
    {
        if (_ticks.Contains(view.State.Tick))
            _file.Append(FrameCodec.Pack(_header, _painter.Paint(view)));
    }

    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    /// <summary>The recording times at which a frame is taken: every n-th and the last, so that there are neither too many nor too large.</summary>
    internal static IEnumerable<int> Times(int[] recorded, long bytes)
    {
        var most = (int)Math.Clamp(MostBytes / Math.Max(1, bytes), 2, MostFrames);
        var every = (recorded.Length + most - 2) / (most - 1);
        return recorded.Where((_, row) => row % every == 0 || row == recorded.Length - 1);
    }
}
