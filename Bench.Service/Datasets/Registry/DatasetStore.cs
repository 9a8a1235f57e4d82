using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;

namespace Bench.Service.Datasets.Registry;

/// <summary>Manifests and class spaces of registered datasets, read from the blob store and kept in memory: they are
/// immutable and named by their hash.</summary>
public sealed class DatasetStore(IBlobStore blobs, BenchOptions options)
{
    readonly SharedOnce<string, DatasetManifest> _manifests = new(async blob =>
    {
        await using var stream = await blobs.OpenAsync(blob, CancellationToken.None);
        return await ManifestReader.ReadAsync(stream, CancellationToken.None);
    });

    readonly SharedOnce<(string Blob, string Key), ClassSpace> _classSpaces = new(async file =>
    {
        await using var stream = await blobs.OpenAsync(file.Blob, CancellationToken.None);
        using var reader = new StreamReader(stream);
        return ClassSpace.Parse(file.Key, await reader.ReadToEndAsync());
    });

    /// <exception cref="InvalidOperationException">The dataset's import has not finished.</exception>
    public async Task<DatasetManifest> ManifestAsync(Dataset dataset, CancellationToken cancellationToken) =>
        await _manifests.GetAsync(Imported(dataset.ManifestBlob), cancellationToken);

    /// <summary>Classes of labels and scores: those of a model's outputs, or the groups of them that the dataset is
    /// scored over.</summary>
    /// <exception cref="InvalidOperationException">The dataset's import has not finished.</exception>
    public async Task<ClassSpace> ClassesAsync(Dataset dataset, CancellationToken cancellationToken) =>
        (await ManifestAsync(dataset, cancellationToken)).Groups?.Classes ?? await OutputsAsync(dataset, cancellationToken);

    /// <summary>Classes of a model's outputs, and so of the stored predictions.</summary>
    /// <exception cref="InvalidOperationException">The dataset's import has not finished.</exception>
    public async Task<ClassSpace> OutputsAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var manifest = await ManifestAsync(dataset, cancellationToken);
        return await _classSpaces.GetAsync((Imported(dataset.ClassSpaceBlob), manifest.ClassSpaceKey), cancellationToken);
    }

    /// <summary>The dataset as what labels or predictions are read against.</summary>
    public async Task<LabelTarget> TargetAsync(Dataset dataset, CancellationToken cancellationToken) =>
        new(await ManifestAsync(dataset, cancellationToken), dataset.ManifestHash!, await OutputsAsync(dataset, cancellationToken));

    /// <summary>Folder that the manifest's image paths are relative to, on this machine.</summary>
    public string ContentRoot(Dataset dataset) =>
        dataset.Unpacked ? UnpackFolder(dataset.ParentId ?? dataset.Id) : DatasetPath.Resolve(options.DatasetsPath, dataset.Path);

    /// <summary>Where an archive's pictures are unpacked; every worker machine must see it, as it must see the datasets
    /// root.</summary>
    public string UnpackFolder(Guid datasetId) => Path.Combine(options.UnpackPath, datasetId.ToString("N"));

    static string Imported(string? blob) => blob ?? throw new InvalidOperationException("the dataset has not been imported");
}
