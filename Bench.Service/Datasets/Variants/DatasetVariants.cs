using Bench.Service.Datasets.Layouts;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Variants;

/// <summary>The variants known by name, each from its declaration in <c>Known</c>.</summary>
public static class DatasetVariants
{
    public const string CustomKey = DatasetImportOptions.AnyVariant;
    public const string ValKey = "imagenet-val";

    const string Prefix = "Bench.Service.variants.";

    /// <summary>imagenet-val first, custom last, the others by key.</summary>
    public static readonly IReadOnlyList<DatasetVariant> All = Ordered(Embedded());

    /// <exception cref="DatasetImportException">No variant has that key.</exception>
    public static DatasetVariant Get(string key) =>
        All.FirstOrDefault(v => v.Key == key)
        ?? throw new DatasetImportException(
            DatasetImportCodes.VariantUnknown,
            $"there is no variant '{FirstTen.Printable(key)}'; known are {string.Join(", ", All.Select(v => v.Key))}"
        );

    static IReadOnlyList<DatasetVariant> Ordered(IEnumerable<DatasetVariant> variants) =>
        [
            .. variants
                .OrderBy(variant => variant.Key != ValKey)
                .ThenBy(variant => variant.Key == CustomKey)
                .ThenBy(variant => variant.Key, StringComparer.Ordinal),
        ];

    static IEnumerable<DatasetVariant> Embedded()
    {
        var assembly = typeof(DatasetVariants).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var variant in VariantFile.Read(file, name[Prefix.Length..]))
                yield return variant;
        }
    }
}
