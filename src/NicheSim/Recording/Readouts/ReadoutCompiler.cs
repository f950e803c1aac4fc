using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>The readouts of a scenario, checked and with their names resolved.</summary>
internal static class ReadoutCompiler
{
    /// <summary>Compiles the enabled readouts, in ordinal order of their names.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="names">Names of its plan; null where it has none because of other errors, and then events are not checked.</param>
    /// <param name="sources">Where keys stand.</param>
    /// <param name="diagnostics">Takes what is wrong; with an error among it, the readouts are not to be used.</param>
    public static Readout[] Compile(Scenario scenario, Names? names, SourceMap sources, List<Diagnostic> diagnostics)
    {
        var catalog = new Catalog(scenario, sources, diagnostics);
        var order = scenario.Readouts.Where(r => r.Value.Enabled).Select(r => r.Key).Order(StringComparer.Ordinal).ToArray();
        var readouts = new Readout[order.Length];
        for (var r = 0; r < order.Length; r++)
        {
            ReadoutChecks.CheckKeys(catalog, order[r]);
            readouts[r] = new OneReadout(catalog, names, order, r).Compile();
        }

        for (var r = 0; r < readouts.Length; r++)
            if (WatchesItself(readouts, r))
                catalog.Error($"readouts:{order[r]}:readout", "leads back to this readout");
        return readouts;
    }

    private static bool WatchesItself(Readout[] readouts, int start)
    {
        var at = readouts[start].Other;
        for (var steps = 0; at >= 0 && at != start && steps < readouts.Length; steps++)
            at = readouts[at].Other;
        return at == start;
    }
}
