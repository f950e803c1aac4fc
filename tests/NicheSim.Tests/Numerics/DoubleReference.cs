using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>The same equations in double precision, written down a second time, face by face.</summary>
internal sealed class DoubleReference
{
    private readonly DiffusionProblem _problem;
    private readonly List<(int To, double Conductance)>[] _faces;
    private readonly double[] _fixed, _supplied;

    private DoubleReference(DiffusionProblem problem)
    {
        _problem = problem;
        _faces = new List<(int To, double Conductance)>[problem.Grid.Count];
        (_fixed, _supplied) = (new double[problem.Grid.Count], new double[problem.Grid.Count]);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
        {
            _faces[voxel] = [];
            var at = new[] { problem.Grid.X(voxel), problem.Grid.Y(voxel), problem.Grid.Z(voxel) };
            for (var axis = 0; axis < 3; axis++)
            {
                AddFace(voxel, at, axis, -1, problem.Operator.Edges.Low(axis));
                AddFace(voxel, at, axis, 1, problem.Operator.Edges.High(axis));
            }
        }
    }

    /// <summary>The steady solution by Gauss-Seidel with over-relaxation until nothing changes by more than 1e-13 of the largest value.</summary>
    public static double[] Solve(DiffusionProblem problem)
    {
        var reference = new DoubleReference(problem);
        var c = new double[problem.Grid.Count];
        for (var sweep = 0; sweep < 200_000; sweep++)
        {
            var (change, largest) = (0.0, 0.0);
            for (var voxel = 0; voxel < c.Length; voxel++)
            {
                var diagonal = problem.Loss[voxel] + reference._fixed[voxel] + reference._faces[voxel].Sum(face => face.Conductance);
                if (diagonal == 0)
                    continue;
                var step = 1.5 * reference.Gain(voxel, c) / diagonal;
                c[voxel] += step;
                (change, largest) = (Math.Max(change, Math.Abs(step)), Math.Max(largest, Math.Abs(c[voxel])));
            }

            if (change <= 1e-13 * largest)
                return c;
        }

        throw new InvalidOperationException("The reference did not converge.");
    }

    /// <summary>The field after steps of dt, forward in time.</summary>
    public static double[] Explicit(DiffusionProblem problem, double dt, int steps)
    {
        var reference = new DoubleReference(problem);
        var c = Array.ConvertAll(problem.Value, v => (double)v);
        for (var step = 0; step < steps; step++)
        {
            var old = c;
            c = [.. Enumerable.Range(0, old.Length).Select(voxel => old[voxel] + (dt * reference.Gain(voxel, old)))];
        }

        return c;
    }

    /// <summary>Sets of at least two joined voxels without a fixed face, but the largest of all sets, in the order of their first voxels.</summary>
    public static List<int[]> ClosedSets(DiffusionProblem problem)
    {
        var reference = new DoubleReference(problem);
        var (seen, sets) = (new HashSet<int>(), new List<int[]>());
        for (var first = 0; first < problem.Grid.Count; first++)
        {
            if (problem.Permeability[first] == 0 || !seen.Add(first))
                continue;
            var set = new List<int> { first };
            for (var next = 0; next < set.Count; next++)
                foreach (var (to, _) in reference._faces[set[next]])
                    if (seen.Add(to))
                        set.Add(to);
            sets.Add([.. set]);
        }

        var largest = sets.MaxBy(set => set.Length);
        return sets.FindAll(set => set != largest && set.Length > 1 && set.All(voxel => reference._fixed[voxel] == 0));
    }

    private double Gain(int voxel, double[] c)
    {
        var gain = _problem.Source[voxel] - (_problem.Loss[voxel] * c[voxel]) + _supplied[voxel] - (_fixed[voxel] * c[voxel]);
        foreach (var (to, conductance) in _faces[voxel])
            gain += conductance * (c[to] - c[voxel]);
        return gain;
    }

    private void AddFace(int voxel, int[] at, int axis, int step, FieldSide side)
    {
        var size = axis == 0 ? _problem.Grid.Nx : axis == 1 ? _problem.Grid.Ny : _problem.Grid.Nz;
        var own = (double)_problem.Permeability[voxel];
        var next = at[axis] + step;
        if ((next < 0 || next >= size) && side.Edge == FieldEdge.Fixed)
            (_fixed[voxel], _supplied[voxel]) = (_fixed[voxel] + (2 * own), _supplied[voxel] + (2 * own * side.Value));
        if ((next < 0 || next >= size) && (side.Edge != FieldEdge.Periodic || size == 1))
            return;
        var there = (int[])at.Clone();
        there[axis] = (next + size) % size;
        var neighbor = _problem.Grid.Index(there[0], there[1], there[2]);
        var other = (double)_problem.Permeability[neighbor];
        if (own > 0 && other > 0)
            _faces[voxel].Add((neighbor, 2 / ((1 / own) + (1 / other))));
    }
}
