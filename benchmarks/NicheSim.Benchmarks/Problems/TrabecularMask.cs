using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Problems;

/// <summary>
/// Bone as plates and rods of one typical spacing: where a Gaussian random field of a single wavelength, a sum of plane waves in random directions, is
/// among its largest values (Cahn, J. Chem. Phys. 42, 93, 1965: the look of spinodal decomposition, and of trabecular bone).
/// </summary>
internal static class TrabecularMask
{
    private const int Waves = 24;

    /// <summary>Distance from one trabecula to the next [um] and size of a voxel [um].</summary>
    private const double WavelengthUm = 500, VoxelUm = 15;

    /// <summary>For each voxel whether it is bone, on the given share of the voxels (to within a sampling error of a percent of it).</summary>
    public static bool[] Make(Grid grid, double share, uint seed)
    {
        var bone = new bool[grid.Count];
        if (share == 0)
            return bone;
        var waves = Enumerable.Range(0, Waves).Select(wave => new Wave(grid, seed, (uint)wave)).ToArray();
        var height = new float[grid.Count];
        Parallel.For(0, grid.Ny * grid.Nz, row =>
        {
            var values = height.AsSpan(row * grid.Nx, grid.Nx);
            foreach (var wave in waves)
                wave.AddTo(values, row % grid.Ny, row / grid.Ny);
        });
        var sample = Enumerable.Range(0, Math.Min(grid.Count, 200_000)).Select(i => height[(int)((long)i * 7_919_993 % grid.Count)]).Order().ToArray();
        var level = sample[(int)((1 - share) * sample.Length)];
        for (var voxel = 0; voxel < bone.Length; voxel++)
            bone[voxel] = height[voxel] > level;
        return bone;
    }

    private sealed class Wave
    {
        private readonly double _ky, _kz, _phase;
        private readonly float[] _cosine, _sine;

        public Wave(Grid grid, uint seed, uint wave)
        {
            var (a, b, c, _) = Philox.Block(wave, 0, 0, 0, seed, 0);
            var cosine = grid.Nz == 1 ? 0 : (2 * Unit(a)) - 1;
            var (angle, k) = (2 * Math.PI * Unit(b), 2 * Math.PI * VoxelUm / WavelengthUm);
            var across = k * Math.Sqrt(1 - (cosine * cosine));
            var kx = across * Math.Cos(angle);
            (_ky, _kz, _phase) = (across * Math.Sin(angle), k * cosine, 2 * Math.PI * Unit(c));
            _cosine = [.. Enumerable.Range(0, grid.Nx).Select(x => (float)Math.Cos(kx * x))];
            _sine = [.. Enumerable.Range(0, grid.Nx).Select(x => (float)Math.Sin(kx * x))];
        }

        public void AddTo(Span<float> row, int y, int z)
        {
            var at = _phase + (_ky * y) + (_kz * z);
            var (cosine, sine) = ((float)Math.Cos(at), (float)Math.Sin(at));
            for (var x = 0; x < row.Length; x++)
                row[x] += (cosine * _cosine[x]) - (sine * _sine[x]);
        }

        private static double Unit(uint word) => (word + 0.5) / 4294967296.0;
    }
}
