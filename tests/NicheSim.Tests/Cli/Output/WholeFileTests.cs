using System.Text;
using NicheSim.Cli.Output;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Cli.Output;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_writing_fails_the_old_file_stands_and_nothing_else()
    {
        File.WriteAllText(_folder["page"], "old");
        foreach (var name in new[] { "page", "other" })
            Assert.Throws<IOException>(() => WholeFile.Write(_folder[name], file =>
            {
                file.Write("half"u8);
                throw new IOException("the disk is full");
            }));
        Assert.Equal("old", File.ReadAllText(_folder["page"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
        WholeFile.Write(_folder["page"], "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(_folder["page"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_is_not_replaced_where_that_is_not_asked_for()
    {
        File.WriteAllText(_folder["page"], "old");
        Assert.Throws<IOException>(() => WholeFile.Write(_folder["page"], "new"u8.ToArray(), overwrite: false));
        Assert.Equal("old", File.ReadAllText(_folder["page"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_link_is_written_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.WriteAllText(_folder["page"], "old");
        File.CreateSymbolicLink(_folder["link"], _folder["page"]);
        WholeFile.Write(_folder["link"], Encoding.UTF8.GetBytes("new"));
        Assert.Equal("new", File.ReadAllText(_folder["page"]));
        Assert.NotNull(new FileInfo(_folder["link"]).LinkTarget);
    }
}
