namespace NicheSim.Studies;

/// <summary>What makes the runs of a study: this machine, or a cluster through its scheduler.</summary>
public interface IStudyEngine
{
    /// <summary>Makes runs that are not complete yet. A run that fails is remembered in the store and stops no other.</summary>
    /// <param name="site">Where they happen.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="watch">Is told of what happens.</param>
    /// <param name="stop">Ends the work soon; what there is then is saved.</param>
    internal void Make(RunSite site, IReadOnlyList<StudyRun> runs, StudyWatch watch, CancellationToken stop);
}
