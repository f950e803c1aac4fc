using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace NicheSim.Scenarios;

/// <summary>What all layers come to together: the tree that is bound and written as the resolved scenario.</summary>
internal abstract record MergedNode;

internal sealed record MergedValue(Token Token) : MergedNode;

/// <summary>An object, its members in ordinal order whatever the order of the files.</summary>
internal sealed record MergedObject(SortedDictionary<string, MergedNode> Members) : MergedNode
{
    public static MergedObject Read(IEnumerable<IConfigurationSection> sections, IReadOnlyList<Token> tokens)
    {
        var members = new SortedDictionary<string, MergedNode>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            members[ConfigurationKey.Decode(section.Key)] = section.Value is { } number
                ? new MergedValue(tokens[int.Parse(number, CultureInfo.InvariantCulture)])
                : Read(section.GetChildren(), tokens);
        }
        return new MergedObject(members);
    }
}
