using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class NeighborhoodTests
{
    public static TheoryData<int, int, int> Grids => new()
    {
        { 5, 4, 1 }, { 1, 1, 1 }, { 1, 6, 1 }, { 2, 3, 1 }, { 4, 3, 5 }, { 1, 3, 2 }, { 3, 1, 2 }, { 2, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Neighbors_are_those_of_the_coordinates_for_all_edges(int nx, int ny, int nz)
    {
        var grid = new Grid(nx, ny, nz);
        (CellEdge, CellEdge)[] kinds =
            [(CellEdge.Wall, CellEdge.Wall), (CellEdge.Periodic, CellEdge.Periodic), (CellEdge.Exit, CellEdge.Exit), (CellEdge.Wall, CellEdge.Exit), (CellEdge.Exit, CellEdge.Wall)];
        foreach (var (x0, x1) in kinds)
            foreach (var (y0, y1) in kinds)
                foreach (var (z0, z1) in kinds)
                {
                    var edges = new CellEdges(x0, x1, y0, y1, z0, z1);
                    var neighborhood = new Neighborhood(grid, edges);
                    for (var voxel = 0; voxel < grid.Count; voxel++)
                        for (var direction = 0; direction < neighborhood.All; direction++)
                            Assert.Equal(Expected(grid, edges, voxel, neighborhood.Step(direction)), neighborhood.Neighbor(voxel, direction));
                }
    }

    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(5, 6, 26)]
    public void Directions_are_all_different_faces_first_and_opposite_in_pairs(int nz, int faces, int all)
    {
        var neighborhood = new Neighborhood(new Grid(4, 4, nz), CellEdges.All(CellEdge.Wall));
        Assert.Equal((faces, all), (neighborhood.Faces, neighborhood.All));
        var steps = Enumerable.Range(0, all).Select(neighborhood.Step).ToArray();
        Assert.Equal(all, steps.Distinct().Count());
        Assert.DoesNotContain((0, 0, 0), steps);
        (int, int, int)[] expected = [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)];
        Assert.Equal(expected[..faces], steps[..faces]);
        Assert.All(Enumerable.Range(0, all), d => Assert.Equal((-steps[d].X, -steps[d].Y, -steps[d].Z), steps[d ^ 1]));
        Assert.All(steps, s => Assert.True(Math.Abs(s.X) <= 1 && Math.Abs(s.Y) <= 1 && Math.Abs(s.Z) <= (nz == 1 ? 0 : 1)));
    }

    [Fact]
    public void On_thin_periodic_axes_no_voxel_meets_itself_or_another_twice()
    {
        var neighborhood = new Neighborhood(new Grid(1, 2, 1), CellEdges.All(CellEdge.Periodic));
        Assert.Equal([Neighborhood.Wall, Neighborhood.Wall, Neighborhood.Wall, 1], Enumerable.Range(0, 4).Select(d => neighborhood.Neighbor(0, d)));
        Assert.Equal([0], Enumerable.Range(0, neighborhood.All).Select(d => neighborhood.Neighbor(1, d)).Where(neighbor => neighbor >= 0));
    }

    [Fact]
    public void An_axis_that_is_periodic_at_one_side_only_is_refused()
        => Assert.Throws<ArgumentException>(() => new Neighborhood(new Grid(3, 3, 3), CellEdges.All(CellEdge.Wall) with { YHigh = CellEdge.Periodic }));

    private static int Expected(Grid grid, CellEdges edges, int voxel, (int X, int Y, int Z) step)
    {
        var met = new List<CellEdge>();
        var x = Along(grid.X(voxel) + step.X, grid.Nx, edges.XLow, edges.XHigh);
        var y = Along(grid.Y(voxel) + step.Y, grid.Ny, edges.YLow, edges.YHigh);
        var z = Along(grid.Z(voxel) + step.Z, grid.Nz, edges.ZLow, edges.ZHigh);
        return met.Contains(CellEdge.Wall) ? Neighborhood.Wall : met.Contains(CellEdge.Exit) ? Neighborhood.Exit : grid.Index(x, y, z);

        int Along(int position, int length, CellEdge low, CellEdge high)
        {
            if (position < 0 || position >= length)
                met.Add(length < 3 && low == CellEdge.Periodic ? CellEdge.Wall : position < 0 ? low : high);
            return (position + length) % length;
        }
    }
}
