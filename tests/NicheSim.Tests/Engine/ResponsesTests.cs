using CsCheck;
using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Tests.Engine;

/// <summary>Responses of many cells at a time have the bits of the model for one.</summary>
public class ResponsesTests
{
    private const int Slots = 5, Cells = 77, From = 3;

    private static readonly float[] Treatments = [0, 0.3f, 1];

    private static readonly Gen<float> Signal = Gen.Frequency((6, Gen.Float[0, 30]), (1, Gen.Const(0f)), (1, Gen.Const(float.PositiveInfinity)), (1, Gen.Float[1e20f, 1e30f]));

    private static readonly Gen<MemberPlan> Member = Gen.Select(Gen.Int[0, Slots - 1], Gen.Float[0.1f, 20], Gen.OneOf(Gen.Int[1, 9].Select(n => (float)n), Gen.Float[0.5f, 4]), Gen.Bool)
        .Select(t => new MemberPlan(t.Item1, t.Item2, t.Item3, t.Item4));

    private static readonly Gen<AvailabilityPlan> Label = Gen.Select(Gen.Float[0, 1], Gen.Int[-2, Slots - 1], Gen.Int[0, 2].Array[0, 2], Gen.Select(Gen.Int[0, 2], Gen.Float[0.1f, 3]).Array[0, 1])
        .Select(t => new AvailabilityPlan(t.Item1, Math.Max(-1, t.Item2), t.Item3, t.Item4));

    private static readonly Gen<TermPlan> Term = Gen.Select(Gen.OneOf(Gen.Float[0, 50], Gen.Const(5f)), Member.Array[1, 3], Gen.Int[-3, Slots - 1], Label.Array[0, 2])
        .Select(t => new TermPlan { Saturation = t.Item1, Members = t.Item2, Region = Math.Max(-1, t.Item3), Labels = t.Item4, Rule = 0 });

    private static readonly Gen<TermPlan> Dose = Term.Select(term => term with { Members = [term.Members[0] with { Below = false }] });

    private static readonly Gen<WayPlan[]> Ways = Gen.OneOf(Term.Array[1, 1], Dose.Array[1, 1], Dose.Array[2, 4]).Select(terms => new WayPlan(terms)).Array[0, 4];

    private static readonly Gen<ChannelPlan> Channel = Gen.Select(Gen.Float[0, 9], Ways, Ways, Gen.Int[0, Slots - 1].Array[0, 2], Gen.Select(Gen.Int[0, 2], Gen.Float[0, 3]).Array[0, 2])
        .Select(t => new ChannelPlan { Kind = BehaviorKind.Die, Argument = 0, Base = t.Item1, Increasing = t.Item2, Decreasing = t.Item3, Scales = t.Item4, Factors = t.Item5, Tally = 0 });

    [Fact]
    public void They_have_the_bits_of_the_model_for_one_cell()
        => Gen.Select(Channel, Signal.Array[Cells].Array[Slots], Gen.Int[1, Cells - From]).Sample((channel, columns, count) =>
        {
            var values = new float[count];
            Responses.Values(channel, new SignalSpans(columns, From, count), Treatments, values);
            var signals = new float[Slots];
            for (var i = 0; i < count; i++)
            {
                for (var slot = 0; slot < Slots; slot++)
                    signals[slot] = columns[slot][From + i];
                var expected = Response.Value(channel, signals, Treatments);
                Assert.True(float.IsNaN(expected) ? float.IsNaN(values[i]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(values[i]), $"{expected} {values[i]}");
            }
        }, iter: 3000, seed: "0000KOIPe883");
}
