namespace NicheSim.Scenarios;

/// <summary>Makes the records out of the merged tree. Every value was checked with its layer; what is left to check is what must be there.</summary>
internal sealed class RecordBinder(SourceMap sources, List<Diagnostic> diagnostics)
{
    /// <summary>The record. Where something was refused it is not whole and only the diagnostics count.</summary>
    public object Bind(MergedObject node, RecordShape shape, string path)
    {
        var record = Activator.CreateInstance(shape.Type)!;
        foreach (var property in shape.Properties)
        {
            if (node.Members.TryGetValue(property.Key, out var member))
                property.Property.SetValue(record, Bind(member, property.Value, SourceMap.Join(path, property.Key)));
            else if (property.IsRequired)
                diagnostics.Add(sources.Error(path, $"missing {Suggestion.Quote(property.Key)}: expected {property.Value.Expected}"));
        }
        return record;
    }

    private object? Bind(MergedNode node, Shape shape, string path) => (node, shape) switch
    {
        (MergedObject named, RecordShape record) => Bind(named, record, path),
        (MergedObject named, DictionaryShape dictionary) => BindDictionary(named, dictionary, path),
        (MergedValue { Token.Value: object[] items }, ListShape list) => ListOf(items, list),
        (MergedValue value, ScalarShape) => value.Token.Value,
        _ => null,
    };

    private object BindDictionary(MergedObject node, DictionaryShape shape, string path)
    {
        var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.ItemType), StringComparer.Ordinal)!;
        foreach (var (name, member) in node.Members)
        {
            if (Bind(member, shape.Item, SourceMap.Join(path, name)) is { } item)
                dictionary[name] = item;
        }
        return dictionary;
    }

    private static System.Collections.IList ListOf(object[] items, ListShape shape)
    {
        var array = Array.CreateInstance(shape.ItemType, items.Length);
        items.CopyTo(array, 0);
        return shape.IsArray ? array : (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.ItemType), array)!;
    }
}
