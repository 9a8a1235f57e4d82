using System.Collections.Concurrent;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;

namespace Bench.Service.Datasets.Registry;

/// <summary>Manifests and class spaces of registered datasets, read from the blob store and kept in memory: they are immutable and named by their hash.</summary>
public sealed class DatasetStore(IBlobStore blobs, BenchOptions options)
{
    readonly ConcurrentDictionary<string, Task<DatasetManifest>> _manifests = new();
    readonly ConcurrentDictionary<string, Task<ClassSpace>> _classSpaces = new();

    /// <exception cref="InvalidOperationException">The dataset's import has not finished.</exception>
    public Task<DatasetManifest> ManifestAsync(Dataset dataset, CancellationToken cancellationToken) =>
        Once(_manifests, Key(dataset.ManifestBlob), async key =>
        {
            await using var stream = await blobs.OpenAsync(key, cancellationToken);
            return await ManifestReader.ReadAsync(stream, cancellationToken);
        });

    public Task<ClassSpace> ClassesAsync(Dataset dataset, CancellationToken cancellationToken) =>
        Once(_classSpaces, Key(dataset.ClassSpaceBlob), async key =>
        {
            await using var stream = await blobs.OpenAsync(key, cancellationToken);
            using var reader = new StreamReader(stream);
            var manifest = await ManifestAsync(dataset, cancellationToken);
            return ClassSpace.Parse(manifest.ClassSpaceKey, await reader.ReadToEndAsync(cancellationToken));
        });

    /// <summary>The dataset as what labels or predictions are read against.</summary>
    public async Task<LabelTarget> TargetAsync(Dataset dataset, CancellationToken cancellationToken) =>
        new(await ManifestAsync(dataset, cancellationToken), dataset.ManifestHash!, await ClassesAsync(dataset, cancellationToken));

    /// <summary>Folder that the manifest's image paths are relative to, on this machine.</summary>
    public string ContentRoot(Dataset dataset) =>
        dataset.Unpacked ? UnpackFolder(dataset.Id) : DatasetPath.Resolve(options.DatasetsPath, dataset.Path);

    /// <summary>Where an archive's pictures are unpacked; every worker machine must see it, as it must see the datasets root.</summary>
    public string UnpackFolder(Guid datasetId) => Path.Combine(options.UnpackPath, datasetId.ToString("N"));

    static string Key(string? blob) => blob ?? throw new InvalidOperationException("the dataset has not been imported");

    /// <summary>A failed load is forgotten, so that the next call tries again.</summary>
    static async Task<T> Once<T>(ConcurrentDictionary<string, Task<T>> cache, string key, Func<string, Task<T>> load)
    {
        var task = cache.GetOrAdd(key, load);
        try
        {
            return await task;
        }
        catch (Exception)
        {
            cache.TryRemove(KeyValuePair.Create(key, task));
            throw;
        }
    }
}
