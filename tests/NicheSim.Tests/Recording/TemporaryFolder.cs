namespace NicheSim.Tests.Recording;

/// <summary>A folder below the temporary one that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nichesim-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Text(string name) => File.ReadAllText(this[name]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
