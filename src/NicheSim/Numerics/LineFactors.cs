namespace NicheSim.Numerics;

/// <summary>
/// The tridiagonal systems of all lines along one axis, factorized. Elimination begins at both ends and meets at <see cref="Meet"/> (twisted
/// factorization: van der Vorst, Parallel Computing 5, 45, 1987), so that one line is two chains that do not wait for each other. Around a ring the
/// last voxel is the <see cref="Border"/>: it is solved for first, from what all others pass to it.
/// <para>
/// With e_i = r_i + Up_(i-1) e_(i-1) on the way in, x_i = Inverse_i e_i + Up_i x_(i+1) + Fill_i x_border on the way out: sums of products that are not
/// negative, so that no x is negative where no r is.
/// </para>
/// </summary>
internal sealed unsafe class LineFactors
{
    /// <summary>Smaller weights of the border tell it nothing, and slow the arithmetic down when they get denormal.</summary>
    private const double LeastFill = 1e-30;

    private readonly FieldSide _low, _high;

    /// <summary>Lines of which all are alike, or (lanes above 1) each with factors of its own.</summary>
    /// <param name="count">Voxels of a line.</param>
    /// <param name="low">The side before it.</param>
    /// <param name="high">The side after it.</param>
    /// <param name="meetAtEnd">Whether elimination runs through from the first to the last.</param>
    /// <param name="size">Factors to keep: of one line, or of all.</param>
    /// <param name="lines">Lines, where each has factors of its own; else 1.</param>
    public LineFactors(int count, FieldSide low, FieldSide high, bool meetAtEnd, int size, int lines)
    {
        (Count, _low, _high) = (count, low, high);
        IsRing = low.Edge == FieldEdge.Periodic && count > 1;
        Last = IsRing ? count - 2 : count - 1;
        Meet = meetAtEnd ? Last : Last / 2;
        (Up, Inverse) = (new LaneArray(size), new LaneArray(size, 3));
        Fill = IsRing ? new LaneArray(size, 5) : Up;
        (SupplyLow, SupplyHigh) = (new LaneArray(lines), new LaneArray(lines));
    }

    public int Count { get; }

    /// <summary>The voxel that is eliminated last.</summary>
    public int Meet { get; }

    /// <summary>The last voxel but for the border.</summary>
    public int Last { get; }

    /// <summary>The voxel that closes the ring.</summary>
    public int Border => Count - 1;

    public bool IsRing { get; }

    /// <summary>Whether anything happens along this axis, without a loss of its own.</summary>
    public bool IsIdle => Count == 1 && _low.Edge != FieldEdge.Fixed && _high.Edge != FieldEdge.Fixed;

    public bool HasSupply => _low.Edge == FieldEdge.Fixed || _high.Edge == FieldEdge.Fixed;

    public LaneArray Up { get; }

    public LaneArray Inverse { get; }

    public LaneArray Fill { get; }

    /// <summary>What the fixed side gives to the first and to the last voxel of each line [pM].</summary>
    public LaneArray SupplyLow { get; }

    /// <inheritdoc cref="SupplyLow"/>
    public LaneArray SupplyHigh { get; }

    /// <summary>
    /// Factorizes lines side by side: (1 + loss + sum over faces of g) x_i - sum over faces of g x_neighbor = r_i, with g = rate times the harmonic mean of
    /// the permeabilities on both sides.
    /// </summary>
    /// <param name="rate">D dt/h^2.</param>
    /// <param name="loss">Loss dt.</param>
    /// <param name="permeability">Of the first voxel of the first line; null: 1 everywhere.</param>
    /// <param name="along">From a voxel to the next one of its line.</param>
    /// <param name="across">From a line to the next one.</param>
    /// <param name="first">Where the factors of the first line go.</param>
    /// <param name="stepAlong">From the factors of a voxel to those of the next one.</param>
    /// <param name="line">Number of the first line.</param>
    /// <param name="lanes">Number of lines; their factors are neighbors.</param>
    public void Factorize(double rate, double loss, float* permeability, nint along, nint across, nint first, nint stepAlong, int line, int lanes)
    {
        // What the border loses to the voxel eliminated last of either chain, and what the elimination takes from its diagonal.
        var (passedUp, passedDown, border) = (new double[lanes], new double[lanes], new double[lanes]);
        for (var i = 0; i < Meet; i++)
            Eliminate(i, i - 1, -2, passedUp);
        for (var i = Last; i > Meet; i--)
            Eliminate(i, -2, i + 1, passedDown);
        Eliminate(Meet, Meet - 1, Meet + 1, passedUp);
        for (var lane = 0; lane < lanes; lane++)
        {
            if (IsRing)
                Inverse[(int)(first + (Border * stepAlong) + lane)] = (float)(1 / (Diagonal(Border, lane) - border[lane]));
            SupplyLow[line + lane] = _low.Edge == FieldEdge.Fixed ? (float)(2 * rate * Own(0, lane) * _low.Value) : 0;
            SupplyHigh[line + lane] = _high.Edge == FieldEdge.Fixed ? (float)(2 * rate * Own(Count - 1, lane) * _high.Value) : 0;
        }

        void Eliminate(int i, int before, int after, double[] passed)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                var here = (int)(first + (i * stepAlong) + lane);
                var (diagonal, toBorder) = (Diagonal(i, lane), 0.0);
                if (before >= 0)
                {
                    diagonal -= Face(before, i, lane) * Up[(int)(here - stepAlong)];
                    toBorder += passedUp[lane] * Up[(int)(here - stepAlong)];
                }

                if (after >= 0 && after <= Last)
                {
                    diagonal -= Face(i, after, lane) * Up[(int)(here + stepAlong)];
                    toBorder += passedDown[lane] * Up[(int)(here + stepAlong)];
                }

                var inverse = 1 / diagonal;
                Inverse[here] = (float)inverse;
                Up[here] = (float)(i == Meet ? 0 : inverse * Face(Math.Min(i, i < Meet ? i + 1 : i - 1), Math.Max(i, i < Meet ? i + 1 : i - 1), lane));
                if (!IsRing)
                    continue;
                toBorder += (i == 0 ? Face(Border, 0, lane) : 0) + (i == Last ? Face(Last, Border, lane) : 0);
                border[lane] += toBorder * toBorder * inverse;
                Fill[here] = toBorder * inverse < LeastFill ? 0 : (float)(toBorder * inverse);
                passed[lane] = toBorder;
            }
        }

        double Diagonal(int i, int lane)
        {
            var diagonal = 1 + loss;
            if (i > 0 || IsRing)
                diagonal += Face(i > 0 ? i - 1 : Border, i, lane);
            else if (_low.Edge == FieldEdge.Fixed)
                diagonal += 2 * rate * Own(i, lane);
            if (i < Count - 1 || IsRing)
                diagonal += Face(i, i < Count - 1 ? i + 1 : 0, lane);
            else if (_high.Edge == FieldEdge.Fixed)
                diagonal += 2 * rate * Own(i, lane);
            return diagonal;
        }

        double Face(int i, int j, int lane)
        {
            var (a, b) = (Own(i, lane), Own(j, lane));
            return a > 0 && b > 0 ? rate * 2 / ((1 / a) + (1 / b)) : 0;
        }

        double Own(int i, int lane) => permeability == null ? 1 : permeability[(i * along) + (lane * across)];
    }
}
