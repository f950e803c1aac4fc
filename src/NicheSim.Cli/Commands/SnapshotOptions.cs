using System.CommandLine;
using System.Globalization;
using NicheSim.Recording;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Commands;

/// <summary>The options that say what of a run is written as it is, for other programs.</summary>
internal sealed class SnapshotOptions
{
    private static readonly Dictionary<string, SnapshotFormat> Formats = new()
    {
        ["vtk"] = SnapshotFormat.Vtk, ["ome-zarr"] = SnapshotFormat.OmeZarr, ["parquet"] = SnapshotFormat.Parquet, ["openvt"] = SnapshotFormat.OpenVt,
    };

    private readonly Option<string?> _formats = new("--snapshots")
    {
        HelpName = "FORMATS", Description = "Write the niche as it is, now and then: vtk (ParaView), ome-zarr (napari), parquet (tables of cells), openvt (their places), with commas between. No result depends on it.",
    };

    private readonly Option<double?> _hours = NumberOption.Create("--snapshot-hours", "H", 0.0, "a number of hours from 0 on", "Interval of snapshots, counted from day 0; 24 where left out.");

    private readonly Option<double[]> _days = new("--snapshot-days")
    {
        HelpName = "DAYS", Description = "Snapshots on these days instead: 0,3.5,7.", CustomParser = result => Numbers(result.Tokens[^1].Value, ',') ?? Wrong(result, "days with commas between"),
    };

    private readonly Option<string?> _fields = new("--snapshot-fields") { HelpName = "FIELDS", Description = "Fields of snapshots, with commas between; all where left out." };

    private readonly Option<double[][]> _box = new("--snapshot-box")
    {
        HelpName = "BOX", Description = "Part of the lattice for snapshots, in um: 0:300,0:300 or 0:300,0:300,450:465. All of it where left out.", CustomParser = ParseBox,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _formats, _hours, _days, _fields, _box })
            command.Add(option);
    }

    /// <summary>What was asked for; null for no snapshots.</summary>
    /// <exception cref="BadInputException">There is no such format, or an option stands without one.</exception>
    public SnapshotSettings? Read(ParseResult parsed)
    {
        var (days, box) = (parsed.GetValue(_days) ?? [], parsed.GetValue(_box) is { Length: > 0 } ranges ? ranges : null);
        if (parsed.GetValue(_formats) is not { } list)
            return parsed.GetValue(_hours) is null && days.Length == 0 && parsed.GetValue(_fields) is null && box is null ? null
                : throw WhichFormats();
        var formats = Words(list);
        if (formats.Length == 0)
            throw WhichFormats();
        var unknown = Array.Find(formats, format => !Formats.ContainsKey(format));
        if (unknown is not null)
            throw new BadInputException($"--snapshots: {Suggestion.Unknown("format", unknown, Formats.Keys)}");
        return new SnapshotSettings
        {
            Formats = [.. formats.Select(format => Formats[format]).Distinct().Order()],
            EveryHours = parsed.GetValue(_hours) ?? new SnapshotSettings { Formats = [] }.EveryHours,
            AtDays = days,
            Fields = Words(parsed.GetValue(_fields) ?? ""),
            Box = box is null ? null : box.Length == 2 ? new SnapshotBox(box[0][0], box[0][1], box[1][0], box[1][1]) : new SnapshotBox(box[0][0], box[0][1], box[1][0], box[1][1], box[2][0], box[2][1]),
        };
    }

    private static BadInputException WhichFormats() => new("which snapshots: --snapshots vtk, ome-zarr, parquet or openvt?");

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double[][]? ParseBox(System.CommandLine.Parsing.ArgumentResult result)
    {
        var ranges = result.Tokens[^1].Value.Split(',').Select(range => Numbers(range, ':')).ToArray();
        if (ranges.Length is 2 or 3 && Array.TrueForAll(ranges, range => range is [var from, var to] && from <= to))
            return ranges!;
        Wrong(result, "ranges for x and y, or x, y and z, as 0:300,0:300");
        return null;
    }

    private static double[]? Numbers(string text, char separator)
    {
        var numbers = text.Split(separator).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN).ToArray();
        return Array.Exists(numbers, double.IsNaN) ? null : numbers;
    }

    private static double[] Wrong(System.CommandLine.Parsing.ArgumentResult result, string expected)
    {
        result.AddError($"{((System.CommandLine.Parsing.OptionResult)result.Parent!).Option.Name}: expected {expected}, found \"{result.Tokens[^1].Value}\"");
        return [];
    }
}
