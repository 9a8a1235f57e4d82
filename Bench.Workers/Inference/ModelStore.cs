using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Workers.Evaluation;
using Bench.Workers.Inference.Embeddings;
using Bench.Workers.Inference.Onnx;
using Bench.Workers.Jobs;

namespace Bench.Workers.Inference;

/// <summary>Models on this machine: fetched by hash, each in a folder of its own that the cage may be shown.</summary>
public sealed class ModelStore(IBlobStore blobs, BenchOptions options)
{
    readonly OnnxLimits _limits = new() { MaxFileBytes = options.MaxModelBytes };

    /// <exception cref="FailureException">The stored bytes are not admitted any more: a newer version of the service refuses what an older one took.</exception>
    public async Task<ModelFile> FetchAsync(Model model, CancellationToken cancellationToken)
    {
        var sha = model.Sha256 ?? throw new InvalidOperationException($"model {model.Id} has no file");
        var archive = model.FileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true;
        var blob = await blobs.FetchAsync(BlobKeys.Model(sha, archive), cancellationToken);
        var folder = Path.Combine(options.CachePath, "models", sha);
        if (!Directory.Exists(folder)) await UnpackAsync(blob, archive, folder, cancellationToken);
        var path = Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Single();
        var admitted = OnnxAdmission.InspectUnpacked(path, _limits, cancellationToken);
        if (!admitted.IsAdmitted) throw new FailureException(admitted.Problem);
        var embedding = ModelContract.Parse(model.Contract).Embedding;
        return new ModelFile(folder, path, OutputKinds(admitted.Model), embedding is null ? null : ClassEmbeddingsReader.Read(folder, embedding));
    }

    /// <summary>What the operator that makes an output says; where it says nothing, rows of numbers will.</summary>
    static Dictionary<string, OutputKind?> OutputKinds(OnnxModel model) => model.ClassOutputs.ToDictionary(
        output => output.Name,
        output => output.Scale switch
        {
            OnnxOutputScale.Probabilities => OutputKind.Probabilities,
            OnnxOutputScale.LogProbabilities => OutputKind.LogProbabilities,
            _ => (OutputKind?)null,
        });

    /// <summary>Fills a neighbour and renames it: a folder under the hash is whole, or is not there.</summary>
    static async Task UnpackAsync(string blob, bool archive, string folder, CancellationToken cancellationToken)
    {
        var staged = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        try
        {
            if (archive) await UnpackArchiveAsync(blob, staged, cancellationToken);
            else await CopyAsync(blob, staged, cancellationToken);
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

    static async Task UnpackArchiveAsync(string blob, string folder, CancellationToken cancellationToken)
    {
        var unpacked = await ModelArchive.UnpackAsync(blob, folder, new ModelArchiveLimits(), cancellationToken);
        if (!unpacked.IsUnpacked) throw new FailureException(unpacked.Problem);
    }

    static async Task CopyAsync(string blob, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var source = File.OpenRead(blob);
        await using var copy = File.Create(Path.Combine(folder, "model.onnx"));
        await source.CopyToAsync(copy, cancellationToken);
    }
}
