using System.Diagnostics;
using System.Text.Json;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Recording;

/// <summary>Programs that read what a run wrote with code that is not ours: tests/readers.</summary>
internal static class Reader
{
    private static readonly Lazy<string?> PythonWithVtk = new(() => Array.Find(["/usr/bin/python3", "python3"], python => TryRun(python, ["-c", "import vtk"]) is (0, _, _)));

    private static string Folder => Path.Combine(Library.Root, "tests", "readers");

    /// <summary>What VTK sees of a folder of VTK files.</summary>
    public static JsonElement Vtk(string folder)
    {
        Assert.SkipWhen(PythonWithVtk.Value is null, "Not tested: VTK is not installed (Debian: apt-get install python3-vtk9).");
        return Json(PythonWithVtk.Value!, Path.Combine(Folder, "read_vtk.py"), folder);
    }

    /// <summary>What zarrita sees of an OME-Zarr image.</summary>
    public static JsonElement Zarr(string folder)
    {
        Assert.SkipUnless(TryRun("node", ["--version"]) is (0, _, _) && Directory.Exists(Path.Combine(Folder, "node_modules", "zarrita")), "Not tested: zarrita is not installed (node, then npm ci in tests/readers).");
        return Json("node", Path.Combine(Folder, "read-zarr.mjs"), folder);
    }

    private static JsonElement Json(string program, params string[] arguments)
    {
        var (code, output, errors) = TryRun(program, arguments)!.Value;
        Assert.True(code == 0, output + errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (int Code, string Output, string Errors)? TryRun(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            return (process.ExitCode, output.Result, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
