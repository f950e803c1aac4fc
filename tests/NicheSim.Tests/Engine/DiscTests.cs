using NicheSim.Engine;
using NicheSim.Numerics;

namespace NicheSim.Tests.Engine;

public class DiscTests
{
    /// <summary>Against a search over all voxels, from every center: in the middle and at every kind of edge.</summary>
    [Theory]
    [InlineData(9, 8, 1, "wall", 30)]
    [InlineData(9, 8, 1, "periodic", 45)]
    [InlineData(7, 6, 9, "exit", 27)]
    [InlineData(7, 6, 9, "periodic", 33)]
    [InlineData(5, 4, 3, "periodic", 60)]
    public void It_holds_each_voxel_within_the_radius_once(int nx, int ny, int nz, string edge, double radiusUm)
    {
        var text = $$"""
            { "format": 1, "about": "x", "time": { "durationDays": 1, "tickMinutes": 60 },
              "lattice": { "widthVoxels": {{nx}}, "heightVoxels": {{ny}}, "depthVoxels": {{nz}}, "voxelUm": 15, "cellEdges": { "all": "{{edge}}" } },
              "cells": { "some": {} } }
            """;
        using var niche = Niche.Found(text);
        var grid = new Grid(nx, ny, nz);
        for (var center = 0; center < grid.Count; center++)
        {
            var expected = new Dictionary<int, int>();
            for (var voxel = 0; voxel < grid.Count; voxel++)
            {
                var squared = Along(grid.X(voxel) - grid.X(center), nx) + Along(grid.Y(voxel) - grid.Y(center), ny) + Along(grid.Z(voxel) - grid.Z(center), nz);
                if (squared * 15.0 * 15.0 <= radiusUm * radiusUm)
                    expected.Add(voxel, squared);
            }

            var found = new Dictionary<int, int>();
            foreach (var (voxel, squared) in new Disc(niche.Simulation, center, radiusUm))
                found.Add(voxel, squared);
            Assert.Equal(expected.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key));
        }

        int Along(int difference, int n)
        {
            var distance = Math.Abs(difference);
            distance = edge == "periodic" ? Math.Min(distance, n - distance) : distance;
            return distance * distance;
        }
    }
}
