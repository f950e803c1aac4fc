using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

public sealed class CsvTableTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Columns_come_by_name_in_the_order_of_the_file()
    {
        var table = Read("day,b,a\n0,1.5,x\n0.25,2e-3,y\n");
        Assert.Equal(["day", "b", "a"], table.Columns);
        Assert.Equal([1.5, 0.002], table.Numbers("b"));
        Assert.Equal(["x", "y"], table.Text("a"));
        Assert.Equal(0, Read("day\n").RowCount);
        Assert.Equal(1, Read("day,a\n0,1\n0.25,").RowCount);
    }

    [Theory]
    [InlineData("", ":1: error: expected a header row")]
    [InlineData("a,a\n", ":1: error: column \"a\" stands twice")]
    [InlineData("a,b\n1,2\n3\n", ":3: error: expected 2 values, found 1")]
    [InlineData("a\n1\nNaN\n", ":3: error: a: expected a number, found \"NaN\"")]
    [InlineData("a\n1\n1,5\n", ":3: error: expected 1 values, found 2")]
    [InlineData("b\n1\n", ":1: error: no column \"a\"")]
    public void What_is_wrong_is_said_with_file_and_line(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text).Numbers("a"));
        Assert.Equal(file + message, error.Message);
    }

    private CsvTable Read(string text)
    {
        File.WriteAllText(file, text);
        return CsvTable.Read(file);
    }
}
