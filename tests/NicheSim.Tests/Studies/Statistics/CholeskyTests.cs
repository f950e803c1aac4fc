using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class CholeskyTests
{
    /// <summary>The example of the encyclopedias, whose factor is whole: 2; 6, 1; -8, 5, 3.</summary>
    [Fact]
    public void A_known_matrix_has_its_known_factor()
    {
        var l = Cholesky.Factor(new double[,] { { 4, 12, -16 }, { 12, 37, -43 }, { -16, -43, 98 } })!;
        Assert.Equal(new double[,] { { 2, 0, 0 }, { 6, 1, 0 }, { -8, 5, 3 } }, l);
        Assert.Equal([1, 2, 3], Cholesky.Solve(l, [4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294]));
        Assert.Equal([2, 8, 11], Cholesky.Multiply(l, [1, 2, 3]));
        Assert.Equal([1, 2, 3], Cholesky.Forward(l, [2, 8, 11]));
        var inverse = Cholesky.Inverse(l);
        Assert.Equal(1.0 / 9, inverse[2, 2], 1e-15);
        Assert.Equal(inverse[0, 1], inverse[1, 0], 1e-12);
    }

    [Fact]
    public void Matrices_that_are_not_positive_definite_have_none()
    {
        Assert.Null(Cholesky.Factor(new double[,] { { 1, 2 }, { 2, 1 } }));
        Assert.Null(Cholesky.Factor(new double[,] { { 1, 1 }, { 1, 1 } }));
        Assert.Null(Cholesky.Factor(new double[,] { { 0 } }));
        Assert.Null(Cholesky.Factor(new double[,] { { double.NaN } }));
    }
}
