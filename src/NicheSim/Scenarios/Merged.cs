using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace NicheSim.Scenarios;

/// <summary>What all layers come to together: the tree that is bound and written as the resolved scenario.</summary>
internal abstract record MergedNode;

internal sealed record MergedValue(Token Token) : MergedNode;

/// <summary>An object, its members in ordinal order whatever the order of the files.</summary>
internal sealed record MergedObject(SortedDictionary<string, MergedNode> Members) : MergedNode
{
    /// <summary>Asks the merged configuration for the token at every path that any layer wrote.</summary>
    /// <remarks>Path by path: a configuration's own listing of children looks at every key for every object, which takes seconds from 10,000 keys on.</remarks>
    public static MergedObject Read(IConfiguration merged, SourceMap sources, IReadOnlyList<Token> tokens)
    {
        var children = sources.ByParent();
        return ReadObject("");

        MergedObject ReadObject(string path)
        {
            var members = new SortedDictionary<string, MergedNode>(StringComparer.Ordinal);
            foreach (var entry in children[path])
                members[entry.Name] = ReadMember(entry.Path);
            return new MergedObject(members);
        }

        MergedNode ReadMember(string path) =>
            merged[path] is { } number ? new MergedValue(tokens[int.Parse(number, CultureInfo.InvariantCulture)]) : ReadObject(path);
    }
}
