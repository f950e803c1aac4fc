namespace NicheSim.Recording;

/// <summary>
/// The first bytes of all 4-byte values, then their second ones, and so on: neighbors have signs and exponents alike, and only side by side can a packer see it.
/// </summary>
internal static class BytePlanes
{
    private const int Stride = 4;

    public static void Split(ReadOnlySpan<byte> values, Span<byte> planes)
    {
        var count = values.Length / Stride;
        for (var plane = 0; plane < Stride; plane++)
            for (int i = 0, at = plane; i < count; i++, at += Stride)
                planes[(plane * count) + i] = values[at];
        values[(Stride * count)..].CopyTo(planes[(Stride * count)..]);
    }

    public static void Join(ReadOnlySpan<byte> planes, Span<byte> values)
    {
        var count = values.Length / Stride;
        for (var plane = 0; plane < Stride; plane++)
            for (int i = 0, at = plane; i < count; i++, at += Stride)
                values[at] = planes[(plane * count) + i];
        planes[(Stride * count)..].CopyTo(values[(Stride * count)..]);
    }
}
