using BenchmarkDotNet.Running;
using NicheSim.Benchmarks.Ratios;

if (args is ["ratios", ..])
    return RatiosCommand.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
