namespace NicheSim.Studies;

/// <summary>What a calibration has come to: the weighted parameter sets of its last whole generation (<c>calibration.csv</c>), and how it went (<c>calibration-generations.csv</c>).</summary>
internal static class CalibrationTables
{
    /// <summary>Columns of the parameter sets before the parameters.</summary>
    public static readonly string[] Fixed = ["weight", "distance"];

    public static void WriteParticles(string path, StudyPlan plan, Calibration calibration)
    {
        var table = new CsvText([.. Fixed, .. plan.Parameters.Select(parameter => parameter.Name), .. calibration.TargetNames.Select(name => $"target:{name}")]);
        foreach (var particle in calibration.State.Particles.OrderBy(particle => particle.Distance))
            table.Row([particle.Weight, particle.Distance, .. calibration.Values(particle.Unit).Cast<object?>(), .. calibration.Readings(particle).Cast<object?>()]);
        table.Write(path);
    }

    public static void WriteGenerations(string path, Calibration calibration)
    {
        var table = new CsvText("generation", "tolerance", "proposals", "effectiveSampleSize");
        foreach (var generation in calibration.State.History)
            table.Row(generation.Number, generation.Tolerance < double.MaxValue ? generation.Tolerance : double.NaN, generation.Simulations, generation.EffectiveSampleSize);
        table.Write(path);
    }
}
