namespace NicheSim.Tests.Fuzz;

/// <summary>Mutations of a scenario that keep it JSON: of keys, types, numbers, texts, depth and size. Every fourth mutant is broken as text besides.</summary>
internal static class ScenarioMutator
{
    public const string UnknownKey = "zzUnknown";

    /// <summary>Above what a loader reads, so that its bound is met; copies of copies would fill the memory.</summary>
    private const int LargestMutant = 4 << 20;

    private static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "1", "-1", "0.5", "1e-400", "1e400", "-1e400", "1e308", "4.9e-324", "1e-45", "1e-31", "1e-30", "1e-29", "1e30", "1e31", "1e9", "1e15", "2147483647", "2147483648", "-2147483649",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "1.0", "1.5", "100000", "36500", "-36500", "1E5", "0.1", "1e-3", "1000000", "26", "64", "0.999999999999999999999999",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "x", "true", "1", "null", "__proto__", "constructor", "../../../etc/passwd", "/etc/passwd", "/dev/zero", "C:\\windows\\win.ini", "..\\x", "a/../b", ".", "~", "file:///etc/passwd", "http://example.org/x", "base/fields.json",
        "mask.png", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\u001b[2J", "\u202ea", "é", "😀", "\uFEFF", "ＩＬ６", "a\nb", "a\tb", "a\0b", "\uFFFF", "<script>alert(1)</script>", "${x}", "%s", "field:IL6", "field:", ":", "::", "field:IL6@tumor",
        "neighbors:", "distance:bone", "treatment:x", "attribute:emt", "become:", "secrete:", "type:", "zzNobody", "#zzzzzz",
    ];

    /// <summary>A mutant of the scenario.</summary>
    public static Mutant Mutate(Random random, byte[] seed)
    {
        var tree = JsonTree.Parse(seed);
        var mustFail = false;
        for (var change = random.Next(1, 4); change > 0; change--)
            mustFail |= Change(random, tree);
        var bytes = tree.ToBytes();
        if (bytes.Length > LargestMutant)
            return new Mutant(bytes[..LargestMutant], false);

        // What is broken as text may lose the very key that must be refused.
        return random.Next(4) == 0 ? new Mutant(ByteMutator.Mutate(random, bytes), false) : new Mutant(bytes, mustFail && Has(tree));
    }

    /// <summary>Is the key that must be refused still there, not in an object that a later change replaced, and with its content, which is wrong where any name may stand?</summary>
    private static bool Has(JsonTree tree) => tree.All().Any(node => node.Members?.Exists(member => member.Key == UnknownKey && member.Value.Members?.Exists(inner => inner.Key == "zz") == true) == true);

    /// <summary>One mutation; true where it added the unknown key.</summary>
    public static bool Change(Random random, JsonTree tree)
    {
        var all = tree.All().ToList();
        var node = all[random.Next(all.Count)];
        var objects = all.FindAll(n => n.Members is not null);
        var inner = objects.Count == 0 ? null : objects[random.Next(objects.Count)];
        var members = inner?.Members;
        switch (random.Next(13))
        {
            case 0 when members is not null:
                members.Insert(random.Next(members.Count + 1), (UnknownKey, new JsonTree { Members = [("zz", JsonTree.Leaf("1"))] }));
                return true;
            case 1 when members?.Count > 0:
                var twin = members[random.Next(members.Count)];
                members.Insert(random.Next(members.Count + 1), (random.Next(2) == 0 ? twin.Key : twin.Key.ToUpperInvariant(), twin.Value.Copy()));
                break;
            case 2 when members?.Count > 0:
                members.RemoveAt(random.Next(members.Count));
                break;
            case 3 when members?.Count > 0:
                var at = random.Next(members.Count);
                members[at] = (Misspell(random, members[at].Key), members[at].Value);
                break;
            case 4:
                node.Become(Value(random));
                break;
            case 5 when all.FindAll(n => n.Text.Length > 0 && (char.IsAsciiDigit(n.Text[0]) || n.Text[0] == '-')) is { Count: > 0 } numbers:
                numbers[random.Next(numbers.Count)].Become(random.Next(5) == 0 ? Times(random) : JsonTree.Leaf(Numbers[random.Next(Numbers.Length)]));
                break;
            case 6 when all.FindAll(n => n.Text.StartsWith('"')) is { Count: > 0 } texts:
                texts[random.Next(texts.Count)].Become(random.Next(3) == 0 ? JsonTree.Leaf(texts[random.Next(texts.Count)].Text) : Text(random));
                break;
            case 7:
                node.Become(all[random.Next(all.Count)].Copy());
                break;
            case 8:
                var deep = node.Copy();
                for (var depth = 1 << random.Next(1, 9); depth > 0; depth--)
                    deep = random.Next(2) == 0 ? new JsonTree { Items = [deep] } : new JsonTree { Members = [("within", deep)] };
                node.Become(deep);
                break;
            case 9 when members?.Count > 0:
                var copied = members[random.Next(members.Count)];
                for (var copies = 1 << random.Next(11); copies > 0; copies--)
                    members.Add((FormattableString.Invariant($"{copied.Key}{copies}"), copied.Value));
                break;
            case 10 when all.FindAll(n => n.Items is not null) is { Count: > 0 } lists:
                var list = lists[random.Next(lists.Count)].Items!;
                var item = list.Count > 0 ? list[random.Next(list.Count)] : Value(random);
                for (var copies = 1 << random.Next(14); copies > 0; copies--)
                    list.Add(item);
                break;
            case 11 when members?.Count > 0 && objects[random.Next(objects.Count)] is var from && from.Members!.Count > 0:
                var (key, value) = from.Members[random.Next(from.Members.Count)];
                members.Add((key, value.Copy()));
                break;
            case 12 when members is not null:
                members.Add(("enabled", JsonTree.Leaf(random.Next(2) == 0 ? "false" : "true")));
                break;
        }

        return false;
    }

    private static JsonTree Value(Random random) => random.Next(8) switch
    {
        0 => JsonTree.Leaf("null"),
        1 => JsonTree.Leaf("true"),
        2 => JsonTree.Leaf("false"),
        3 => JsonTree.Leaf(Numbers[random.Next(Numbers.Length)]),
        4 => Text(random),
        5 => new JsonTree { Items = [] },
        6 => new JsonTree { Members = [] },
        _ => Times(random),
    };

    private static JsonTree Times(Random random) => new() { Members = [("times", JsonTree.Leaf(Numbers[random.Next(Numbers.Length)]))] };

    private static JsonTree Text(Random random)
        => JsonTree.String(random.Next(20) == 0 ? new string('x', 1 << random.Next(18)) : Texts[random.Next(Texts.Length)]);

    private static string Misspell(Random random, string key)
    {
        var at = random.Next(key.Length + 1);
        return random.Next(4) switch
        {
            0 => key.Insert(at, "x"),
            1 when at < key.Length => key.Remove(at, 1),
            2 => key.ToUpperInvariant(),
            _ => Texts[random.Next(Texts.Length)],
        };
    }
}
