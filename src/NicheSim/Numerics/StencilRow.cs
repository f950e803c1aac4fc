using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// The cells of one color in one row with all that their balance needs:
/// rate * sum over faces of g (c_neighbor - c) - loss c + source, in this flux form because float32 differences of nearby values are exact, while
/// c = (s + sum) / diagonal loses the loss against the exchange where the latter is a thousand times larger.
/// </summary>
internal readonly unsafe struct StencilRow
{
    public readonly float* Center, West, East, South, North, Down, Up;
    public readonly float* FaceWest, FaceEast, FaceSouth, FaceNorth, FaceDown, FaceUp;
    public readonly float* Loss, Source, Inverse, Volume;
    private readonly float _rate;
    private readonly bool _hasZ;

    public StencilRow(MultigridLevel level, int color, int y, int z)
    {
        var (shape, faces) = (level.Shape, level.Faces);
        var (own, other) = (shape.Row(color, y, z), shape.Row(1 - color, y, z));
        var west = color == LevelShape.ColorOfEven(y, z) ? other - 1 : other;
        float* value = level.Value.Start, faceX = faces.Faces[0].Start, faceY = faces.Faces[1].Start, faceZ = faces.Faces[2].Start;
        Center = value + own;
        West = value + west;
        East = West + 1;
        South = value + other - shape.Pitch;
        North = value + other + shape.Pitch;
        Down = value + other - shape.PitchZ;
        Up = value + other + shape.PitchZ;
        FaceWest = faceX + west;
        FaceEast = faceX + own;
        FaceSouth = faceY + other - shape.Pitch;
        FaceNorth = faceY + own;
        FaceDown = faceZ + other - shape.PitchZ;
        FaceUp = faceZ + own;
        Loss = level.Loss.Start + own;
        Source = level.Source.Start + own;
        Inverse = level.Inverse.Start + own;
        Volume = faces.Volume.Start + own;
        (_rate, _hasZ) = (level.Rate, faces.HasZ);
    }

    /// <summary>What the cells from k on gain [pM/s] at their present values c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Gain(int k, Vector256<float> c)
    {
        var flux = (Flow(FaceWest, West, k, c) + Flow(FaceEast, East, k, c)) + (Flow(FaceSouth, South, k, c) + Flow(FaceNorth, North, k, c));
        if (_hasZ)
            flux += Flow(FaceDown, Down, k, c) + Flow(FaceUp, Up, k, c);
        return (_rate * flux) + (Vector256.Load(Source + k) - (Vector256.Load(Loss + k) * c));
    }

    /// <summary>The loss per pM that answers a change of the cells from k on; 0: neither faces nor loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Diagonal(int k)
    {
        var open = (Vector256.Load(FaceWest + k) + Vector256.Load(FaceEast + k)) + (Vector256.Load(FaceSouth + k) + Vector256.Load(FaceNorth + k));
        if (_hasZ)
            open += Vector256.Load(FaceDown + k) + Vector256.Load(FaceUp + k);
        return (_rate * open) + Vector256.Load(Loss + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Flow(float* face, float* neighbor, int k, Vector256<float> c) => Vector256.Load(face + k) * (Vector256.Load(neighbor + k) - c);
}
