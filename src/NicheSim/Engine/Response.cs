using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Engine;

/// <summary>
/// Signals -> behaviors, as a pure function. Rules through one receptor add their doses u = (s / half-maximum)^power and pull with
/// strength U / (1 + U) towards the dose-weighted mean of their values at saturation; separate ways act as if each were on with the
/// probability that is its strength, the strongest that is on being the one that counts. <see cref="Responses"/> does the same for many cells at a time.
/// </summary>
public static class Response
{
    /// <summary>A dose beyond all saturation, small enough for its product with any value at saturation (at most 1e15) to stay finite.</summary>
    internal const float LargestDose = 1e20f;

    /// <summary>Value of a channel, in its own unit.</summary>
    /// <param name="channel">The behavior and its rules.</param>
    /// <param name="signals">What the cell senses, slot after slot.</param>
    /// <param name="treatments">Levels of all treatments.</param>
    public static float Value(ChannelPlan channel, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments)
    {
        var value = channel.Base;
        if (channel.Increasing.Length > 0)
            value = Combine(channel.Increasing, value, signals, treatments, sign: 1);
        if (channel.Decreasing.Length > 0)
            value = Combine(channel.Decreasing, value, signals, treatments, sign: -1);
        foreach (var slot in channel.Scales)
            value *= signals[slot];
        foreach (var (treatment, factor) in channel.Factors)
            value *= 1 + ((factor - 1) * treatments[treatment]);
        return value;
    }

    /// <summary>
    /// What an event of this channel came from: 0 for the base, n for the n-th increasing term; drawn in proportion to what each adds to the value.
    /// </summary>
    /// <param name="channel">The behavior and its rules.</param>
    /// <param name="signals">What the cell senses, slot after slot.</param>
    /// <param name="treatments">Levels of all treatments.</param>
    /// <param name="draw">A random number between 0 and 1.</param>
    public static int Cause(ChannelPlan channel, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments, double draw)
    {
        Span<float> pulls = stackalloc float[ResponsePlan.MostWays], strengths = stackalloc float[ResponsePlan.MostWays];
        Span<int> order = stackalloc int[ResponsePlan.MostWays];
        Pull(channel.Increasing, signals, treatments, sign: 1, channel.Base, pulls, strengths, order);
        double total = Combine(channel.Increasing, channel.Base, signals, treatments, sign: 1);
        var left = draw * total;
        double rest = 1;
        for (var i = 0; i < channel.Increasing.Length; i++)
        {
            var way = order[i];
            var share = pulls[way] * strengths[way] * rest;
            if (left < share)
                return 1 + TermOf(channel.Increasing, way, signals, treatments, left / share);
            left -= share;
            rest *= 1 - strengths[way];
        }

        return 0;
    }

    private static float Combine(WayPlan[] ways, float start, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments, int sign)
    {
        Span<float> pulls = stackalloc float[ResponsePlan.MostWays], strengths = stackalloc float[ResponsePlan.MostWays];
        Span<int> order = stackalloc int[ResponsePlan.MostWays];
        Pull(ways, signals, treatments, sign, start, pulls, strengths, order);
        float value = 0, rest = 1;
        for (var i = 0; i < ways.Length; i++)
        {
            var way = order[i];
            value += pulls[way] * strengths[way] * rest;
            rest *= 1 - strengths[way];
        }

        return value + (start * rest);
    }

    /// <summary>Value and strength of every way, and their order: the highest first for increasing ways, the lowest for decreasing ones, which never raise the value.</summary>
    private static void Pull(
        WayPlan[] ways, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments, int sign, float start, Span<float> pulls, Span<float> strengths, Span<int> order)
    {
        for (var w = 0; w < ways.Length; w++)
        {
            (pulls[w], strengths[w]) = WayPull(ways[w], signals, treatments);
            if (sign < 0)
                pulls[w] = Math.Min(pulls[w], start);
            var place = w;
            for (; place > 0 && sign * pulls[order[place - 1]] < sign * pulls[w]; place--)
                order[place] = order[place - 1];
            order[place] = w;
        }
    }

    private static (float Pull, float Strength) WayPull(WayPlan way, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments)
    {
        var (acting, last) = (0, way.Terms[0]);
        if (!last.IsDose)
            return (last.Saturation, Strength(last, signals, treatments) * Availability(last, signals, treatments));
        float doses = 0, available = 0, weighted = 0;
        foreach (var term in way.Terms)
        {
            var dose = Dose(term, signals, treatments);
            var share = dose * Availability(term, signals, treatments);
            doses += dose;
            available += share;
            weighted += share * term.Saturation;
            if (share > 0)
                (acting, last) = (acting + 1, term);
        }

        // A mean of one is that one: a silent rule on the same receptor changes no bit.
        return (acting > 1 ? weighted / available : last.Saturation, available / (1 + doses));
    }

    /// <summary>Strength of a conjunction, or of an answer to absence: the product of its members' Hill terms.</summary>
    private static float Strength(TermPlan term, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments)
    {
        var strength = InRegion(term, signals);
        for (var m = 0; m < term.Members.Length; m++)
        {
            var member = term.Members[m];
            var signal = m == 0 ? signals[member.Signal] / Competition(term, treatments) : signals[member.Signal];
            var hill = Hill.Strength(Hill.Dose(signal, member.HalfMaximum, member.Power));
            strength *= member.Below ? 1 - hill : hill;
        }

        return strength;
    }

    private static float Dose(TermPlan term, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments)
    {
        var member = term.Members[0];
        var dose = Hill.Dose(signals[member.Signal] / Competition(term, treatments), member.HalfMaximum, member.Power);
        return InRegion(term, signals) * Math.Min(dose, LargestDose);
    }

    private static float InRegion(TermPlan term, ReadOnlySpan<float> signals) => term.Region < 0 ? 1 : signals[term.Region];

    /// <summary>By how much competitive blockers divide the ligand.</summary>
    internal static float Competition(TermPlan term, ReadOnlySpan<float> treatments)
    {
        float divisor = 1;
        foreach (var label in term.Labels)
            foreach (var (treatment, dissociation) in label.Competitors)
                divisor *= 1 + (treatments[treatment] / dissociation);
        return divisor;
    }

    /// <summary>Product of the levels of the labels that the term acts through, less what is blocked.</summary>
    private static float Availability(TermPlan term, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments)
    {
        float available = 1;
        foreach (var label in term.Labels)
        {
            available *= label.Attribute < 0 ? label.Level : Math.Clamp(label.Level * signals[label.Attribute], 0, 1);
            foreach (var blocker in label.Blockers)
                available *= 1 - treatments[blocker];
        }

        return available;
    }

    /// <summary>Running number of the term behind a share of a way's pull, 0 to 1.</summary>
    private static int TermOf(WayPlan[] ways, int way, ReadOnlySpan<float> signals, ReadOnlySpan<float> treatments, double share)
    {
        var number = 0;
        for (var w = 0; w < way; w++)
            number += ways[w].Terms.Length;
        var terms = ways[way].Terms;
        if (terms.Length == 1)
            return number;
        double total = 0;
        foreach (var term in terms)
            total += Dose(term, signals, treatments) * Availability(term, signals, treatments) * term.Saturation;
        var left = share * total;
        for (var t = 0; t < terms.Length - 1; t++)
        {
            left -= Dose(terms[t], signals, treatments) * Availability(terms[t], signals, treatments) * terms[t].Saturation;
            if (left < 0)
                return number + t;
        }

        return number + terms.Length - 1;
    }
}
