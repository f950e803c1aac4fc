using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class GridTests
{
    [Fact]
    public void Index_and_coordinates_are_inverse()
    {
        var grid = new Grid(3, 4, 5);
        for (var voxel = 0; voxel < grid.Count; voxel++)
            Assert.Equal(voxel, grid.Index(grid.X(voxel), grid.Y(voxel), grid.Z(voxel)));
    }
}
