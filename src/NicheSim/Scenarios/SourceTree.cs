namespace NicheSim.Scenarios;

/// <summary>A JSON value as one file wrote it, with its place.</summary>
internal abstract record SourceNode(Position Position)
{
    /// <summary>What stands here, for a message: <c>the string "40"</c>, <c>an object</c>.</summary>
    public abstract string Description { get; }
}

/// <summary>Keys in the order of the file, no two of them equal but for case.</summary>
internal sealed record SourceObject(Position Position, IReadOnlyList<SourceMember> Members) : SourceNode(Position)
{
    public override string Description => "an object";

    public SourceMember? Find(string key) => Members.FirstOrDefault(member => member.Key == key);
}

internal sealed record SourceMember(string Key, Position KeyPosition, SourceNode Value);

internal sealed record SourceArray(Position Position, IReadOnlyList<SourceNode> Items) : SourceNode(Position)
{
    public override string Description => "a list";
}

internal sealed record SourceString(Position Position, string Text) : SourceNode(Position)
{
    public override string Description => "the string " + Suggestion.Quote(Text);
}

/// <summary>A number as its digits: what it is worth is for its reader to say.</summary>
internal sealed record SourceNumber(Position Position, string Digits) : SourceNode(Position)
{
    public override string Description => Suggestion.Shorten(Digits);
}

internal sealed record SourceBoolean(Position Position, bool Value) : SourceNode(Position)
{
    public override string Description => Value ? "true" : "false";
}

internal sealed record SourceNull(Position Position) : SourceNode(Position)
{
    public override string Description => "null";
}
