namespace NicheSim.Numerics;

/// <summary>A yes or no that is known when a kernel is compiled: each answer makes code of its own, without branches.</summary>
internal interface IChoice
{
    static abstract bool Is { get; }
}

internal readonly struct Yes : IChoice
{
    public static bool Is => true;
}

internal readonly struct No : IChoice
{
    public static bool Is => false;
}
