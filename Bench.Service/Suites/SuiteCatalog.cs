using Bench.Data;
using Bench.Service.Datasets.Variants;

namespace Bench.Service.Suites;

/// <summary>The declared suites: those known by name, and the operator's own from the folder
/// <c>Bench:Suites</c>.</summary>
/// <remarks>Read once, when the process starts: a declaration that is none stops it.</remarks>
public sealed class SuiteCatalog
{
    const string Prefix = "Bench.Service.suites.";

    SuiteCatalog(IReadOnlyList<DeclaredSuite> all) => All = all;

    /// <summary>Known ones first, then the operator's by key.</summary>
    public IReadOnlyList<DeclaredSuite> All { get; }

    /// <exception cref="FormatException">A file of the folder declares no suite, or one that is there already; the
    /// message names the file and the field.</exception>
    public static SuiteCatalog Read(BenchOptions options, VariantCatalog variants)
    {
        var all = Known(variants).OrderBy(suite => suite.Declaration.Key, StringComparer.Ordinal).ToList();
        if (options.Suites is not { Length: > 0 } folder)
            return new(all);
        if (!Directory.Exists(folder))
            throw new FormatException($"Bench:Suites: there is no folder '{folder}'");
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            var suite = SuiteFile.Read(file, Path.GetFileName(path), variants);
            if (all.Exists(known => known.Declaration.Key == suite.Declaration.Key))
                throw new FormatException($"{suite.File}: 'key': there is a suite '{suite.Declaration.Key}' already");
            all.Add(suite);
        }
        return new(all);
    }

    static IEnumerable<DeclaredSuite> Known(VariantCatalog variants)
    {
        var assembly = typeof(SuiteCatalog).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            yield return SuiteFile.Read(file, name[Prefix.Length..], variants);
        }
    }
}
