using System.Diagnostics;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Recording;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>A run as a film: the cells of the first plane over bone and vessels, frame after frame, as an animated PNG, and as MP4 where ffmpeg is there.</summary>
internal static class Film
{
    private const int MostFrames = 120, Milliseconds = 90, LastMilliseconds = 2000, FramesPerSecond = 12;
    private const float Margin = 10, Above = 30, Below = 26, LongerSide = 360, TitleSize = 14;

    /// <summary>Writes <c>film.png</c>, and <c>film.mp4</c> where ffmpeg is on the path.</summary>
    /// <exception cref="InvalidDataException">The run has no frames.</exception>
    public static IReadOnlyList<string> Make(string folder, PlotOptions options)
    {
        using var theme = options.Theme.Use();
        PlotFonts.Install();
        var run = new RunFolder(folder);
        using var frames = FrameMaps.Open(folder) ?? throw new InvalidDataException("it has no frames.bin to make a film of");
        var pictures = Pictures(run, frames, options).ToArray();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "plots"));
            var path = Path.Combine(folder, "plots", "film.png");
            var film = new Apng(pictures[0].Width, pictures[0].Height);
            for (var i = 0; i < pictures.Length; i++)
                film.Add(pictures[i], i == pictures.Length - 1 ? LastMilliseconds : Milliseconds);
            film.Save(path);
            var video = Path.ChangeExtension(path, ".mp4");
            File.Delete(video);
            // Where ffmpeg breaks off, half a film may be there.
            var fresh = video + AtomicFile.Unfinished;
            if (TryVideo(pictures, fresh))
            {
                File.Move(fresh, video);
                return [path, video];
            }

            File.Delete(fresh);
            return [path];
        }
        finally
        {
            Array.ForEach(pictures, picture => picture.Dispose());
        }
    }

    private static IEnumerable<SKBitmap> Pictures(RunFolder run, FrameMaps frames, PlotOptions options)
    {
        var (palette, plane) = (RunPlots.PaletteOf(run), frames.Header.Planes[0]);
        var part = frames.Part(plane, options);
        var every = (frames.Days.Count + MostFrames - 2) / Math.Max(1, MostFrames - 1);
        var indices = Enumerable.Range(0, frames.Days.Count).Where(i => i % every == 0 || i == frames.Days.Count - 1).ToArray();
        var maps = Array.ConvertAll(indices, index => frames.Voxels(frames.Read(index).Planes[0], plane, part));
        var key = new MapKey(run, palette, [.. maps.SelectMany(voxels => voxels).DistinctBy(voxel => (voxel.Kind, voxel.Type, voxel.State))]);
        var legend = new MapLegend(key.Entries);
        var side = LongerSide / Math.Max(part.Width, part.Height);
        var map = new SKRect(Margin, Above, Margin + (side * part.Width), Above + (side * part.Height));
        var day = PlotFonts.Width($", day {Scale.Plain(frames.Days[^1])}  ", TitleSize);
        var name = Pen.Fitted(Figure.OneLine(run.Name), TitleSize * 1.1f, Math.Max(map.Right + legend.Width + Margin, Figure.WidestTitle) - day - (2 * Margin));
        var width = Even(Math.Max(map.Right + legend.Width + Margin, (2 * Margin) + PlotFonts.Width(name, TitleSize) + day) * options.Scale);
        var height = Even(Math.Max(map.Bottom + Below, Above + legend.Height + Margin) * options.Scale);
        for (var i = 0; i < maps.Length; i++)
        {
            var picture = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
            using var canvas = new SKCanvas(picture);
            canvas.Scale(options.Scale);
            canvas.Clear(Theme.Now.Paper.ToSKColor());
            MapDrawing.Text(canvas, $"{name}, day {frames.Days[indices[i]].ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)}", Margin, 20, TitleSize, Palette.Ink, bold: true);
            VoxelMap.Draw(canvas, map, maps[i], key, part.Width);
            MapDrawing.Frame(canvas, map);
            legend.Draw(canvas, map.Right, Above);
            MapDrawing.LengthBar(canvas, Margin, map.Bottom + 14, map.Width, part.Width * frames.Header.VoxelUm);
            yield return picture;
        }

        static int Even(float pixels) => 2 * (int)MathF.Ceiling(pixels / 2);
    }

    /// <summary>Lets ffmpeg make an MP4 that every browser plays; false where there is no ffmpeg, or it cannot.</summary>
    private static bool TryVideo(SKBitmap[] pictures, string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "ffmpeg",
                ["-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", $"{pictures[0].Width}x{pictures[0].Height}", "-r", $"{FramesPerSecond}", "-i", "-", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", path])
            {
                RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            using (var input = process.StandardInput.BaseStream)
                foreach (var picture in pictures)
                    input.Write(picture.GetPixelSpan());
            process.WaitForExit();
            return process.ExitCode == 0 && errors.Result.Length >= 0;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return false;
        }
    }
}
