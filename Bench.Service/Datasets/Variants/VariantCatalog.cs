using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Variants;

/// <summary>The variants of this service: those known by name, and the operator's own from the folder
/// <c>Bench:Variants</c>.</summary>
/// <remarks>Read once, when the process starts: an invalid declaration stops it. Every process of a cluster needs the
/// same folder: see <c>VariantAgreement</c>.</remarks>
public sealed class VariantCatalog
{
    readonly Dictionary<string, DatasetVariant> _byKey;

    VariantCatalog(IReadOnlyList<DatasetVariant> known, IReadOnlyList<DatasetVariant> declared)
    {
        (All, Declared) = ([.. known, .. declared], declared);
        _byKey = All.ToDictionary(variant => variant.Key, StringComparer.Ordinal);
    }

    /// <summary>The variants that are known by name alone.</summary>
    public static VariantCatalog Known { get; } = new(DatasetVariants.All, []);

    /// <summary>Known ones first, then the operator's by key.</summary>
    public IReadOnlyList<DatasetVariant> All { get; }

    /// <summary>The operator's, by key.</summary>
    public IReadOnlyList<DatasetVariant> Declared { get; }

    /// <summary>Variants whose images are copies of pictures or frames of films.</summary>
    public IReadOnlyList<string> ShowingPicturesOften =>
        [.. All.Where(variant => DatasetLayouts.ShowingPicturesOften.Contains(variant.Layout)).Select(variant => variant.Key)];

    /// <summary>Whether a dataset's images are such: by its layout, or by that of its variant where it came as an
    /// archive. Its manifest is not read.</summary>
    public bool ShowsPicturesOften(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return DatasetLayouts.ShowingPicturesOften.Contains(dataset.Layout) || ShowingPicturesOften.Contains(dataset.Variant);
    }

    /// <summary>Whether several images of a dataset are of one picture: such copies and frames, or files that were found
    /// many times.</summary>
    public bool RepeatsPictures(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return ShowsPicturesOften(dataset) || RepeatsFiles(dataset.Checks);
    }

    /// <summary>Whether a dataset's checks say that many of its images are the same file as another one.</summary>
    public static bool RepeatsFiles(IEnumerable<Check> checks) =>
        checks.Any(check => check is { Code: CheckCodes.PicturesRepeated, Severity: CheckSeverity.Warning });

    /// <exception cref="FormatException">A file of the folder declares no variant, one that is there already, or one
    /// whose clean variant is not; the message names the file and the field.</exception>
    public static VariantCatalog Read(BenchOptions options)
    {
        if (options.Variants is not { Length: > 0 } folder)
            return Known;
        if (!Directory.Exists(folder))
            throw new FormatException($"Bench:Variants: there is no folder '{folder}'");
        var (own, files) = (new SortedDictionary<string, DatasetVariant>(StringComparer.Ordinal), new Dictionary<string, string>());
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            foreach (var variant in VariantFile.Read(file, Path.GetFileName(path)))
            {
                if (Known._byKey.ContainsKey(variant.Key) || !own.TryAdd(variant.Key, variant))
                    throw new FormatException($"{Path.GetFileName(path)}: 'key': there is a variant '{variant.Key}' already");
                files.Add(variant.Key, Path.GetFileName(path));
            }
        }
        foreach (var variant in own.Values)
            if (variant.CleanVariant is { } clean && !own.ContainsKey(clean) && !Known._byKey.ContainsKey(clean))
                throw new FormatException(
                    $"{files[variant.Key]}: 'clean' of {variant.Key}: there is no variant '{FirstTen.Printable(clean)}'"
                );
        foreach (var variant in own.Values)
            if (IsItsOwnClean(variant, own))
                throw new FormatException(
                    $"{files[variant.Key]}: 'clean' of {variant.Key}: from '{variant.CleanVariant}' it leads back to {variant.Key}, so "
                        + "none of them is the clean one"
                );
        return new(Known.All, [.. own.Values]);
    }

    /// <summary>Whether the clean variants of a variant, one after another, come back to it.</summary>
    static bool IsItsOwnClean(DatasetVariant variant, SortedDictionary<string, DatasetVariant> own)
    {
        var at = variant;
        for (var step = 0; step <= own.Count && at.CleanVariant is { } clean; step++)
        {
            if (clean == variant.Key)
                return true;
            if (!own.TryGetValue(clean, out var next))
                return false;
            at = next;
        }
        return false;
    }

    /// <summary>The variant of that key, or null.</summary>
    public DatasetVariant? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <exception cref="DatasetImportException">No variant has that key.</exception>
    public DatasetVariant Get(string key) =>
        Find(key)
        ?? throw new DatasetImportException(
            DatasetImportCodes.VariantUnknown,
            $"there is no variant '{FirstTen.Printable(key)}'; known are {string.Join(", ", All.Select(variant => variant.Key))}"
        );
}
