using BenchmarkDotNet.Running;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Benchmarks.Results;

namespace NicheSim.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["ratios", ..])
            return RatiosCommand.Run(args[1..]);
        if (args is ["record", ..])
            return RecordCommand.Run(args[1..]);
        if (args is ["thirty-days"])
            return ThirtyDaysCommand.Run();
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
