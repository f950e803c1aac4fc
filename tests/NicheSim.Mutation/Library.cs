using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace NicheSim.Mutation;

/// <summary>The library as its project compiles it, held in memory, so that a mutant costs one compilation and no build.</summary>
internal sealed class Library
{
    private readonly Compilation _whole;
    private readonly IEnumerable<ResourceDescription> _resources;
    private readonly Dictionary<string, SyntaxTree> _trees;

    /// <param name="project">The folder of the library's project.</param>
    public Library(string project)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(CompilerArguments(project), project, null);
        // Comments are not looked at, and no debugging information is written.
        var parsing = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var parsed = arguments.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), System.Text.Encoding.UTF8), parsing, file.Path)).ToArray();
        var references = arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(Path.GetFullPath(reference.Reference, project), reference.Properties));
        // A fault may leave code that is never reached: no reason to refuse it.
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default).WithSpecificDiagnosticOptions(null);
        var bare = CSharpCompilation.Create(arguments.CompilationName, parsed, references, options);
        var generators = arguments.AnalyzerReferences.Where(a => a.FilePath.Contains("Generator", StringComparison.Ordinal))
            .SelectMany(a => new Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference(Path.GetFullPath(a.FilePath, project), new Loader()).GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: parsing).RunGeneratorsAndUpdateCompilation(bare, out _whole, out _);
        _resources = arguments.ManifestResources;
        _trees = parsed.Where(tree => !Path.GetRelativePath(project, tree.FilePath).StartsWith("obj", StringComparison.Ordinal)).ToDictionary(tree => Path.GetRelativePath(project, tree.FilePath));
    }

    /// <summary>All faults that files of these folders can have, in the order of files and text.</summary>
    public IEnumerable<Mutant> Mutants(params string[] folders)
        => _trees.Where(t => folders.Any(folder => t.Key.StartsWith(folder + "/", StringComparison.Ordinal))).OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => Mutations.In(t.Key, t.Value));

    /// <summary>Writes the library with one fault in it (or none); false where that does not compile.</summary>
    public bool Write(Mutant? mutant, string path)
    {
        var mutated = _whole;
        if (mutant is not null)
        {
            var tree = _trees[mutant.File];
            mutated = _whole.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(new TextChange(mutant.Span, mutant.After))));
        }

        using var image = new MemoryStream();
        var result = mutated.Emit(image, manifestResources: _resources);
        if (!result.Success)
        {
            if (mutant is null)
                throw new InvalidOperationException("The library does not compile: " + string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
            return false;
        }

        // The file may be a link to the one that was built: never write into that.
        File.Delete(path);
        File.WriteAllBytes(path, image.ToArray());
        return true;
    }

    /// <summary>What MSBuild would give to the compiler.</summary>
    private static List<string> CompilerArguments(string project)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "-p:Configuration=Release", "-p:IntermediateOutputPath=obj/mutation/", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-t:Compile", "-getItem:CscCommandLineArgs"])
            { WorkingDirectory = project, RedirectStandardOutput = true })!;
        using var answer = JsonDocument.Parse(build.StandardOutput.ReadToEnd());
        return [.. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
