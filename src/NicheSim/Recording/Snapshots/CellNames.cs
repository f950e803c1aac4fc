using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>What a kind of cell is called in files.</summary>
internal static class CellNames
{
    /// <summary><c>type.state</c>, or <c>type</c> where it has no states.</summary>
    public static string Of(Plan plan, Names names, int profile)
        => names.Types[plan.Profiles[profile].Type] + (names.States[profile].Length > 0 ? "." + names.States[profile] : "");
}
