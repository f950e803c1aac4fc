using System.Globalization;
using NicheSim.Rules;
using Parquet;
using Parquet.Schema;

namespace NicheSim.Recording;

/// <summary>
/// <c>snapshots/cells/cells-*.parquet</c>: a row per cell with all that it carries, as one table in pieces that readers take together. Attributes that a type does not
/// carry are 0.
/// </summary>
internal sealed class CellTables(CompiledScenario scenario, SnapshotFiles files)
{
    public const string Folder = "cells";

    /// <summary>Names of columns besides attributes.</summary>
    public static readonly string[] Columns =
        ["day", "tick", "id", "parent", "clone", "type", "state", "x_um", "y_um", "z_um", "age_days", "time_in_state_days", "divisions", "arrested", "attached"];

    private readonly Plan _plan = scenario.Plan;
    private readonly Names _names = scenario.Names;

    public void Write(Snapshot snapshot)
    {
        using var table = new MemoryStream();
        WriteTo(table, snapshot).GetAwaiter().GetResult();
        files.Write(string.Create(CultureInfo.InvariantCulture, $"{Folder}/cells-{snapshot.Index:0000}.parquet"), table.ToArray());
    }

    private async Task WriteTo(Stream stream, Snapshot snapshot)
    {
        (DataField Field, Func<ParquetRowGroupWriter, DataField, Task> Write)[] columns =
        [
            Numbers("day", Repeated(_plan.DayOf(snapshot.Tick))), Numbers("tick", Repeated(snapshot.Tick)),
            Numbers("id", snapshot.Ids), Numbers("parent", snapshot.Parents), Numbers("clone", snapshot.Clones),
            Texts("type", profile => _names.Types[_plan.Profiles[profile].Type]), Texts("state", profile => _names.States[profile]),
            Numbers("x_um", Array.ConvertAll(snapshot.Places, place => Center(place.X))), Numbers("y_um", Array.ConvertAll(snapshot.Places, place => Center(place.Y))),
            Numbers("z_um", Array.ConvertAll(snapshot.Places, place => Center(place.Z))),
            Numbers("age_days", Days(snapshot.BornTicks)), Numbers("time_in_state_days", Days(snapshot.StateTicks)), Numbers("divisions", snapshot.Divisions),
            Numbers("arrested", snapshot.Arrested), Numbers("attached", snapshot.Attached),
            .. snapshot.Attributes.Select((values, a) => Numbers(_names.Attributes[a], values)),
        ];
        // Snappy is managed code whose bytes do not depend on the processor.
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. columns.Select(column => column.Field)]), stream, options);
        using var rows = writer.CreateRowGroup();
        foreach (var (field, write) in columns)
            await write(rows, field);

        T[] Repeated<T>(T value)
        {
            var values = new T[snapshot.Cells];
            Array.Fill(values, value);
            return values;
        }

        double Center(int voxel) => (voxel + 0.5) * _plan.VoxelUm;

        double[] Days(int[] ticks) => Array.ConvertAll(ticks, tick => _plan.DayOf(snapshot.Tick - tick));

        (DataField, Func<ParquetRowGroupWriter, DataField, Task>) Texts(string name, Func<ushort, string> text)
            => (new DataField<string>(name, nullable: false), (group, field) => group.WriteAsync(field, Array.ConvertAll(snapshot.Profiles, profile => text(profile))));
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, DataField, Task> Write) Numbers<T>(string name, T[] values)
        where T : struct => (new DataField<T>(name), (rows, field) => rows.WriteAsync<T>(field, values));
}
