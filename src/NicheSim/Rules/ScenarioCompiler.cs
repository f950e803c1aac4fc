using System.Globalization;
using System.Text.Json;
using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>What compiling gives: the scenario where there was no error, where its keys stand, and all that was found.</summary>
public sealed record Compilation(CompiledScenario? Scenario, SourceMap Sources, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Each finding once, though every state of a type may have met it.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [.. Diagnostics.Distinct()];

    /// <summary>What was written, where it could be read, though it may not compile.</summary>
    internal Scenario? Read { get; init; }

    /// <summary>What could be read of one of which some keys or values were refused: without these, or with their defaults.</summary>
    internal Scenario? Draft { get; init; }
}

/// <summary>A scenario file -> a plan. No input makes it throw; all errors are reported at once.</summary>
public static class ScenarioCompiler
{
    /// <summary>What is said of a change on the way that is more than one of numbers: only a start can make it.</summary>
    public const string AnotherShape = "changes what there is (cells, fields, rules, lattice or time), not only numbers";

    /// <summary>Share of the memory that is there which a run may take.</summary>
    private const double ShareOfMemory = 0.8;

    private const double MinutesPerDay = 1440;

    /// <summary>Most events that set parameters: each is a plan of its own.</summary>
    private const int MostChanges = 100;

    /// <summary>What is said where there are more.</summary>
    public static string TooManyChanges { get; } = string.Create(CultureInfo.InvariantCulture, $"more than {MostChanges} events set parameters");

    /// <summary>Most types and states of cells together.</summary>
    private const int MostProfiles = 1000;

    public static Compilation Load(string path, LoaderOptions? options = null)
        => Compile(options => ScenarioLoader.Load<Scenario>(path, options), Path.GetFileNameWithoutExtension(path), options ?? new());

    /// <summary>Compiles a text as if it stood in a file of that name.</summary>
    public static Compilation LoadText(string name, string json, LoaderOptions? options = null)
        => Compile(options => ScenarioLoader.LoadText<Scenario>(name, json, options), Path.GetFileNameWithoutExtension(name), options ?? new());

    private static Compilation Compile(Func<LoaderOptions, LoadedScenario<Scenario>> load, string name, LoaderOptions options)
    {
        var loaded = load(options);
        if (loaded.Value is { Name.Length: 0 })
            loaded = load(options with { Assignments = [.. options.Assignments, $"name={JsonSerializer.Serialize(name)}"] });
        var diagnostics = new List<Diagnostic>(loaded.Diagnostics);
        if (loaded.Value is not { } scenario)
        {
            if (loaded.Draft is null || diagnostics.Count >= Suggestion.MostLookedUp)
                return new Compilation(null, loaded.Sources, diagnostics);
            diagnostics.AddRange(FurtherErrors(loaded, options));
            return new Compilation(null, loaded.Sources, diagnostics) { Draft = loaded.Draft };
        }

        var catalog = new Catalog(scenario, loaded.Sources, diagnostics);
        var files = FilesOf(loaded, catalog, options);
        var built = Build(catalog, files, options);
        var changes = built is null || HasErrors(diagnostics) ? [] : Changes(loaded, scenario, built.Value.Plan, options, diagnostics);
        if (built is null || HasErrors(diagnostics))
            return new Compilation(null, loaded.Sources, diagnostics) { Read = scenario };

        if (files.Outside.Count > 0)
            return Compile(load, name, Inside(files, options)) with { Sources = loaded.Sources };
        StaticChecks.Run(catalog, built.Value.Plan, built.Value.Drafts);
        var isSolved = FieldsInUse.Find(catalog, [built.Value.Plan, .. changes.Select(change => change.Plan)]);
        return new Compilation(
            new CompiledScenario
            {
                Scenario = scenario,
                Resolved = loaded.Resolved!,
                Hash = ScenarioHash.Of(loaded.Resolved!, files.Contents.Select(f => (f.Name, (ReadOnlyMemory<byte>)f.Content))),
                Plan = WithSolved(built.Value.Plan),
                Changes = Array.ConvertAll(changes, change => (change.Tick, WithSolved(change.Plan))),
                Names = built.Value.Names,
                Files = files.Contents,
            },
            loaded.Sources,
            diagnostics);

        Plan WithSolved(Plan plan) => plan with { Fields = [.. plan.Fields.Select((field, f) => field with { IsSolved = isSolved[f] })] };
    }

    private static NamedFiles FilesOf(LoadedScenario<Scenario> loaded, Catalog catalog, LoaderOptions options)
        => new(catalog, loaded.Sources, new FileLookup(options), loaded.Layers.Count > 0 ? loaded.Layers[^1] : "");

    /// <summary>Files from outside get names within the scenario's folder, so that the resolved scenario runs alone beside copies of them.</summary>
    private static LoaderOptions Inside(NamedFiles files, LoaderOptions options)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = files.Contents.Select(content => content.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Outside.Select(outside => outside.File).Distinct())
        {
            var (stem, extension) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
            var name = $"files/{stem}{extension}";
            for (var twin = 2; !taken.Add(name); twin++)
                name = string.Create(CultureInfo.InvariantCulture, $"files/{stem}-{twin}{extension}");
            names.Add(file, name);
        }

        return options with
        {
            Assignments = [.. options.Assignments, .. files.Outside.Select(outside => $"{outside.Path}={JsonSerializer.Serialize(names[outside.File])}")],
            FilesAt = names.ToDictionary(entry => entry.Value, entry => entry.Key),
        };
    }

    /// <summary>What is wrong with the names and numbers of a scenario of which some keys or values were refused, apart from what those bring about.</summary>
    private static IEnumerable<Diagnostic> FurtherErrors(LoadedScenario<Scenario> loaded, LoaderOptions options)
    {
        var found = new List<Diagnostic>();
        var catalog = new Catalog(loaded.Draft!, loaded.Sources, found);
        Build(catalog, FilesOf(loaded, catalog, options), options);
        return NotBroughtAbout(found, loaded.Diagnostics, loaded.Draft!);
    }

    /// <summary>Those among the errors found in a draft that what was refused before has not brought about.</summary>
    internal static IEnumerable<Diagnostic> NotBroughtAbout(IEnumerable<Diagnostic> found, IReadOnlyList<Diagnostic> refused, Scenario draft)
    {
        return found.Where(error => !refused.Any(known => Contains(PathOf(known), error.Path) || Contains(error.Path, known.Path)));

        // An error of the scenario as a whole is an unknown key, which brings nothing about, or a missing one.
        string PathOf(Diagnostic known) => known.Path.Length > 0 ? known.Path : draft.Time.DurationDays == 0 ? "time" : draft.Lattice.WidthVoxels == 0 ? "lattice" : "";

        static bool Contains(string path, string other) => other == path || other.StartsWith(path + ":", StringComparison.Ordinal);
    }

    private static bool HasErrors(List<Diagnostic> diagnostics) => diagnostics.Exists(d => d.Severity == Severity.Error);

    private static (Plan Plan, Names Names, List<Draft>[] Drafts)? Build(Catalog catalog, NamedFiles files, LoaderOptions options)
    {
        var scenario = catalog.Scenario;
        var lattice = scenario.Lattice;
        if (!FitsInMemory(catalog, options))
            return null;
        var grid = new Grid(lattice.WidthVoxels, lattice.HeightVoxels, lattice.DepthVoxels);
        var thickness = lattice.DepthVoxels == 1 ? lattice.SliceThicknessUm ?? lattice.VoxelUm : lattice.VoxelUm;
        if (lattice.DepthVoxels > 1 && lattice.SliceThicknessUm is not null)
            catalog.Error("lattice:sliceThicknessUm", "is for a slice, where depthVoxels is 1");
        var voxelVolume = lattice.VoxelUm * lattice.VoxelUm * thickness;
        var (firstTick, lastTick) = (TickOf(scenario.Time.FromDay), TickOf(scenario.Time.DurationDays));
        if (lastTick <= firstTick)
            catalog.Error("time:durationDays", "the run is shorter than half a tick: it ends on this day, and begins on day 0 or \"fromDay\"");
        foreach (var (name, happening) in scenario.Events.Where(e => e.Value.Enabled))
            if (new object?[] { happening.Add, happening.Bath, happening.Set.Count > 0 ? happening.Set : null }.Count(given => given is not null) != 1)
                catalog.Error($"events:{name}", "give one of add, set and bath");

        var tallies = new List<TallyName>();
        var cells = new CellCompiler(catalog, tallies);
        var types = cells.Types();
        if (types.Length == 0)
            catalog.Error("cells", "a niche needs a cell type");
        if (catalog.Profiles > MostProfiles)
        {
            catalog.Error("cells", string.Create(CultureInfo.InvariantCulture, $"{catalog.Profiles} types and states are more than {MostProfiles}"));
            return null;
        }

        var profiles = cells.Profiles();
        var fields = new FieldCompiler(catalog).Fields();
        var tissue = new TissueCompiler(catalog, files, grid);
        var (placements, paths) = new PlacementCompiler(catalog, files, grid).Compile(firstTick, TickOf);
        var treatments = new List<TreatmentPlan>(catalog.Treatments.Select(t => Treatment(scenario.Treatments[t], lastTick)));
        AddBaths(catalog, fields, treatments, firstTick, lastTick);
        var plan = new Plan
        {
            Grid = grid,
            VoxelUm = lattice.VoxelUm,
            VoxelVolumeUm3 = voxelVolume,
            CellEdges = Edges(catalog, lattice.CellEdges),
            Seed = (ulong)scenario.Seed,
            FirstTick = firstTick,
            LastTick = lastTick,
            TickSeconds = scenario.Time.TickMinutes * 60,
            Fields = fields,
            Tissue = tissue.Tissue(),
            Regions = tissue.Regions(),
            Blood = tissue.Blood(TickOf, lastTick, voxelVolume),
            Profiles = profiles,
            Types = types,
            Attributes = catalog.Attributes.Length,
            Treatments = [.. treatments],
            Placements = placements,
            Tallies = tallies.Count,
            MotionSubsteps = Substeps(catalog, profiles, scenario.Time.TickMinutes / 60 / lattice.VoxelUm),
        };
        var names = new Names
        {
            Fields = catalog.Fields,
            Parts = catalog.Parts,
            Types = catalog.Types,
            States = [.. catalog.States.SelectMany(states => states)],
            Attributes = catalog.Attributes,
            Rules = catalog.Rules,
            Treatments = catalog.Treatments,
            Regions = catalog.Regions,
            Placements = paths,
            Tallies = [.. tallies],
        };
        return (plan, names, cells.Drafts);

        int TickOf(double day) => ScenarioCompiler.TickOf(day, scenario.Time);

        TreatmentPlan Treatment(TreatmentSettings settings, int last) => new(
            TickOf(settings.FromDay),
            settings.ToDay is { } to ? TickOf(to) : last,
            settings.IntervalDays is { } interval ? Math.Max(1, interval * MinutesPerDay / scenario.Time.TickMinutes) : 0,
            settings.HalfLifeDays is { } halfLife ? halfLife * MinutesPerDay / scenario.Time.TickMinutes : 0,
            settings.Efficacy);
    }

    /// <summary>Baths that events start: treatments without a name, behind the others.</summary>
    private static void AddBaths(Catalog catalog, FieldPlan[] fields, List<TreatmentPlan> treatments, int firstTick, int lastTick)
    {
        foreach (var (name, happening) in catalog.Scenario.Events.Where(e => e.Value.Enabled && e.Value.Bath is not null && TickOf(e.Value.Day) >= firstTick).OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            var bath = happening.Bath!;
            if (catalog.Field(bath.Field, $"events:{name}:bath:field") is not (>= 0 and var field))
                continue;
            fields[field] = fields[field] with { Additions = [.. fields[field].Additions, new AddPlan(treatments.Count, (float)bath.Picomolar, (float)(bath.PerMinute / 60), false)] };
            treatments.Add(new TreatmentPlan(TickOf(happening.Day), bath.ToDay is { } to ? TickOf(to) : lastTick, 0, 0, 1));
        }

        int TickOf(double day) => ScenarioCompiler.TickOf(day, catalog.Scenario.Time);
    }

    private static int TickOf(double day, TimeSettings time) => (int)Math.Round(day * MinutesPerDay / time.TickMinutes);

    /// <summary>The plans of events that set parameters: the scenario loaded anew with all that was set up to that day.</summary>
    private static (int Tick, Plan Plan)[] Changes(LoadedScenario<Scenario> loaded, Scenario scenario, Plan plan, LoaderOptions options, List<Diagnostic> diagnostics)
    {
        var changes = new List<(int, Plan)>();
        var assignments = new List<string>();
        var setting = Setting(scenario, plan.FirstTick).ToArray();
        if (setting.Length > MostChanges)
        {
            diagnostics.Add(loaded.Sources.Error("events", TooManyChanges));
            return [];
        }

        foreach (var (tick, name, happening) in setting)
        {
            assignments.AddRange(happening.Set.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key}={s.Value:R}")));
            var path = $"events:{name}:set";
            foreach (var key in happening.Set.Keys.Where(ActsAtStartOnly).Order(StringComparer.Ordinal))
                diagnostics.Add(loaded.Sources.Error(path, $"{key} acts at the start only; changed on a later day it would do nothing"));
            var changed = ScenarioLoader.LoadText<Scenario>(scenario.Name, loaded.Resolved!, options with { Assignments = assignments });
            var found = new List<Diagnostic>(changed.Diagnostics);
            var catalog = changed.Value is null ? null : new Catalog(changed.Value, changed.Sources, found);
            var built = catalog is null ? null : Build(catalog, FilesOf(loaded, catalog, options), options);
            if (built is null || HasErrors(found))
                diagnostics.AddRange(found.Where(d => d.Severity == Severity.Error).Select(d => loaded.Sources.Error(path, $"{d.Path}: {d.Message}")));
            else if (built.Value.Plan.Tissue.Stores.Zip(plan.Tissue.Stores).Any(store => store.First > 0 && store.Second <= 0))
                diagnostics.Add(loaded.Sources.Error(path, "a store that is 0 at the start cannot be filled later: give it a small amount from the start on"));
            else if (!HasShapeOf(built.Value.Plan, plan))
                diagnostics.Add(loaded.Sources.Error(path, AnotherShape));
            else
                changes.Add((tick, built.Value.Plan));
        }

        return [.. changes];
    }

    /// <summary>The events that set parameters in a run from a tick on, in the order in which they act.</summary>
    internal static IEnumerable<(int Tick, string Name, EventSettings Event)> Setting(Scenario scenario, int firstTick)
        => scenario.Events.Where(e => e.Value.Enabled && e.Value.Set.Count > 0).OrderBy(e => e.Value.Day).ThenBy(e => e.Key, StringComparer.Ordinal)
            .Select(e => (TickOf(e.Value.Day, scenario.Time), e.Key, e.Value)).Where(e => e.Item1 >= firstTick);

    /// <summary>Does a parameter act at the start of a run only, so that an event cannot change it?</summary>
    public static bool ActsAtStartOnly(string path) => path.Split(':') switch
    {
        ["tissue", "bone", "stores", ..] or ["tissue", "matrix", "resistance"] => false,
        ["seed" or "format" or "time" or "lattice" or "tissue" or "events" or "readouts", ..] => true,
        ["cells", _, "start", ..] or ["fields", _, "initialPicomolar"] or ["blood", "serum", _, "picomolar"] => true,
        _ => false,
    };

    private static bool HasShapeOf(Plan plan, Plan other)
        => plan.Grid == other.Grid && plan.TickSeconds == other.TickSeconds && plan.LastTick == other.LastTick
            && plan.Fields.Length == other.Fields.Length && plan.Tallies == other.Tallies && plan.Attributes == other.Attributes && plan.Treatments.Length == other.Treatments.Length
            && plan.Regions.Length == other.Regions.Length && plan.Profiles.Length == other.Profiles.Length
            && plan.Profiles.Zip(other.Profiles).All(p => p.First.Decisions.Channels.Length == p.Second.Decisions.Channels.Length && p.First.Sources.Channels.Length == p.Second.Sources.Channels.Length);

    private static CellEdges Edges(Catalog catalog, CellEdgeSettings settings)
    {
        var sides = Array.ConvertAll<CellEdgeKind?, CellEdge>(
            [settings.XMin, settings.XMax, settings.YMin, settings.YMax, settings.ZMin, settings.ZMax],
            side => (side ?? settings.All) switch { CellEdgeKind.Wall => CellEdge.Wall, CellEdgeKind.Periodic => CellEdge.Periodic, _ => CellEdge.Exit });
        for (var axis = 0; axis < 3; axis++)
            if ((sides[2 * axis] == CellEdge.Periodic) != (sides[(2 * axis) + 1] == CellEdge.Periodic))
            {
                catalog.Error("lattice:cellEdges", $"the axis {(Axis)axis} is periodic at one side only");
                sides[2 * axis] = sides[(2 * axis) + 1] = CellEdge.Wall;
            }

        return new CellEdges(sides[0], sides[1], sides[2], sides[3], sides[4], sides[5]);
    }

    /// <summary>Sub-steps that keep the likeliest hop at or below <see cref="Plan.LargestHopProbability"/>, whatever the rules do.</summary>
    private static int Substeps(Catalog catalog, ProfilePlan[] profiles, double hoursPerVoxel)
    {
        double fastest = 0;
        foreach (var profile in profiles)
        {
            if (profile.Move < 0)
                continue;
            var channel = profile.Decisions.Channels[profile.Move];
            double speed = channel.Base;
            foreach (var term in channel.Increasing.SelectMany(way => way.Terms))
                speed = Math.Max(speed, term.Saturation);
            foreach (var slot in channel.Scales)
                speed *= catalog.Scenario.Cells[catalog.Types[profile.Type]].Attributes[catalog.Attributes[profile.Decisions.Signals[slot].A]].Maximum;
            foreach (var (_, factor) in channel.Factors)
                speed *= Math.Max(1, factor);
            fastest = Math.Max(fastest, speed);
        }

        return Math.Clamp((int)Math.Ceiling(fastest * hoursPerVoxel / Plan.LargestHopProbability), 1, Plan.MostMotionSubsteps);
    }

    private static bool FitsInMemory(Catalog catalog, LoaderOptions options)
    {
        var needed = MemoryEstimate.Bytes(catalog.Scenario);
        var there = options.MostMemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory;
        var lattice = catalog.Scenario.Lattice;
        var (x, y, z) = ((double)lattice.WidthVoxels, (double)lattice.HeightVoxels, (double)lattice.DepthVoxels);
        var tooMany = x * y * z > MemoryEstimate.MostVoxels || LevelShape.Padded(lattice.WidthVoxels, lattice.HeightVoxels, lattice.DepthVoxels) > int.MaxValue;
        if ((x * x) + (y * y) + (z * z) >= DistanceTransform.Infinite)
        {
            catalog.Error("lattice", string.Create(CultureInfo.InvariantCulture, $"is longer than {Math.Floor(Math.Sqrt(DistanceTransform.Infinite)):F0} voxels from corner to corner"));
            return false;
        }

        if (needed <= there && !tooMany)
            return true;
        catalog.Error("lattice", tooMany
            ? string.Create(CultureInfo.InvariantCulture, $"has too many voxels for numbers of 32 bits, and would need about {needed / 1e9:F1} GB of memory")
            : string.Create(CultureInfo.InvariantCulture, $"needs about {needed / 1e9:F1} GB of memory; {there / 1e9:F1} GB are there for a run"));
        return false;
    }
}
