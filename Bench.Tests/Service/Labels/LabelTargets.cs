using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Service.Labels;

/// <summary>Datasets made from lists, for tests about labels.</summary>
static class LabelTargets
{
    /// <summary>All 50,000 val images with their original labels; skips the test where the shared data is absent.</summary>
    public static Task<LabelTarget> ValAsync() => FromListAsync(SharedFolder.Require("labels/val_filename_wnid_sorted.txt"));

    public static async Task<LabelTarget> FromListAsync(string path)
    {
        var options = new DatasetImportOptions { Layout = "csv", DatasetsRoot = Path.GetDirectoryName(path)! };
        var dataset = await DatasetImporter.ImportAsync(path, options, null, TestContext.Current.CancellationToken);
        return new LabelTarget(
            dataset.Manifest,
            await ManifestWriter.HashAsync(dataset.Manifest, TestContext.Current.CancellationToken),
            dataset.Classes
        );
    }

    /// <summary>A small dataset from lines <c>name label</c>.</summary>
    public static Task<LabelTarget> FromLinesAsync(TempFolder folder, params string[] lines) =>
        FromListAsync(folder.Write("dataset.txt", string.Join('\n', lines)));

    /// <summary>The <paramref name="count"/> val images whose numbers follow <paramref name="first"/>, all of class 0.</summary>
    public static Task<LabelTarget> PartOfValAsync(TempFolder folder, int first, int count) =>
        FromLinesAsync(folder, [.. Enumerable.Range(first, count).Select(n => $"ILSVRC2012_val_{n:D8}.JPEG 0")]);
}
