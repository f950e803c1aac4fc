namespace NicheSim.Numerics;

/// <summary>How a solve went.</summary>
/// <param name="Cycles">Multigrid cycles made; 0 where the field held already.</param>
/// <param name="FirstError">Estimate of the relative error before the first cycle, as <paramref name="Error"/>; 1 where the field was empty.</param>
/// <param name="Error">
/// The larger of two numbers. First the estimated sum of all errors over the sum of the field: on each level, by how much one relaxation would change each
/// cell, times its voxels, added over the levels, because an error that stretches over 2^k voxels shows on level k. Second the gain of all voxels
/// together over the sum of their sources and of what fixed edges would give an empty field: by how much the balance secreted - lost - flowed out fails to close.
/// </param>
/// <param name="Converged">Whether the error came within the tolerance.</param>
public readonly record struct SolveReport(int Cycles, double FirstError, double Error, bool Converged);
