using NicheSim.Numerics;
using NicheSim.Scenarios;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>What the scenario is about, its time and space, tissue and blood.</summary>
internal sealed class ExplainNiche(CompiledScenario compiled)
{
    private const double MicrolitersPerUm3 = 1e-9;
    private readonly Plan _plan = compiled.Plan;
    private readonly Scenario _scenario = compiled.Scenario;

    public void Write(ExplainPage page)
    {
        page.AddHeading(1, _scenario.Name.Length > 0 ? _scenario.Name : "Scenario");
        page.AddParagraph(_scenario.About);
        if (_scenario.Claims.Length > 0)
            page.AddParagraph($"About the {(_scenario.Claims.Length == 1 ? "claim" : "claims")} {List(_scenario.Claims)} of the evidence register.");

        page.AddHeading(2, "Time and space");
        page.AddTable(["part", "as simulated", ExplainPage.Sources],
        [
            ["time", Time(), Sources(_scenario.Time.Evidence)],
            ["lattice", Lattice(), Sources(_scenario.Lattice.Evidence)],
            ["bone", Bone(), Sources(_scenario.Tissue.Bone.Evidence)],
            .. _scenario.Tissue.Bone.Stores.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (string[])["bone stores", Store(s.Key, s.Value), Sources(s.Value.Evidence)]),
            ["matrix", Matrix(), Sources(_scenario.Tissue.Matrix.Evidence)],
            ["vessels", Vessels(), Sources(_scenario.Tissue.Vessels.Evidence)],
            .. _plan.Blood.VolumeUm3 > 0 ? Blood(_scenario.Blood!) : [],
        ]);
        page.AddTable(["region", "where"], [.. _scenario.Regions.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new[] { r.Key, Region(r.Value) })]);
    }

    private static string Sources(string[] evidence) => string.Join("; ", evidence);

    private string Time()
    {
        var ticks = _plan.LastTick - _plan.FirstTick;
        var days = _scenario.Time.RecordAtDays.Length > 0 ? $", and on day {List(_scenario.Time.RecordAtDays.Select(Number))}" : "";
        return $"From day {Number(_plan.DayOf(_plan.FirstTick))} to day {Number(_plan.DayOf(_plan.LastTick))} in {Number(ticks)} ticks of {Duration(_plan.TickSeconds)}; "
            + $"recorded every {Duration(_scenario.Time.RecordEveryHours * 3600)}{days}. Seed {_plan.Seed}";
    }

    private string Lattice()
    {
        var grid = _plan.Grid;
        var slice = grid.Nz == 1;
        var (side, thickness) = (_plan.VoxelUm, _plan.VoxelVolumeUm3 / (_plan.VoxelUm * _plan.VoxelUm));
        var size = slice
            ? $"{Length(grid.Nx * side)} x {Length(grid.Ny * side)}, a slice {Length(thickness)} thick"
            : $"{Length(grid.Nx * side)} x {Length(grid.Ny * side)} x {Length(grid.Nz * side)}";
        return $"{grid.Nx} x {grid.Ny}{(slice ? "" : $" x {grid.Nz}")} voxels of {Length(side)}: {size}. One cell to a voxel. Edges for cells: {CellEdges(slice)}";
    }

    private string CellEdges(bool slice)
    {
        string[] names = ["x low", "x high", "y low", "y high", "z low", "z high"];
        return Sides(Enumerable.Range(0, slice ? 4 : 6).Select(side => (names[side], _plan.CellEdges[side] switch
        {
            CellEdge.Wall => "wall",
            CellEdge.Periodic => "periodic",
            _ => "exit",
        })));
    }

    /// <summary>What holds at the sides, once where all agree.</summary>
    public static string Sides(IEnumerable<(string Side, string What)> sides)
    {
        var groups = sides.GroupBy(side => side.What).ToArray();
        return groups.Length == 1 ? groups[0].Key : string.Join("; ", groups.Select(group => $"{List(group.Select(side => side.Side))}: {group.Key}"));
    }

    private string Bone()
    {
        var bone = _scenario.Tissue.Bone;
        var pattern = bone.Pattern switch
        {
            BonePattern.None => "none at the start",
            BonePattern.Slab => $"a slab of {Length(bone.ThicknessUm)} at the low end of {Plain($"{bone.Axis}")}",
            BonePattern.Plates => $"plates of {Length(bone.ThicknessUm)} across {Plain($"{bone.Axis}")}, {Number(100 * bone.VolumeFraction)} % of the niche",
            BonePattern.Trabeculae => $"random trabeculae of {Length(bone.ThicknessUm)}, {Number(100 * bone.VolumeFraction)} % of the niche (layout {bone.LayoutSeed})",
            _ => $"from the mask {bone.File}",
        };
        return $"{pattern}{(bone.Pattern != BonePattern.None && bone.Mineral < 1 ? $", mineralized to {Number(100 * bone.Mineral)} %" : "")}";
    }

    private string Matrix()
    {
        var matrix = _scenario.Tissue.Matrix;
        var pattern = matrix.Pattern switch
        {
            MatrixPattern.None => "none",
            MatrixPattern.Uniform => $"density {Number(matrix.Density)} everywhere",
            _ => $"density {Number(matrix.Density)} from {Length(matrix.FromUm)} to {Length(matrix.ToUm)} along {Plain($"{matrix.Axis}")}",
        };
        return $"{pattern}{(matrix.Pattern == MatrixPattern.None ? "" : $"; where the density is 1, {Number(100 * matrix.Resistance)} % of the hops fail")}";
    }

    private string Vessels()
    {
        var vessels = _scenario.Tissue.Vessels;
        var pattern = vessels.Pattern switch
        {
            VesselPattern.None => "none at the start",
            VesselPattern.Mask => $"from the mask {vessels.File}",
            _ => $"a {(vessels.Pattern == VesselPattern.Grid ? "regular grid" : $"random layout ({vessels.LayoutSeed})")} of sinusoids, {Length(vessels.DiameterUm)} wide and {Length(vessels.SpacingUm)} apart",
        };
        return $"{pattern}{(vessels.Pattern == VesselPattern.None ? "" : $", held by {vessels.Type} cells")}";
    }

    private static string Store(string field, StoreSettings store) => $"{Number(store.MoleculesPerUm3)} molecules of {field} per um3 of mineralized bone, freed as it is resorbed";

    private IEnumerable<string[]> Blood(BloodSettings blood)
    {
        yield return
        [
            "blood", $"{Number(_plan.Blood.VolumeUm3 * MicrolitersPerUm3)} microliters belong to this niche; a circulating cell passes through it {Number(_plan.Blood.PassesPerDay / 24)} times an hour",
            Sources(blood.Evidence),
        ];
        foreach (var (type, cells) in blood.Circulating.OrderBy(c => c.Key, StringComparer.Ordinal))
            yield return
            [
                "circulating",
                $"{Number(cells.InfluxPerDay)} {(cells.State is { } state ? state + " " : "")}{type} cells enter the blood a day, from day {Number(cells.FromDay)} {(cells.ToDay is { } end ? $"to day {Number(end)}" : "on")}; "
                    + $"cleared at {Number(cells.ClearancePerDay)} per day",
                Sources(cells.Evidence),
            ];
        foreach (var (field, serum) in blood.Serum.OrderBy(s => s.Key, StringComparer.Ordinal))
            yield return [$"serum {field}", $"{Number(serum.Picomolar)} pM{(serum.Fixed ? ", whatever the niche gives or takes" : Turnover(serum))}", Sources(serum.Evidence)];
    }

    private static string Turnover(SerumSettings serum)
        => $" at the start, {Number(serum.ProductionPicomolarPerHour)} pM per hour produced in the body, {(serum.HalfLifeMinutes is { } half ? $"half-life {Duration(60 * half)}" : "no clearance")}";

    private static string Region(RegionSettings region)
    {
        if (region.MaskFile is { } file)
            return $"the dark pixels of {file}";
        if (region.Band is { } band)
            return $"from {Length(band.FromUm)} to {Length(band.ToUm)} from {(band.To.StartsWith("type:", StringComparison.Ordinal) ? $"{band.To[5..]} cells" : band.To)}, followed as it changes";
        var box = region.Box ?? new BoxSettings();
        var limits = new[] { Span("x", box.XFromUm, box.XToUm), Span("y", box.YFromUm, box.YToUm), Span("z", box.ZFromUm, box.ZToUm) }.Where(span => span.Length > 0).ToArray();
        return limits.Length == 0 ? "everywhere" : List(limits);

        static string Span(string axis, double? from, double? to) => (from, to) switch
        {
            (null, null) => "",
            (null, _) => $"{axis} up to {Length(to!.Value)}",
            (_, null) => $"{axis} from {Length(from.Value)} on",
            _ => $"{axis} from {Length(from.Value)} to {Length(to.Value)}",
        };
    }
}
