using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;

namespace Bench.Tests.Service.Labels;

/// <summary>Datasets made from lists, for tests about labels.</summary>
static class LabelTargets
{
    /// <summary>All 50,000 val images with their original labels; skips the test where the shared data is absent.</summary>
    public static Task<LabelTarget> ValAsync() => FromListAsync(SharedFolder.Require("labels/val_filename_wnid_sorted.txt"));

    /// <summary>A dataset of names alone, over ImageNet's classes or over those of a file next to the list.</summary>
    public static async Task<LabelTarget> FromListAsync(string path, string classes = "imagenet-1k", bool masked = false)
    {
        var options = new DatasetImportOptions
        {
            Layout = "csv",
            DatasetsRoot = Path.GetDirectoryName(path)!,
            Classes = classes,
            Masked = masked,
        };
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
