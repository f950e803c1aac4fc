using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NicheSim.Scenarios;

/// <summary>
/// The one text of a merged scenario: keys in ordinal order, numbers in their shortest form, two spaces, LF, a final newline. What two
/// files mean alike they write alike, and the text loaded alone gives itself.
/// </summary>
internal static class ResolvedText
{
    public static string Write(MergedObject merged)
    {
        var text = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(text, options))
            Write(json, merged);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter json, MergedObject merged)
    {
        json.WriteStartObject();
        foreach (var (key, member) in merged.Members)
        {
            json.WritePropertyName(key);
            if (member is MergedObject inner)
                Write(json, inner);
            else
                Write(json, ((MergedValue)member).Token.Value!);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case object[] items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Enum member:
                json.WriteStringValue(JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString()));
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
