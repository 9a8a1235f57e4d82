using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Workers.Evaluation;
using Bench.Workers.Jobs;

namespace Bench.Workers.Inference;

/// <summary>Models on this machine: fetched by hash, each in a folder of its own that the cage may be shown.</summary>
public sealed class ModelStore(IBlobStore blobs, BenchOptions options)
{
    /// <exception cref="FailureException">The stored bytes are not admitted any more (a newer version of the service refuses what an older one took).</exception>
    public async Task<ModelFile> FetchAsync(Model model, CancellationToken cancellationToken)
    {
        var sha = model.Sha256 ?? throw new InvalidOperationException($"model {model.Id} has no file");
        var archive = model.FileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true;
        var blob = await blobs.FetchAsync(BlobKeys.Model(sha, archive), cancellationToken);
        var folder = Path.Combine(options.CachePath, "models", sha);
        if (!Directory.Exists(folder)) await UnpackAsync(blob, archive, folder, cancellationToken);
        return new ModelFile(folder, Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Single(), new Dictionary<string, OutputKind?>());
    }

    /// <summary>Fills a neighbour and renames it: a folder under the hash is whole, or is not there.</summary>
    static async Task UnpackAsync(string blob, bool archive, string folder, CancellationToken cancellationToken)
    {
        var staged = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(staged);
        try
        {
            await using (var source = File.OpenRead(blob))
            await using (var copy = File.Create(Path.Combine(staged, "model.onnx")))
                await source.CopyToAsync(copy, cancellationToken);
            Directory.Move(staged, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another job of this machine was quicker.
        }
        finally
        {
            if (Directory.Exists(staged)) Directory.Delete(staged, recursive: true);
        }
    }
}
