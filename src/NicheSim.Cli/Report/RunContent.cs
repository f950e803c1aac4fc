using NicheSim.Cli.Commands;
using NicheSim.Cli.Plots;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Report;

/// <summary>What a run has left in its folder.</summary>
internal sealed class RunContent
{
    /// <exception cref="InvalidDataException">The folder holds no run, or a file of it cannot be read; says which and why.</exception>
    public RunContent(string folder)
    {
        Folder = folder;
        Record = RunRecord.Read(folder) ?? throw new InvalidDataException($"{Path.Combine(folder, RunRecord.File)} is missing or cannot be read");
        var compilation = RunPreparation.Load(Path.Combine(folder, "scenario.json"), new LoaderOptions { LibraryFolders = Library.Folders(null) });
        Scenario = compilation.Scenario
            ?? throw new InvalidDataException(compilation.Diagnostics.First(finding => finding.Severity == Severity.Error).ToString());
        Populations = ReportTable.Read(folder, "populations");
        Fields = ReportTable.Read(folder, "fields");
        Readouts = ReportTable.Read(folder, "readouts");
        Events = ReportTable.Read(folder, "events");
        Bone = ReportTable.Read(folder, "bone");
    }

    public string Folder { get; }

    public RunRecord Record { get; }

    public CompiledScenario Scenario { get; }

    public ReportTable? Populations { get; }

    public ReportTable? Fields { get; }

    public ReportTable? Readouts { get; }

    public ReportTable? Events { get; }

    public ReportTable? Bone { get; }

    /// <summary>Unit of a readout; empty where it has none.</summary>
    public string UnitOf(string readout) => ReadoutUnit.Of(Scenario.Scenario.Readouts[readout].Kind);

    /// <summary>States of a type, in the order of the plan; none for a type without states.</summary>
    public IEnumerable<string> StatesOf(int type)
        => Scenario.Plan.Profiles.Select((profile, p) => (profile.Type, State: Scenario.Names.States[p])).Where(p => p.Type == type && p.State.Length > 0).Select(p => p.State);
}
