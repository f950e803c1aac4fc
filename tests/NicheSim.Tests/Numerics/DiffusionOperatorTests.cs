using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class DiffusionOperatorTests
{
    [Theory]
    [InlineData(13, 8, 5, FieldEdge.Periodic)]
    [InlineData(13, 8, 5, FieldEdge.Fixed)]
    [InlineData(70, 9, 1, FieldEdge.Periodic)]
    [InlineData(70, 9, 1, FieldEdge.Closed)]
    [InlineData(3, 1, 12, FieldEdge.Periodic)]
    public void After_local_changes_all_levels_and_pockets_have_the_bits_of_a_full_rebuild(int nx, int ny, int nz, FieldEdge edge)
    {
        var (grid, edges, random) = (new Grid(nx, ny, nz), FieldEdges.All(new FieldSide(edge, 3)), new Random(1));
        var op = new DiffusionOperator(grid, edges);
        var permeability = new float[grid.Count];
        for (var change = 0; change < 60; change++)
        {
            for (var voxel = 0; voxel < grid.Count; voxel++)
                if (change % 20 == 0 || random.Next(grid.Count) < 2)
                    permeability[voxel] = random.Next(5) switch { 0 or 1 => 0, 2 => 0.1f, _ => 1 };
            op.Update(permeability);
            var rebuilt = new DiffusionOperator(grid, edges);
            rebuilt.Update(permeability);
            for (var level = 0; level < op.Levels.Length; level++)
            {
                for (var axis = 0; axis < 3; axis++)
                    Assert.True(op.Levels[level].Faces[axis].Span.SequenceEqual(rebuilt.Levels[level].Faces[axis].Span), $"change {change}, level {level}, axis {axis}");
                Assert.True(op.Levels[level].Volume.Span.SequenceEqual(rebuilt.Levels[level].Volume.Span) && op.Levels[level].Open.Span.SequenceEqual(rebuilt.Levels[level].Open.Span), $"change {change}, level {level}");
            }

            Assert.Equal(rebuilt.Pockets.Count, op.Pockets.Count);
            for (var pocket = 0; pocket < op.Pockets.Count; pocket++)
                Assert.True(op.Pockets[pocket].SequenceEqual(rebuilt.Pockets[pocket]));
            Assert.Equal(rebuilt.FixedSupply, op.FixedSupply);
        }
    }

    /// <summary>Against a flood fill, face by face.</summary>
    [Theory]
    [InlineData(9, 8, 5, FieldEdge.Periodic, 2)]
    [InlineData(9, 8, 5, FieldEdge.Fixed, 2)]
    [InlineData(70, 9, 1, FieldEdge.Periodic, 5)]
    [InlineData(70, 9, 1, FieldEdge.Closed, 5)]
    [InlineData(1, 1, 12, FieldEdge.Periodic, 5)]
    public void The_pockets_are_the_closed_sets_but_the_largest(int nx, int ny, int nz, FieldEdge edge, int openOfTen)
    {
        var (grid, random, found) = (new Grid(nx, ny, nz), new Random(1), 0);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var problem = new DiffusionProblem(grid, FieldEdges.All(new FieldSide(edge)), 0);
            for (var voxel = 0; voxel < grid.Count; voxel++)
                problem.Permeability[voxel] = random.Next(10) < openOfTen ? 1 : 0;
            problem.Operator.Update(problem.Permeability);
            var shape = problem.Operator.Levels[0].Shape;
            var expected = DoubleReference.ClosedSets(problem).Select(set => set.Select(shape.AtVoxel).Order().ToArray()).ToArray();
            Assert.Equal(expected, [.. Enumerable.Range(0, problem.Operator.Pockets.Count).Select(i => problem.Operator.Pockets[i].ToArray().Order().ToArray())]);
            found += expected.Length;
        }

        Assert.True(found > 5, $"{found}");
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var grid = new Grid(40, 30, 20);
        var op = new DiffusionOperator(grid, FieldEdges.All(FieldSide.Closed));
        var permeability = new float[grid.Count];
        for (var voxel = 0; voxel < grid.Count; voxel++)
            permeability[voxel] = voxel * 7919L % 5 < 2 ? 0 : 1;
        Assert.Equal(0, Allocation.Least(Change));

        void Change()
        {
            permeability[100] = 1 - permeability[100];
            op.Update(permeability);
        }
    }
}
