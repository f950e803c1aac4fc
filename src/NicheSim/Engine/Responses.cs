using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Engine;

/// <summary>
/// <see cref="Response"/> for many cells of one profile at a time: signal by signal and channel by channel, in spans, with everything that treatments alone decide taken
/// out of the loops over cells. The bits are those of <see cref="Response.Value"/>.
/// </summary>
[SkipLocalsInit]
internal static class Responses
{
    /// <summary>Signals -> the values of all source channels, or of all other ones.</summary>
    public static void Evaluate(Simulation simulation, bool sources)
        => simulation.ForChunks(sources ? static (simulation, chunk) => EvaluateChunk(simulation, chunk, sources: true) : static (simulation, chunk) => EvaluateChunk(simulation, chunk, sources: false));

    private static void EvaluateChunk(Simulation simulation, int chunk, bool sources)
    {
        var scratch = simulation.Scratch;
        var (p, start, end) = scratch.Chunks[chunk];
        var profile = simulation.Plan.Profiles[p];
        var (part, columns) = sources ? (profile.Sources, scratch.SourceValues) : (profile.Decisions, scratch.DecisionValues);
        if (part.Signals.Length > 0)
            Sensing.Read(simulation, part.Signals, start, end);
        var signals = new SignalSpans(scratch.Signals, start, end - start);
        for (var slot = 0; slot < part.Channels.Length; slot++)
            Values(part.Channels[slot], signals, scratch.Treatments, columns[slot].AsSpan(start, end - start));
    }

    /// <summary>Values of a channel for some cells, in its own unit.</summary>
    /// <param name="channel">The behavior and its rules.</param>
    /// <param name="signals">What the cells sense.</param>
    /// <param name="treatments">Levels of all treatments.</param>
    /// <param name="values">Where the values go, one per cell.</param>
    public static void Values(ChannelPlan channel, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> values)
    {
        values.Fill(channel.Base);
        if (channel.Increasing.Length > 0)
            Combine(channel.Increasing, signals, treatments, sign: 1, values);
        if (channel.Decreasing.Length > 0)
            Combine(channel.Decreasing, signals, treatments, sign: -1, values);
        foreach (var slot in channel.Scales)
            SpanMath.Multiply(values, signals[slot]);
        foreach (var (treatment, factor) in channel.Factors)
            SpanMath.Multiply(values, 1 + ((factor - 1) * treatments[treatment]));
    }

    /// <summary>Lets ways act on values: value and strength of every way first, then their combination.</summary>
    private static void Combine(WayPlan[] ways, SignalSpans signals, ReadOnlySpan<float> treatments, int sign, Span<float> values)
    {
        var count = values.Length;
        Span<float> pulls = stackalloc float[ways.Length * count], strengths = stackalloc float[ways.Length * count];
        for (var w = 0; w < ways.Length; w++)
        {
            Pull(ways[w], signals, treatments, pulls.Slice(w * count, count), strengths.Slice(w * count, count));
            if (sign < 0)
                SpanMath.Min(pulls.Slice(w * count, count), values);
        }

        var i = 0;
        Span<int> order = stackalloc int[ways.Length];
        Sort(pulls, 0, count, sign, order);
        if (HaveOneOrder(ways, sign) && Vector256.IsHardwareAccelerated)
            for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var (value, rest) = (Vector256<float>.Zero, Vector256<float>.One);
                foreach (var way in order)
                {
                    var strength = Vector256.Create<float>(strengths[((way * count) + i)..]);
                    value += Vector256.Create<float>(pulls[((way * count) + i)..]) * strength * rest;
                    rest *= Vector256<float>.One - strength;
                }

                (value + (Vector256.Create<float>(values[i..]) * rest)).CopyTo(values[i..]);
            }

        for (; i < count; i++)
        {
            Sort(pulls, i, count, sign, order);
            float value = 0, rest = 1;
            foreach (var way in order)
            {
                var strength = strengths[(way * count) + i];
                value += pulls[(way * count) + i] * strength * rest;
                rest *= 1 - strength;
            }

            values[i] = value + (values[i] * rest);
        }
    }

    /// <summary>Increasing ways of one rule each pull towards the same value in every cell, so that they come in the same order.</summary>
    private static bool HaveOneOrder(WayPlan[] ways, int sign)
    {
        if (ways.Length == 1)
            return true;
        foreach (var way in ways)
            if (sign < 0 || way.Terms.Length > 1)
                return false;
        return true;
    }

    /// <summary>The order of the ways in cell i: the highest first for increasing ways, the lowest for decreasing ones; among equals the first.</summary>
    private static void Sort(ReadOnlySpan<float> pulls, int i, int count, int sign, Span<int> order)
    {
        for (var w = 0; w < order.Length; w++)
        {
            var place = w;
            for (; place > 0 && sign * pulls[(order[place - 1] * count) + i] < sign * pulls[(w * count) + i]; place--)
                order[place] = order[place - 1];
            order[place] = w;
        }
    }

    /// <summary>What a way pulls towards, and how strongly.</summary>
    private static void Pull(WayPlan way, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> pulls, Span<float> strengths)
    {
        var term = way.Terms[0];
        pulls.Fill(term.Saturation);
        Span<float> available = stackalloc float[signals.Count];
        if (!term.IsDose)
        {
            Strength(term, signals, treatments, strengths);
            Availability(term, signals, treatments, available);
            SpanMath.Multiply(strengths, available);
        }
        else if (way.Terms.Length == 1)
        {
            Dose(term, signals, treatments, strengths);
            Availability(term, signals, treatments, available);
            ToShare(strengths, available);
        }
        else
        {
            PullTogether(way, signals, treatments, pulls, strengths);
        }
    }

    /// <summary>dose -> dose x available / (1 + dose).</summary>
    private static void ToShare(Span<float> doses, ReadOnlySpan<float> available)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
            for (; i <= doses.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var dose = Vector256.Create<float>(doses[i..]);
                (dose * Vector256.Create(available[i..]) / (Vector256<float>.One + dose)).CopyTo(doses[i..]);
            }

        for (; i < doses.Length; i++)
            doses[i] = doses[i] * available[i] / (1 + doses[i]);
    }

    /// <summary>Rules through one receptor: the mean of their values at saturation by dose, and the strength of all doses.</summary>
    private static void PullTogether(WayPlan way, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> pulls, Span<float> strengths)
    {
        var count = signals.Count;
        Span<float> dose = stackalloc float[count], available = stackalloc float[count], doses = stackalloc float[count], weighted = stackalloc float[count];
        Span<int> acting = stackalloc int[count];
        doses.Clear();
        weighted.Clear();
        acting.Clear();
        strengths.Clear();
        foreach (var term in way.Terms)
        {
            Dose(term, signals, treatments, dose);
            Availability(term, signals, treatments, available);
            for (var i = 0; i < count; i++)
            {
                var share = dose[i] * available[i];
                doses[i] += dose[i];
                strengths[i] += share;
                weighted[i] += share * term.Saturation;
                if (share > 0)
                    (acting[i], pulls[i]) = (acting[i] + 1, term.Saturation);
            }
        }

        // A mean of one is that one: a silent rule on the same receptor changes no bit.
        for (var i = 0; i < count; i++)
        {
            pulls[i] = acting[i] > 1 ? weighted[i] / strengths[i] : pulls[i];
            strengths[i] /= 1 + doses[i];
        }
    }

    /// <summary>Strength of a conjunction, or of an answer to absence: the product of its members' Hill terms.</summary>
    private static void Strength(TermPlan term, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> strengths)
    {
        Span<float> hill = stackalloc float[signals.Count];
        InRegion(term, signals, strengths);
        for (var m = 0; m < term.Members.Length; m++)
        {
            var member = term.Members[m];
            Dose(member, m == 0 ? Response.Competition(term, treatments) : 1, signals, hill);
            Hill.Strength(hill);
            if (member.Below)
                SpanMath.MultiplyByRest(strengths, hill);
            else
                SpanMath.Multiply(strengths, hill);
        }
    }

    private static void Dose(TermPlan term, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> doses)
    {
        Dose(term.Members[0], Response.Competition(term, treatments), signals, doses);
        SpanMath.Min(doses, Response.LargestDose);
        if (term.Region >= 0)
            SpanMath.Multiply(doses, signals[term.Region]);
    }

    /// <summary>The doses of one signal, which competitive blockers divide.</summary>
    private static void Dose(MemberPlan member, float competition, SignalSpans signals, Span<float> doses)
    {
        var ligand = signals[member.Signal];
        if (competition != 1)
        {
            ligand.CopyTo(doses);
            SpanMath.Divide(doses, competition);
            ligand = doses;
        }

        Hill.Dose(ligand, member.HalfMaximum, member.Power, doses);
    }

    private static void InRegion(TermPlan term, SignalSpans signals, Span<float> inside)
    {
        if (term.Region >= 0)
            signals[term.Region].CopyTo(inside);
        else
            inside.Fill(1);
    }

    /// <summary>Product of the levels of the labels that the term acts through, less what is blocked.</summary>
    private static void Availability(TermPlan term, SignalSpans signals, ReadOnlySpan<float> treatments, Span<float> available)
    {
        available.Fill(1);
        foreach (var label in term.Labels)
        {
            if (label.Attribute < 0)
                SpanMath.Multiply(available, label.Level);
            else
                for (var i = 0; i < available.Length; i++)
                    available[i] *= Math.Clamp(label.Level * signals[label.Attribute][i], 0, 1);
            foreach (var blocker in label.Blockers)
                SpanMath.Multiply(available, 1 - treatments[blocker]);
        }
    }
}

/// <summary>What some cells sense: one span per slot, a value per cell.</summary>
/// <param name="columns">Columns[slot] holds the values of all cells.</param>
/// <param name="start">The first of these cells.</param>
/// <param name="count">Their number.</param>
internal readonly ref struct SignalSpans(float[][] columns, int start, int count)
{
    public int Count => count;

    public ReadOnlySpan<float> this[int slot] => columns[slot].AsSpan(start, count);
}
