using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class DistanceTransformTests
{
    public static TheoryData<int, int, int> Grids => new() { { 1, 1, 1 }, { 9, 1, 1 }, { 1, 8, 1 }, { 13, 7, 1 }, { 2, 2, 2 }, { 5, 6, 7 }, { 8, 1, 9 }, { 21, 9, 4 }, { 40, 30, 1 } };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Distances_equal_those_of_a_search_over_all_pairs(int nx, int ny, int nz)
    {
        var grid = new Grid(nx, ny, nz);
        var random = new Random(nx + (10 * ny) + (100 * nz));
        using var workers = new Workers(2);
        for (var periodic = 0; periodic < 8; periodic++)
            foreach (var share in new[] { 0, 0.02, 0.2, 0.9 })
            {
                var (px, py, pz) = ((periodic & 1) != 0, (periodic & 2) != 0, (periodic & 4) != 0);
                var mask = Enumerable.Range(0, grid.Count).Select(_ => (byte)(random.NextDouble() < share ? 1 : 0)).ToArray();
                var squared = new int[grid.Count];
                new DistanceTransform(grid, workers, px, py, pz).Run(mask, squared);
                for (var p = 0; p < grid.Count; p++)
                {
                    var nearest = DistanceTransform.Infinite;
                    for (var q = 0; q < grid.Count; q++)
                        if (mask[q] != 0)
                            nearest = Math.Min(nearest, Along(grid.X(p), grid.X(q), nx, px) + Along(grid.Y(p), grid.Y(q), ny, py) + Along(grid.Z(p), grid.Z(q), nz, pz));
                    Assert.Equal(nearest, squared[p]);
                }
            }

        static int Along(int a, int b, int length, bool periodic)
        {
            var distance = Math.Abs(a - b);
            distance = periodic ? Math.Min(distance, length - distance) : distance;
            return distance * distance;
        }
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var grid = new Grid(20, 20, 20);
        var (mask, squared) = (new byte[grid.Count], new int[grid.Count]);
        mask[77] = 1;
        using var workers = new Workers(2);
        var transform = new DistanceTransform(grid, workers, periodicY: true);
        Assert.Equal(0, Allocation.Least(() => transform.Run(mask, squared)));
    }

    [Fact]
    public void Wrong_lengths_and_grids_too_long_are_refused()
    {
        using var workers = new Workers(1);
        Assert.Throws<ArgumentException>(() => new DistanceTransform(new Grid(2, 2, 1), workers).Run(new byte[3], new int[4]));
        Assert.Throws<ArgumentException>(() => new DistanceTransform(new Grid(2, 2, 1), workers).Run(new byte[4], new int[5]));
        Assert.Throws<ArgumentException>(() => new DistanceTransform(new Grid(50_000, 1, 1), workers));
    }
}
