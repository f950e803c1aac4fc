using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Recording;

/// <summary>
/// A slice compiled by hand, small enough to work out what every table must say. Types: 0 "mover" (no states), 1 "sleeper" (states "awake",
/// "asleep"), 2 "wall" (vessel). One field "F" with the part "own" that movers secrete. Regions: 0 "left" (x in the left half). Voxels of 10 um.
/// </summary>
internal sealed record TinyNiche
{
    public const int Mover = 0, Awake = 1, Asleep = 2, Wall = 3;

    public Grid Grid { get; init; } = new(6, 4, 1);
    public double TickMinutes { get; init; } = 60;
    public int FirstTick { get; init; }
    public int LastTick { get; init; } = 24;
    public double RecordEveryHours { get; init; } = 6;
    public double[] RecordAtDays { get; init; } = [];
    public ulong Seed { get; init; } = 3;

    /// <summary>Rows of the lattice at y = 0 and up that are bone.</summary>
    public int BoneRows { get; init; } = 1;

    /// <summary>Voxels of each start placement, by profile.</summary>
    public (int Profile, int[] Voxels)[] Start { get; init; } = [];

    /// <summary>Movers asked for anywhere; to ask for more than there is room.</summary>
    public int MoversAnywhere { get; init; }

    public float MoverDividePerDay { get; init; }
    public float MoverSpeed { get; init; }
    public float MoverResorbs { get; init; }
    public float MoverSecretes { get; init; }
    public float AwakeDies { get; init; }
    public float AwakeSleeps { get; init; }
    public Dictionary<string, ReadoutSettings> Readouts { get; init; } = [];
    public (string Name, byte[] Content)[] Files { get; init; } = [];

    public CompiledScenario Compile()
    {
        var tallies = new List<TallyName>();
        ProfilePlan[] profiles =
        [
            Profile(tallies, Mover, type: 0, state: 0, [
                Channel(BehaviorKind.Divide, MoverDividePerDay) with { Count = 1 }, Channel(BehaviorKind.Move, MoverSpeed) with { Reach = 1 },
                Channel(BehaviorKind.Resorb, MoverResorbs) with { Reach = 10 }]),
            Profile(tallies, Awake, type: 1, state: 0, [Channel(BehaviorKind.Die, AwakeDies), Channel(BehaviorKind.Become, AwakeSleeps) with { Argument = Asleep }]),
            Profile(tallies, Asleep, type: 1, state: 1, []),
            Profile(tallies, Wall, type: 2, state: 0, []),
        ];
        var types = Enumerable.Range(0, 3).Select(type => Type(tallies, type)).ToArray();
        var plan = Plan(profiles, types, tallies.Count);
        var scenario = new Scenario
        {
            Name = "tiny",
            Seed = (long)Seed,
            Time = new TimeSettings { DurationDays = plan.DayOf(LastTick), TickMinutes = TickMinutes, RecordEveryHours = RecordEveryHours, RecordAtDays = RecordAtDays },
            Lattice = new LatticeSettings { WidthVoxels = Grid.Nx, HeightVoxels = Grid.Ny, VoxelUm = 10 },
            Fields = new() { ["F"] = new FieldSettings { DiffusionUm2PerSecond = 10, MolecularWeightKDa = 10, Tracks = new() { ["own"] = ["mover"] } } },
            Regions = new() { ["left"] = new RegionSettings { Box = new BoxSettings { XToUm = 10 * Grid.Nx / 2 } } },
            Cells = new()
            {
                ["mover"] = new CellTypeSettings { Attributes = new() { ["grit"] = new AttributeSettings() } },
                ["sleeper"] = new CellTypeSettings { States = new() { ["awake"] = new StateSettings(), ["asleep"] = new StateSettings() } },
                ["wall"] = new CellTypeSettings { Vessel = true },
            },
            Readouts = Readouts,
        };
        return new CompiledScenario
        {
            Scenario = scenario,
            Resolved = "{}\n",
            Hash = new string('a', 64),
            Plan = plan,
            Changes = [],
            Names = new Names
            {
                Fields = ["F"],
                Parts = [["own"]],
                Types = ["mover", "sleeper", "wall"],
                States = ["", "awake", "asleep", ""],
                Attributes = ["grit"],
                Rules = [],
                Treatments = [],
                Regions = ["left"],
                Placements = [.. plan.Placements.Select((_, i) => $"cells:any:start:p{i}")],
                Tallies = [.. tallies],
            },
            Files = Files,
        };
    }

    private Plan Plan(ProfilePlan[] profiles, TypePlan[] types, int tallies)
    {
        var bone = new bool[Grid.Count];
        Array.Fill(bone, true, 0, BoneRows * Grid.Nx);
        return new Plan
        {
            Grid = Grid,
            VoxelUm = 10,
            VoxelVolumeUm3 = 1000,
            CellEdges = CellEdges.All(CellEdge.Wall),
            Seed = Seed,
            FirstTick = FirstTick,
            LastTick = LastTick,
            TickSeconds = 60 * TickMinutes,
            Fields =
            [
                new FieldPlan
                {
                    Diffusion = 10, Decay = 0.01, OutOfPlaneLoss = 0, Edges = default, BoneFactor = 0.1f, BasalProduction = 0, Initial = 0, MarrowUptake = 0, BoneUptake = 0,
                    Time = FieldTime.Steady, StepsPerTick = 1, Neutralizer = -1, NeutralizerDissociation = 0, Parts = [[true, false, false, false]], Blockers = [], Additions = [],
                    Serum = default,
                },
            ],
            Tissue = new TissuePlan
            {
                Bone = new BoneLayout(LayoutKind.Mask, 0, 0, 0, bone, 0), Mineral = 1, Stores = [0], Matrix = null, MatrixResistance = 1,
                Vessels = new VesselLayout(LayoutKind.None, -1, 0, 0, null, 0),
            },
            Regions = [new RegionPlan(RegionTarget.Fixed, [.. Enumerable.Range(0, Grid.Count).Select(voxel => Grid.X(voxel) < Grid.Nx / 2)], -1, 0, 0)],
            Blood = new BloodPlan { VolumeUm3 = 0, PassesPerDay = 0, Circulating = [], Clearance = [0, 0, 0] },
            Profiles = profiles,
            Types = types,
            Attributes = 1,
            Treatments = [],
            Placements =
            [
                .. Start.Select((start, i) => Placement(i, start.Profile) with { Place = PlaceKind.Voxels, Share = 1, Voxels = start.Voxels }),
                .. MoversAnywhere > 0 ? [Placement(Start.Length, Mover) with { Count = MoversAnywhere }] : Array.Empty<PlacementPlan>(),
            ],
            Tallies = tallies,
            MotionSubsteps = 8,
        };
    }

    private PlacementPlan Placement(int index, int profile) => new()
    {
        Tick = FirstTick, Profile = profile, Place = PlaceKind.Anywhere, Count = -1, Share = 0, Region = -1, Voxels = null, Key = (ulong)index + 1,
        Starts = profile == Mover ? [new DistributionPlan(DistributionKind.Value, 0, 0)] : [], ByEvent = false,
    };

    private static ChannelPlan Channel(BehaviorKind kind, float value) => new()
    {
        Kind = kind, Argument = 0, Base = value, Increasing = [], Decreasing = [], Scales = [], Factors = [], Tally = -1,
    };

    private ProfilePlan Profile(List<TallyName> tallies, int profile, int type, int state, ChannelPlan[] wanted)
    {
        var channels = wanted.Where(channel => channel.Base > 0).ToArray();
        for (var slot = 0; slot < channels.Length; slot++)
        {
            channels[slot] = channels[slot] with { Tally = tallies.Count };
            var name = channels[slot].Kind switch { BehaviorKind.Become => "become:asleep", var kind => kind.ToString().ToLowerInvariant() };
            tallies.Add(new TallyName(profile, type, name, ""));
        }

        int Slot(BehaviorKind kind) => Array.FindIndex(channels, channel => channel.Kind == kind);
        int[] Slots(params BehaviorKind[] kinds) => [.. Enumerable.Range(0, channels.Length).Where(slot => kinds.Contains(channels[slot].Kind))];
        return new ProfilePlan
        {
            Type = type,
            State = state,
            Sources = new ResponsePlan([], profile == Mover && MoverSecretes > 0 ? [Channel(BehaviorKind.Secrete, MoverSecretes)] : []),
            Decisions = new ResponsePlan([], channels),
            Divide = Slot(BehaviorKind.Divide),
            FateSlots = Slots(BehaviorKind.Die, BehaviorKind.Become),
            Move = Slot(BehaviorKind.Move),
            Cohesion = -1,
            Arrest = -1,
            Capture = -1,
            GradientSlots = [],
            WorkSlots = Slots(BehaviorKind.Resorb),
            DriftSlots = [],
        };
    }

    private static TypePlan Type(List<TallyName> tallies, int type)
    {
        var first = tallies.Count;
        for (var t = 0; t < (int)TypeTally.Count; t++)
            tallies.Add(new TallyName(-1, type, ((TypeTally)t).ToString().ToLowerInvariant(), ""));
        return new TypePlan
        {
            InitialProfile = type == 0 ? Mover : type == 1 ? Awake : Wall,
            Vessel = type == 2,
            LivesInBone = false,
            Pushable = true,
            Attributes = type == 0
                ? [new AttributePlan
                    {
                        Attribute = 0, Minimum = 0, Maximum = 1, Start = new DistributionPlan(DistributionKind.Value, 0.5, 0), InheritanceSd = 0, LossProbability = 0, RelaxTo = 0, RelaxRate = 0,
                    }]
                : [],
            Tally = first,
        };
    }
}
