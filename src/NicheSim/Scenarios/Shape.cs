using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NicheSim.Scenarios;

/// <summary>What JSON a record type stands for, read from the type once: the one description that checking, binding and the schema share.</summary>
/// <remarks>
/// Keys are the properties with a setter, their first letter lower; C# <c>required</c> makes a key required; enum values are the members in
/// kebab-case. Supported: double, int, long, bool, string, enums (each also nullable), records with a parameterless constructor,
/// dictionaries by name of any of these, lists of scalars, and object for a value whose type another file decides.
/// </remarks>
internal abstract record Shape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Records = new();

    public static RecordShape Of(Type type) => Records.GetOrAdd(type, static type => new RecordShape(type));

    /// <summary>What must stand here, for a message.</summary>
    public abstract string Expected { get; }

    public static Shape Of(Type type, PropertyInfo property, string namePattern)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(double) || bare == typeof(int) || bare == typeof(long))
            return new NumberShape(bare, property.GetCustomAttribute<BoundsAttribute>());
        if (bare == typeof(bool))
            return new BooleanShape();
        if (bare == typeof(string))
            return new StringShape();
        if (bare.IsEnum)
            return new EnumShape(bare);
        if (bare == typeof(object))
            return new ValueShape();
        if (IsGeneric(bare, typeof(Dictionary<,>), typeof(IReadOnlyDictionary<,>)))
        {
            var words = property.GetCustomAttribute<NamePatternAttribute>()?.Expected ?? "";
            var item = bare.GetGenericArguments()[1];
            return new DictionaryShape(item, Of(item, property, NamePatternAttribute.Plain), namePattern, words);
        }
        if (bare.IsArray || IsGeneric(bare, typeof(List<>), typeof(IReadOnlyList<>)))
        {
            var item = bare.GetElementType() ?? bare.GetGenericArguments()[0];
            return new ListShape(item, Of(item, property, namePattern) as ScalarShape ?? throw Unsupported(), bare.IsArray);
        }
        return bare.IsClass && bare.GetConstructor(Type.EmptyTypes) is not null ? Of(bare) : throw Unsupported();

        NotSupportedException Unsupported() => new($"{property.DeclaringType}.{property.Name}: no JSON form for {type}");
    }

    private static bool IsGeneric(Type type, params ReadOnlySpan<Type> definitions) =>
        type.IsGenericType && definitions.Contains(type.GetGenericTypeDefinition());
}

/// <summary>An object with known keys.</summary>
internal sealed record RecordShape(Type Type) : Shape
{
    private readonly Lazy<IReadOnlyList<PropertyShape>> _properties = new(() =>
        [.. Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Select(property => new PropertyShape(property))
            .OrderBy(property => property.Key, StringComparer.Ordinal)]);

    /// <summary>Read on first use, so that a type may hold itself.</summary>
    public IReadOnlyList<PropertyShape> Properties => _properties.Value;

    public string? About => Type.GetCustomAttribute<AboutAttribute>()?.Text;

    public bool IsOneOf { get; } = Type.IsDefined(typeof(OneOfAttribute));

    public override string Expected => "an object";

    /// <summary>May <c>true</c> stand for it? Where every key has a default.</summary>
    public bool HasDefault => !Properties.Any(property => property.IsRequired);

    public PropertyShape? Find(string key) => Properties.FirstOrDefault(property => property.Key == key);

    public bool Equals(RecordShape? other) => Type == other?.Type;

    public override int GetHashCode() => Type.GetHashCode();
}

/// <summary>One key of a record.</summary>
internal sealed class PropertyShape
{
    public PropertyShape(PropertyInfo property)
    {
        Property = property;
        Key = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        About = property.GetCustomAttribute<AboutAttribute>()?.Text;
        Value = Shape.Of(property.PropertyType, property, property.GetCustomAttribute<NamePatternAttribute>()?.Pattern ?? NamePatternAttribute.Plain);
    }

    public PropertyInfo Property { get; }

    public string Key { get; }

    public bool IsRequired { get; }

    public string? About { get; }

    public Shape Value { get; }
}

/// <summary>An object whose keys are names that the user gives.</summary>
internal sealed record DictionaryShape(Type ItemType, Shape Item, string NamePattern, string NameWords) : Shape
{
    private readonly Regex _name = new($@"\A(?:{NamePattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string Expected => "an object";

    public string ExpectedName =>
        NameWords.Length > 0 ? NameWords
        : NamePattern == NamePatternAttribute.Plain ? "a letter, then letters, digits, - or _"
        : $"a name of the form {NamePattern}";

    public bool Allows(string name) => _name.IsMatch(name);
}

/// <summary>A list of scalars, or one scalar for a list of one; over a lower layer it replaces the whole list.</summary>
internal sealed record ListShape(Type ItemType, ScalarShape Item, bool IsArray) : Shape
{
    public override string Expected => $"{Item.Expected}, or a list of such";
}

internal abstract record ScalarShape : Shape;

internal sealed record NumberShape(Type Type, BoundsAttribute? Bounds) : ScalarShape
{
    public bool IsWhole => Type != typeof(double);

    public override string Expected => IsWhole ? "a whole number" : "a number";
}

internal sealed record BooleanShape : ScalarShape
{
    public override string Expected => "true or false";
}

internal sealed record StringShape : ScalarShape
{
    public override string Expected => "a string";
}

/// <summary>A number, a text or a truth value, as it is written.</summary>
internal sealed record ValueShape : ScalarShape
{
    public override string Expected => "a number, a string, true or false";
}

internal sealed record EnumShape(Type Type) : ScalarShape
{
    /// <summary>The words of the members, in their order.</summary>
    public IReadOnlyDictionary<string, object> Words { get; } =
        Enum.GetValues(Type).Cast<object>().ToDictionary(member => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString()!), StringComparer.Ordinal);

    public override string Expected => "one of " + string.Join(", ", Words.Keys.Select(word => $"\"{word}\""));
}
