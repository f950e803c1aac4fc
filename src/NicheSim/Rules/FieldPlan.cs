using NicheSim.Numerics;

namespace NicheSim.Rules;

/// <summary>How a field is solved at every tick.</summary>
public enum FieldTime
{
    /// <summary>Steady state: the field relaxes much faster than a tick.</summary>
    Steady,

    /// <summary>Implicit steps in time.</summary>
    InTime,
}

public sealed record FieldPlan
{
    /// <summary>[um2/s].</summary>
    public required double Diffusion { get; init; }

    /// <summary>[1/s], with the loss out of a slice's plane apart.</summary>
    public required double Decay { get; init; }

    /// <summary>[1/s].</summary>
    public required double OutOfPlaneLoss { get; init; }

    public required FieldEdges Edges { get; init; }

    /// <summary>Diffusion inside bone as a share of that in marrow.</summary>
    public required float BoneFactor { get; init; }

    /// <summary>In marrow voxels [pM/s].</summary>
    public required float BasalProduction { get; init; }

    /// <summary>[pM].</summary>
    public required float Initial { get; init; }

    /// <summary>[1/s].</summary>
    public required float MarrowUptake { get; init; }

    /// <summary>[1/s].</summary>
    public required float BoneUptake { get; init; }

    public required FieldTime Time { get; init; }

    public required int StepsPerTick { get; init; }

    /// <summary>False where nothing reads the field, so that it may stay as it is: see <see cref="FieldsInUse"/>.</summary>
    public required bool IsSolved { get; init; }

    /// <summary>Field that binds this one, or -1.</summary>
    public required int Neutralizer { get; init; }

    /// <summary>[pM].</summary>
    public required float NeutralizerDissociation { get; init; }

    /// <summary>Parts[part][profile]: does the profile's secretion count towards the part?</summary>
    public required bool[][] Parts { get; init; }

    /// <summary>Treatments that block the field in all sensing.</summary>
    public required int[] Blockers { get; init; }

    /// <summary>Treatments that add to the field.</summary>
    public required AddPlan[] Additions { get; init; }

    /// <summary>Initial serum level [pM], production [pM/s], clearance [1/s].</summary>
    public required SerumPlan Serum { get; init; }
}

/// <param name="Treatment">Index of the treatment.</param>
/// <param name="Level">Level that the tissue relaxes to at full dose [pM].</param>
/// <param name="Rate">[1/s].</param>
/// <param name="AtVessels">At vessel voxels only, else everywhere.</param>
public readonly record struct AddPlan(int Treatment, float Level, float Rate, bool AtVessels);

/// <param name="Initial">[pM].</param>
/// <param name="Production">[pM/s].</param>
/// <param name="Clearance">[1/s].</param>
/// <param name="Fixed">The niche does not change the level.</param>
public readonly record struct SerumPlan(double Initial, double Production, double Clearance, bool Fixed);

/// <summary>A treatment's level over time.</summary>
/// <param name="FromTick">Tick of the first dose.</param>
/// <param name="ToTick">The tick at which it stops.</param>
/// <param name="IntervalTicks">Ticks between doses, which come at the ticks nearest to its multiples; 0 for one dose.</param>
/// <param name="HalfLifeTicks">Half-life of a dose; 0 for a constant level.</param>
/// <param name="Efficacy">Level at a full dose.</param>
public readonly record struct TreatmentPlan(int FromTick, int ToTick, double IntervalTicks, double HalfLifeTicks, double Efficacy)
{
    /// <summary>Level at a tick, 0 to 1: each dose adds 1 and decays by half in a half-life; their sum, at most 1, times the efficacy.</summary>
    public float LevelAt(int tick)
    {
        if (tick < FromTick || tick >= ToTick)
            return 0;
        if (HalfLifeTicks <= 0)
            return (float)Efficacy;
        var amount = 0.0;
        var doses = Doses(tick - FromTick);
        for (var dose = Math.Max(0, doses - 64); dose < doses; dose++)
            amount += Elementary.Pow(0.5, (tick - FromTick - Math.Round(dose * IntervalTicks)) / HalfLifeTicks);
        return (float)(Efficacy * Math.Min(1, amount));
    }

    /// <summary>Doses that have been given so many ticks after the first one.</summary>
    private int Doses(int ticks)
    {
        if (IntervalTicks <= 0)
            return 1;
        var doses = (int)(ticks / IntervalTicks) + 1;
        return Math.Round(doses * IntervalTicks) <= ticks ? doses + 1 : doses;
    }
}
