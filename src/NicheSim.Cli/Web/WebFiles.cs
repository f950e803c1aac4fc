using System.Text;

namespace NicheSim.Cli.Web;

/// <summary>The files of the pages, which the assembly holds.</summary>
internal static class WebFiles
{
    private const string Prefix = "Web/";

    /// <summary>The content of a file; null where there is none of that name.</summary>
    /// <param name="name">As <c>map.js</c>.</param>
    public static byte[]? Find(string name)
    {
        using var stream = typeof(WebFiles).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null)
            return null;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The text of a file that is known to be there.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Find(name) ?? throw new InvalidOperationException($"no {name} in the assembly"));
}
