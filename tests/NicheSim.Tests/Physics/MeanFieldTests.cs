using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Tests.Physics;

/// <summary>The mean level of a field with first-order loss is secretion density over loss, S rho / k, however the lattice cuts the tissue up.</summary>
public class MeanFieldTests
{
    private const double MoleculesPerSecond = 2, HalfLifeMinutes = 10, PicomolarPerMoleculePerUm3 = 1e12 / (6.02214076e23 * 1e-15);

    /// <param name="width">Voxels along x and y.</param>
    /// <param name="depth">Voxels along z; 1 is a slice as thick as a voxel.</param>
    /// <param name="voxelUm">Side of a voxel [um].</param>
    /// <param name="cells">Secreting cells.</param>
    [Theory]
    [InlineData(24, 1, 15, 173)]
    [InlineData(12, 12, 15, 518)]
    [InlineData(48, 1, 7.5, 173)]
    public void A_dense_population_makes_the_same_mean_field_in_two_and_three_dimensions_and_at_half_the_voxel(int width, int depth, double voxelUm, int cells)
    {
        var scenario = ScenarioCompiler.LoadText("mean.json", $$"""
            {
              "time": { "durationDays": 1, "tickMinutes": 60 },
              "lattice": { "widthVoxels": {{width}}, "heightVoxels": {{width}}, "depthVoxels": {{depth}}, "voxelUm": {{voxelUm.ToString(System.Globalization.CultureInfo.InvariantCulture)}} },
              "fields": { "F": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": {{HalfLifeMinutes}}, "molecularWeightKDa": 20, "solve": "steady" } },
              "cells": { "a": { "start": { "x": { "count": {{cells}} } }, "secrete": { "F": { "moleculesPerSecond": {{MoleculesPerSecond}} } } } }
            }
            """).Scenario!;
        using var simulation = new Simulation(scenario.Plan, Founding.Found(scenario.Plan, out _));
        simulation.Step();

        var volume = scenario.Plan.VoxelVolumeUm3 * scenario.Plan.Grid.Count;
        var expected = MoleculesPerSecond * cells / volume * PicomolarPerMoleculePerUm3 / (Math.Log(2) / (HalfLifeMinutes * 60));

        // Solved to a relative error of 1e-5, of which the balance is part.
        Assert.Equal(1, simulation.State.Fields[0].Average(c => (double)c) / expected, 2e-5);
    }
}
