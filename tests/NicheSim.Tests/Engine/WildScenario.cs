using System.Text.Json.Nodes;

namespace NicheSim.Tests.Engine;

/// <summary>
/// Scenarios of every mechanism at once, each a function of its number, valid by construction: any fields, types, states, attributes, labels, rules, tissue, vessels, blood,
/// treatments and events, from one voxel on, in one, two and three dimensions, with any edges.
/// </summary>
internal sealed class WildScenario
{
    private readonly Random _random;
    private readonly List<string> _fields, _types, _labels, _regions = [], _treatments;
    private readonly Dictionary<string, List<string>> _states = [], _attributes = [];
    private readonly Dictionary<string, HashSet<string>> _behaviors = [];
    private readonly HashSet<string> _tracked = [], _serum = [];
    private readonly bool _vessels, _bone;

    private WildScenario(int number)
    {
        _random = new Random(unchecked((number * 7919) + 17));
        _fields = Names("F", 0, 4);
        _types = Names("t", 1, 4);
        _labels = Names("L", 0, 3);
        _treatments = Names("d", 0, 3);
        (_vessels, _bone) = (Chance(0.5), Chance(0.6));
        foreach (var type in _types)
        {
            (_states[type], _attributes[type]) = (Names("s", 0, 3), Names("x", 0, 2));
            _behaviors[type] = [];
            if (_states[type].Count == 1)
                _states[type].Clear();
        }
    }

    /// <summary>The scenario of that number.</summary>
    public static JsonObject Of(int number) => new WildScenario(number).Make(number);

    private JsonObject Make(int number)
    {
        var (width, height, depth) = (Side(), Side(), Chance(0.35) ? _random.Next(2, 7) : 1);
        var lattice = new JsonObject { ["widthVoxels"] = width, ["heightVoxels"] = height, ["depthVoxels"] = depth, ["voxelUm"] = One(5, 10, 15, 40), ["cellEdges"] = CellEdges() };
        if (depth == 1 && Chance(0.5))
            lattice["sliceThicknessUm"] = Between(5, 50);
        var scenario = new JsonObject
        {
            ["seed"] = number,
            ["time"] = new JsonObject { ["durationDays"] = 1000, ["tickMinutes"] = One(0.5, 6, 30, 60, 240, 1440), ["fromDay"] = Chance(0.2) ? -1 : 0 },
            ["lattice"] = lattice,
            ["regions"] = Regions(),
            ["labels"] = Object(_labels, _ => new JsonObject()),
        };
        scenario["fields"] = Object(_fields, Field);
        scenario["tissue"] = Tissue();
        scenario["blood"] = Chance(0.6) ? Blood() : null;
        if (scenario["blood"] is null)
            scenario.Remove("blood");
        var cells = Object(_types, CellType);
        cells["deep"] = new JsonObject { ["livesInBone"] = true, ["start"] = new JsonObject { ["in"] = new JsonObject { ["share"] = Between(0, 0.4), ["place"] = "in-bone" } }, ["turnInto"] = new JsonObject { [One([.. _types])] = Rate(4) } };
        if (_vessels)
            cells["v"] = Vessel();
        scenario["cells"] = cells;
        scenario["treatments"] = Object(_treatments, Treatment);
        scenario["events"] = Object(Names("e", 0, 3), _ => Event());
        scenario["rules"] = Object(Names("r", 0, 8), _ => Rule());
        return scenario;
    }

    private int Side() => _random.Next(6) switch { 0 => 1, 1 => _random.Next(2, 4), 2 => _random.Next(12, 24), _ => _random.Next(4, 12) };

    private JsonObject CellEdges()
    {
        var edges = new JsonObject();
        foreach (var axis in new[] { "x", "y", "z" })
        {
            var low = One("wall", "periodic", "exit");
            (edges[axis + "Min"], edges[axis + "Max"]) = (low, low == "periodic" ? low : One("wall", "exit"));
        }

        return edges;
    }

    private JsonObject Field(string name)
    {
        var field = new JsonObject
        {
            ["diffusionUm2PerSecond"] = One(0.1, 5, 60, 1000),
            ["molecularWeightKDa"] = 10,
            ["initialPicomolar"] = One(0, 0, 1, 1000),
            ["boneDiffusionFactor"] = One(0, 0.1, 1),
            ["solve"] = One("auto", "in-time", "steady"),
            ["stepsPerTick"] = _random.Next(1, 4),
            ["basalProductionPicomolarPerHour"] = One(0, 0, 2),
            ["backgroundUptake"] = new JsonObject { ["marrowPerMinute"] = One(0, 0.1), ["bonePerMinute"] = One(0, 3) },
        };
        field[Chance(0.5) ? "halfLifeMinutes" : "decayPerMinute"] = One(0.01, 1, 30, 300);
        if (Chance(0.5))
            field["outOfPlaneLossPerMinute"] = One(0, 0.2);
        var edges = new JsonObject();
        foreach (var axis in new[] { "x", "y", "z" })
        {
            var periodic = Chance(0.3);
            foreach (var side in new[] { "Min", "Max" })
                edges[axis + side] = periodic ? new JsonObject { ["kind"] = "periodic" } : new JsonObject { ["kind"] = One("closed", "closed", "fixed"), ["picomolar"] = One(0, 4) };
        }

        field["edges"] = edges;
        if (Chance(0.3) && _fields.Count > 1)
            field["neutralizedBy"] = new JsonObject { ["field"] = One([.. _fields.Where(other => other != name)]), ["dissociationPicomolar"] = Between(0.1, 10) };
        if (Chance(0.4))
        {
            _tracked.Add(name);
            field["tracks"] = new JsonObject { ["p"] = new JsonArray(One([.. _types])) };
        }

        return field;
    }

    private JsonObject Tissue()
    {
        var tissue = new JsonObject();
        if (_bone)
        {
            tissue["bone"] = new JsonObject { ["pattern"] = One("slab", "plates", "trabeculae"), ["thicknessUm"] = Between(20, 70), ["volumeFraction"] = Between(0.05, 0.95), ["axis"] = One("x", "y", "z"), ["mineral"] = One(0, 0.5, 1) };
            if (Chance(0.5) && _fields.Count > 0)
                tissue["bone"]!["stores"] = new JsonObject { [One([.. _fields])] = new JsonObject { ["moleculesPerUm3"] = Between(0, 2) } };
        }

        if (Chance(0.5))
            tissue["matrix"] = new JsonObject { ["pattern"] = One("uniform", "slab"), ["density"] = Between(0, 1), ["toUm"] = Between(0, 200), ["resistance"] = Between(0, 1) };
        if (_vessels)
            tissue["vessels"] = new JsonObject { ["pattern"] = One("grid", "random"), ["type"] = "v", ["spacingUm"] = Between(60, 200), ["diameterUm"] = Between(5, 60) };
        return tissue;
    }

    private JsonObject Regions() => Object(Names("g", 0, 3), name =>
    {
        _regions.Add(name);
        return Chance(0.5)
            ? new JsonObject { ["box"] = new JsonObject { ["xFromUm"] = One(-5, 0, 30), ["yToUm"] = One(1, 60, 1000) } }
            : new JsonObject { ["band"] = new JsonObject { ["to"] = One("bone", "vessel", "type:" + One([.. _types])), ["fromUm"] = One(0, 10), ["toUm"] = Between(10, 100) } };
    });

    private JsonObject Blood()
    {
        var blood = new JsonObject { ["passesPerHour"] = One(0, 5, 60), ["circulating"] = Object(_types.FindAll(_ => Chance(0.5)), _ => new JsonObject { ["influxPerDay"] = One(0, 3, 100), ["clearancePerDay"] = One(0, 1, 50) }) };
        blood["serum"] = Object(_fields.FindAll(_ => Chance(0.5)), name =>
        {
            _serum.Add(name);
            var serum = new JsonObject { ["picomolar"] = Between(0, 5), ["productionPicomolarPerHour"] = One(0, 2), ["fixed"] = Chance(0.2) };
            if (Chance(0.6))
                serum["halfLifeMinutes"] = Between(1, 500);
            return serum;
        });
        return blood;
    }

    private JsonObject CellType(string name)
    {
        var cell = new JsonObject { ["pushable"] = Chance(0.7), ["livesInBone"] = Chance(0.1) };
        if (_states[name].Count > 0)
            cell["initialState"] = _states[name][0];
        cell["attributes"] = Object(_attributes[name], _ => new JsonObject
        {
            ["maximum"] = One(1, 3), ["relaxTo"] = Between(-1, 2), ["relaxPerDay"] = One(0, 5), ["start"] = Start(),
            ["inheritance"] = new JsonObject { ["kind"] = One("copy", "copy-with-noise", "lose"), ["sd"] = One(0, 0.3), ["probability"] = Between(0, 1) },
        });
        var starts = new JsonObject();
        foreach (var start in Names("b", 0, 3))
        {
            var place = One("anywhere", "marrow", "bone-surface", "at-vessels", "disc", "in-vessels", "blood", _regions.Count > 0 ? "region" : "marrow");
            starts[start] = new JsonObject { ["place"] = place, [place == "blood" ? "count" : "share"] = place == "blood" ? _random.Next(20) : Between(0, 0.7), ["radiusUm"] = Between(5, 80) };
            if (place == "region")
                starts[start]!["region"] = One([.. _regions]);
        }

        cell["start"] = starts;
        Behaviors(name, cell, _behaviors[name]);
        foreach (var attribute in _attributes[name])
            if (Chance(0.4) && _behaviors[name].Where(b => !b.Contains(':', StringComparison.Ordinal) || b.StartsWith("secrete", StringComparison.Ordinal)).ToArray() is { Length: > 0 } scaled)
                cell["attributes"]![attribute]!["scales"] = new JsonArray(One(scaled));
        cell["levels"] = Object(_labels.FindAll(_ => Chance(0.4)), _ => _attributes[name].Count > 0 && Chance(0.5)
            ? new JsonObject { ["attribute"] = One([.. _attributes[name]]) } : new JsonObject { ["level"] = Between(0, 1) });
        if (_states[name].Count > 0)
        {
            var become = new JsonObject();
            cell["states"] = Object(_states[name], state =>
            {
                var settings = new JsonObject();
                if (Chance(0.5))
                    Behaviors(name, settings, []);
                settings["become"] = Object(_states[name].FindAll(other => other != state && Chance(0.6)), _ => Rate(10));
                return settings;
            });
        }

        return cell;
    }

    private JsonObject Start() => _random.Next(5) switch
    {
        0 => new JsonObject { ["value"] = Between(-1, 2) },
        1 => new JsonObject { ["uniform"] = new JsonObject { ["from"] = 0, ["to"] = 1 } },
        2 => new JsonObject { ["normal"] = new JsonObject { ["mean"] = 0.5, ["sd"] = One(0, 1, 100) } },
        3 => new JsonObject { ["lognormal"] = new JsonObject { ["median"] = 0.5, ["sigma"] = One(0, 1, 20) } },
        _ => new JsonObject { ["beta"] = new JsonObject { ["a"] = One(0.001, 1, 300), ["b"] = One(0.01, 2) } },
    };

    private void Behaviors(string type, JsonObject into, HashSet<string> declared)
    {
        Maybe("divide", () => new JsonObject { ["meanCycleHours"] = One(0.2, 5, 30), ["stages"] = _random.Next(1, 7), ["pushUpToVoxels"] = One(0, 1, 5, 50) });
        Maybe("die", () => Rate(3));
        Maybe("move", () => new JsonObject { ["speedUmPerHour"] = One(0, 10, 60, 600), ["persistenceHours"] = One(0, 0.5, 5) });
        Maybe("fuse", () => new JsonObject { ["perDay"] = Between(0, 20), ["into"] = One([.. _types]), ["partners"] = _random.Next(5), ["withinUm"] = One(1, 20, 60, 300), ["atBone"] = Chance(0.3) });
        Maybe("detach", () => Rate(5));
        Maybe("cohesion", () => new JsonObject { ["strength"] = Between(0, 1), ["with"] = Chance(0.5) ? new JsonArray(One([.. _types])) : [] });
        Maybe("arrest", () => new JsonObject { ["strength"] = Between(0, 1) });
        Maybe("extravasate", () => Rate(20));
        Maybe("intravasate", () => Rate(20));
        Maybe("degradeMatrix", () => Rate(20));
        Maybe("resorb", () => new JsonObject { ["umPerDay"] = One(1, 50, 2000), ["footprintUm"] = One(1, 30, 100) });
        Maybe("form", () =>
        {
            var form = new JsonObject { ["umPerDay"] = One(1, 50, 2000), ["footprintUm"] = One(1, 30, 100), ["onlyEroded"] = Chance(0.3) };
            if (Chance(0.6))
                form["buriedAs"] = "deep";
            return form;
        });
        Maybe("mineralize", () => new JsonObject { ["perDay"] = One(0.1, 4, 100) });
        Many("turnInto", _types, 0.2, _ => Rate(4));
        Many("recruit", _types, 0.15, _ => new JsonObject { ["perDay"] = One(0.5, 10), ["from"] = One("marrow", "vessels"), ["withinUm"] = One(1, 60, 300) });
        Many("attach", ["matrix", "bone", "vessel", "type:" + _types[0]], 0.15, _ => Rate(4));
        Many("secrete", _fields, 0.5, _ => new JsonObject { ["moleculesPerSecond"] = One(0.01, 10, 5000) });
        Many("takeUp", _fields, 0.3, _ => Chance(0.5) ? new JsonObject { ["clearanceUm3PerSecond"] = One(1, 500) } : new JsonObject { ["maximumMoleculesPerSecond"] = One(1, 500), ["halfMaximumPicomolar"] = One(0.1, 10) });
        Many("follow", _fields, 0.3, _ => new JsonObject { ["strength"] = Between(0, 1) });
        Many("avoid", _fields, 0.2, _ => new JsonObject { ["strength"] = Between(0, 1) });
        Many("drift", _attributes[type], 0.4, _ => new JsonObject { ["perDay"] = Between(-5, 5) });

        void Maybe(string behavior, Func<JsonNode> make)
        {
            if (!Chance(0.4))
                return;
            into[behavior] = make();
            declared.Add(behavior);
        }

        void Many(string behavior, IEnumerable<string> targets, double chance, Func<string, JsonNode> make)
        {
            var chosen = targets.Where(_ => Chance(chance)).ToList();
            if (chosen.Count == 0)
                return;
            into[behavior] = Object(chosen, make);
            foreach (var target in chosen)
                declared.Add($"{behavior}:{target}");
        }
    }

    private JsonObject Vessel()
    {
        var vessel = new JsonObject { ["vessel"] = true, ["die"] = Rate(1), ["sprout"] = Rate(3), ["capture"] = new JsonObject { ["strength"] = Between(0, 1) } };
        vessel["exchange"] = Object(_fields.FindAll(_serum.Contains), _ => new JsonObject { ["perMinute"] = Between(0, 5) });
        if (Chance(0.3))
            vessel["turnInto"] = new JsonObject { [_types[0]] = Rate(1) };
        return vessel;
    }

    private JsonObject Treatment(string name)
    {
        var treatment = new JsonObject { ["fromDay"] = One(-1, 0, 0.1), ["efficacy"] = Between(0, 1) };
        if (Chance(0.5))
            (treatment["intervalDays"], treatment["halfLifeDays"]) = (Between(0.01, 1), Between(0.01, 1));
        treatment["blocks"] = Object([.. _labels.FindAll(_ => Chance(0.4)).Select(l => "label:" + l), .. _fields.FindAll(_ => Chance(0.3)).Select(f => "field:" + f)], target =>
            target.StartsWith("label", StringComparison.Ordinal) ? new JsonObject { ["competitive"] = Chance(0.5) } : new JsonObject());
        treatment["adds"] = Object(_fields.FindAll(_ => Chance(0.3)), _ => new JsonObject { ["picomolar"] = Between(0, 30), ["perMinute"] = One(0.01, 10), ["through"] = One("bath", "vessels") });
        var multiplied = _behaviors.Values.SelectMany(b => b).Where(b => b is "move" or "die" or "divide" || b.StartsWith("secrete", StringComparison.Ordinal)).Distinct().Where(_ => Chance(0.2)).ToList();
        treatment["multiplies"] = Object(multiplied, _ => new JsonObject { ["factor"] = One(0, 0.5, 10) });
        return treatment;
    }

    private JsonObject Event()
    {
        var happening = new JsonObject { ["day"] = One(0, 0.02, 0.2, 1) };
        if (Chance(0.6) || _fields.Count == 0)
            happening["add"] = new JsonObject { ["type"] = One([.. _types]), ["share"] = Between(0, 0.5), ["place"] = One("marrow", "anywhere", "bone-surface", "in-vessels") };
        else
            happening["bath"] = new JsonObject { ["field"] = One([.. _fields]), ["picomolar"] = Between(0, 50), ["perMinute"] = One(0.1, 10) };
        return happening;
    }

    private JsonObject Rule()
    {
        var type = One([.. _types]);
        var rule = new JsonObject { ["cell"] = type };
        Signal(type, rule, out var signal);
        rule["signal"] = signal;
        if (Chance(0.3))
        {
            var member = new JsonObject();
            Signal(type, member, out var other);
            if (other != signal)
                rule["with"] = new JsonObject { [other] = member };
        }

        if (_states[type].Count > 0 && Chance(0.4))
            rule["state"] = One([.. _states[type]]);
        if (_regions.Count > 0 && Chance(0.3))
            rule["region"] = One([.. _regions]);
        if (_labels.Count > 0 && Chance(0.5))
            rule["through"] = new JsonArray(One([.. _labels]));
        var behavior = One([.. _behaviors[type].Where(b => Unit(b).Length > 0), "die"]);
        var increases = Chance(0.6);
        rule[increases ? "increases" : "decreases"] = behavior;
        rule[Unit(behavior)] = !increases ? 0 : Unit(behavior) == "toStrength" ? 1 : One(5000, 9000);
        return rule;
    }

    /// <summary>The key of a behavior's value in a rule; empty for those that rules of this kind do not reach (drift may be negative, uptake has two units).</summary>
    private static string Unit(string behavior) => behavior.Split(':')[0] switch
    {
        "drift" or "takeUp" or "exchange" => "",
        "move" => "toUmPerHour",
        "secrete" => "toMoleculesPerSecond",
        "resorb" or "form" => "toUmPerDay",
        "follow" or "avoid" or "cohesion" or "arrest" => "toStrength",
        _ => "toPerDay",
    };

    private void Signal(string type, JsonObject into, out string signal)
    {
        (signal, var half) = _random.Next(15) switch
        {
            0 or 1 when _fields.Count > 0 => ("field:" + One([.. _fields]), "halfMaximumPicomolar"),
            2 when _tracked.Count > 0 => ($"field:{One([.. _tracked])}@{One("p", "others")}", "halfMaximumPicomolar"),
            3 when _fields.Count > 0 => ("gradient:" + One([.. _fields]), "halfMaximumPicomolarPerUm"),
            4 when _fields.Count > 0 => ("serum:" + One([.. _fields]), "halfMaximumPicomolar"),
            5 when _treatments.Count > 0 => ("treatment:" + One([.. _treatments]), "halfMaximum"),
            6 when _attributes[type].Count > 0 => ("attribute:" + One([.. _attributes[type]]), "halfMaximum"),
            7 => ("distance:" + One(["bone", "vessel", .. _regions]), "halfMaximumUm"),
            8 => (One("age", "timeInState", "sinceDivision", "sinceResorbed"), "halfMaximumDays"),
            9 => (One("eroded", "mineral", "matrix"), "halfMaximum"),
            10 or 11 => ("neighbors:" + One([.. _types]), "halfMaximumCells"),
            _ => ("crowding", "halfMaximum"),
        };
        into[half] = half == "halfMaximumUm" ? Between(5, 100) : One(0.001, 0.3, 2);
        into["hill"] = One(0.3, 1, 2, 5, 30);
        into["below"] = Chance(0.2);
    }

    private JsonObject Rate(double most) => new() { ["perDay"] = Between(0, most) };

    private List<string> Names(string stem, int from, int to) => [.. Enumerable.Range(0, _random.Next(from, to + 1)).Select(i => FormattableString.Invariant($"{stem}{i}"))];

    private static JsonObject Object(IEnumerable<string> names, Func<string, JsonNode> make) => new(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, make(name))));

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private double Between(double from, double to) => Math.Round(from + ((to - from) * _random.NextDouble()), 4);

    private T One<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
