using System.Globalization;

namespace NicheSim.Tests.Engine;

/// <summary>Small scenarios of all kinds, each a function of its number.</summary>
internal sealed class RandomScenario(int number)
{
    private readonly Random _random = new(number);
    private readonly List<string> _types = [];
    private readonly List<string> _fields = [];

    public string Text()
    {
        var (width, height, depth) = (Size(), Size(), _random.Next(3) == 0 ? _random.Next(2, 6) : 1);
        for (var f = _random.Next(3); f > 0; f--)
            _fields.Add($"F{f}");
        for (var t = _random.Next(1, 4); t > 0; t--)
            _types.Add($"t{t}");
        var vessels = Often();
        var bone = Often();
        var fields = string.Join(',', _fields.Select(Field));
        var cells = string.Join(',', _types.Select(Type)) + (vessels ? $", 'v': {{ 'vessel': true, {Vessel()} }}" : "") + ", 'deep': { 'livesInBone': true " + (bone ? ", 'start': { 'x': { 'share': 0.1, 'place': 'in-bone' } }" : "") + $", 'turnInto': {{ '{_types[0]}': {{ 'perDay': 2 }} }} }}";
        var tissue = (bone ? $"'bone': {{ 'pattern': '{One("slab", "plates", "trabeculae")}', 'thicknessUm': {Next(8, 60)}, 'volumeFraction': 0.3, 'mineral': {Next(0, 1)} {Stores()} }}," : "")
            + $"'matrix': {{ 'pattern': '{One("none", "uniform")}', 'density': {Next(0, 1)} }}"
            + (vessels ? $", 'vessels': {{ 'pattern': '{One("grid", "random")}', 'type': 'v', 'spacingUm': {Next(40, 200)}, 'diameterUm': {Next(5, 40)} }}" : "");
        var rules = string.Join(',', Enumerable.Range(0, _random.Next(5)).Select(Rule).Where(r => r.Length > 0));
        var more = "'regions': { 'r': { 'box': { 'xToUm': 30 } } }, 'blood': { 'passesPerHour': 5, 'circulating': { '" + _types[0] + "': { 'influxPerDay': " + Next(0, 40) + ", 'clearancePerDay': " + Next(0, 3) + " } } }"
            + (Often() ? $", 'events': {{ 'e': {{ 'day': 0.1, 'add': {{ 'type': '{_types[0]}', 'share': {Next(0, 0.5)} }} }} }}" : "")
            + (_fields.Count > 0 ? $", 'treatments': {{ 't': {{ 'fromDay': 0.05, 'efficacy': {Next(0, 1)}, 'adds': {{ '{_fields[0]}': {{ 'picomolar': {Next(0, 30)} }} }} }} }}" : "");
        return Niche.Text(cells, fields, rules, tissue, more, width, height, depth, Edges(), tickMinutes: One("5", "30", "60") == "5" ? 5 : 60, seed: number);
    }

    private int Size() => _random.Next(4) == 0 ? _random.Next(1, 4) : _random.Next(4, 16);

    private string Field(string name) => $"'{name}': {{ 'diffusionUm2PerSecond': {Next(1, 80)}, 'decayPerMinute': {One("0.001", "0.02", "0.5")}, 'molecularWeightKDa': 10, 'initialPicomolar': {Next(0, 3)}, "
        + $"'boneDiffusionFactor': {One("0", "0.1", "1")}, 'solve': '{One("auto", "steady", "in-time")}', 'stepsPerTick': {_random.Next(1, 4)}, 'basalProductionPicomolarPerHour': {Next(0, 1)}, "
        + $"'backgroundUptake': {{ 'marrowPerMinute': {One("0", "0.1")}, 'bonePerMinute': {One("0", "0.1")} }}, 'outOfPlaneLossPerMinute': {One("0", "0.05")}, "
        + $"'edges': {{ 'all': {{ 'kind': '{One("closed", "periodic", "fixed")}', 'picomolar': 2 }} }}, 'tracks': {{ 'first': ['{_types.FirstOrDefault() ?? "deep"}'] }} }}";

    private string Stores() => _fields.Count == 0 ? "" : $", 'stores': {{ '{_fields[0]}': {{ 'moleculesPerUm3': {Next(0, 1)} }} }}";

    private string Type(string name)
    {
        var other = _types[_random.Next(_types.Count)];
        var parts = new List<string>
        {
            $"'start': {{ 'x': {{ 'share': {Next(0, 0.6)} }}, 'y': {{ 'count': {_random.Next(4)}, 'place': '{One("blood", "at-vessels", "bone-surface", "in-vessels")}' }} }}",
            $"'pushable': {One("true", "false")}",
            "'attributes': { 'x': { 'start': { 'normal': { 'mean': 0.5, 'sd': 1 } }, 'inheritance': { 'kind': 'lose', 'probability': 0.3 }, 'relaxPerDay': 1 } }",
        };
        Maybe($"'divide': {{ 'meanCycleHours': {Next(0.5, 30)}, 'stages': {_random.Next(1, 6)}, 'pushUpToVoxels': {_random.Next(5)} }}");
        Maybe($"'die': {{ 'perDay': {Next(0, 3)} }}");
        Maybe($"'move': {{ 'speedUmPerHour': {Next(0, 60)}, 'persistenceHours': {Next(0, 3)} }}");
        Maybe($"'turnInto': {{ '{_types[_random.Next(_types.Count)]}': {{ 'perDay': {Next(0, 4)} }} }}");
        Maybe($"'fuse': {{ 'perDay': {Next(0, 20)}, 'into': '{other}', 'partners': {_random.Next(4)}, 'withinUm': {Next(10, 60)} }}");
        Maybe($"'attach': {{ 'bone': {{ 'perDay': 2 }}, 'type:{other}': {{ 'perDay': 1 }} }}, 'detach': {{ 'perDay': 4 }}");
        Maybe($"'intravasate': {{ 'perDay': {Next(0, 9)} }}");
        Maybe($"'arrest': {{ 'strength': {Next(0, 1)} }}, 'extravasate': {{ 'perDay': {Next(0, 9)} }}");
        Maybe($"'resorb': {{ 'umPerDay': {Next(0, 200)}, 'footprintUm': {Next(5, 70)} }}");
        Maybe($"'form': {{ 'umPerDay': {Next(0, 200)}, 'footprintUm': {Next(5, 70)} {One("", ", 'buriedAs': 'deep'")} }}, 'mineralize': {{ 'perDay': {Next(0, 4)} }}");
        Maybe($"'degradeMatrix': {{ 'perDay': {Next(0, 9)} }}");
        Maybe($"'recruit': {{ '{other}': {{ 'perDay': {Next(0, 4)}, 'from': '{One("marrow", "vessels")}' }} }}");
        Maybe($"'cohesion': {{ 'strength': {Next(0, 1)} }}");
        foreach (var field in _fields)
        {
            Maybe($"'secrete': {{ '{field}': {{ 'moleculesPerSecond': {Next(0, 50)} }} }}");
            Maybe($"'takeUp': {{ '{field}': {{ {One("'clearanceUm3PerSecond': 30", "'maximumMoleculesPerSecond': 3, 'halfMaximumPicomolar': 2")} }} }}");
            Maybe($"'follow': {{ '{field}': {{ 'strength': {Next(0, 1)} }} }}");
        }

        return $"'{name}': {{ {string.Join(", ", parts.DistinctBy(p => p.Split(':')[0]))} }}";

        void Maybe(string part)
        {
            if (_random.Next(3) > 0)
                parts.Add(part);
        }
    }

    private string Vessel() => $"'die': {{ 'perDay': {One("0", "1")} }}, 'sprout': {{ 'perDay': {One("0", "3")} }}, 'turnInto': {{ '{_types[0]}': {{ 'perDay': {One("0", "1")} }} }}"
        + (_fields.Count > 0 ? $", 'exchange': {{ '{_fields[0]}': {{ 'perMinute': {Next(0, 5)} }} }}" : "");

    private string Rule(int rule)
    {
        var type = _types[_random.Next(_types.Count)];
        var (signal, half) = _random.Next(5) switch
        {
            0 when _fields.Count > 0 => ($"field:{_fields[0]}", "halfMaximumPicomolar"),
            1 => ($"neighbors:{type}", "halfMaximumCells"),
            2 => ("crowding", "halfMaximum"),
            3 => ("sinceResorbed", "halfMaximumDays"),
            _ => ("attribute:x", "halfMaximum"),
        };
        return $"'r{rule}': {{ 'cell': '{type}', 'signal': '{signal}', '{half}': {Next(0.1, 3)}, 'hill': {Next(0.5, 6)}, 'below': {One("true", "false")}, {One("'region': 'r',", "")} 'increases': 'die', 'toPerDay': {Next(3, 20)} }}";
    }

    private string Edges()
    {
        var axes = new[] { "x", "y", "z" }.Select(axis => (axis, kind: One("wall", "periodic", "exit", "mixed")));
        return "'cellEdges': { " + string.Join(", ", axes.Select(a => a.kind == "mixed" ? $"'{a.axis}Min': 'wall', '{a.axis}Max': 'exit'" : $"'{a.axis}Min': '{a.kind}', '{a.axis}Max': '{a.kind}'")) + " }";
    }

    private bool Often() => _random.Next(3) > 0;

    private string One(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Next(double from, double to) => (from + ((to - from) * _random.NextDouble())).ToString("F3", CultureInfo.InvariantCulture);
}
