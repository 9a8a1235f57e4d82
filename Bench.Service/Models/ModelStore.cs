using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Models;
using Bench.Onnx.Admission;
using Bench.Onnx.Archives;
using Bench.Onnx.Model;
using Bench.Service.Models.Embeddings;
using Bench.Service.Storage;
using Bench.Service.Work;

namespace Bench.Service.Models;

/// <summary>Models on this machine: fetched by hash, each in a folder of its own that the cage may be shown.</summary>
public sealed class ModelStore(IBlobStore blobs, VerifiedFiles verified, CacheMeter caches, BenchOptions options, TimeProvider time)
{
    readonly OnnxLimits _limits = new() { MaxFileBytes = options.MaxModelBytes };

    /// <exception cref="FailureException">The stored bytes are not admitted any more: a newer version of the service
    /// refuses what an older one took.</exception>
    public async Task<ModelFile> FetchAsync(Model model, CancellationToken cancellationToken)
    {
        var sha = model.Sha256 ?? throw new InvalidOperationException($"model {model.Id} has no file");
        var folder = FolderOf(options, sha);
        var isHere = await FileSums.HoldAsync(folder, verified, cancellationToken);
        caches.Looked("models", isHere);
        if (isHere)
            FileSums.Use(folder, time);
        else
            await UnpackAsync(await blobs.FetchAsync(model.Blob!, cancellationToken), model.IsArchive, folder, cancellationToken);
        var path = Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Single();
        var admitted = OnnxAdmission.InspectUnpacked(path, _limits, cancellationToken);
        if (!admitted.IsAdmitted)
            throw Refused(admitted.Problem);
        var embedding = ModelContract.Parse(model.Contract).Embedding;
        var embeddings = embedding is null ? null : ClassEmbeddingsReader.Read(folder, embedding);
        return new ModelFile(folder, path, OutputKinds(admitted.Model), admitted.Model.TrainingOperators, embeddings)
        {
            Sha256 = sha,
            InputScale = admitted.Model.InputScale,
            IsSinglePrecision = admitted.Model.Precision == OnnxPrecision.Float32,
            QuantisesBatches = admitted.Model.Operators.Keys.Any(name => name.Contains("DynamicQuantize", StringComparison.Ordinal)),
        };
    }

    /// <summary>Where a model lies once it has been fetched.</summary>
    public static string FolderOf(BenchOptions options, string sha256) => Path.Combine(options.CachePath, "models", sha256);

    static FailureException Refused(OnnxProblem problem) => new(problem.Code, problem.Message, problem.NextStep);

    /// <summary>Kind of each output by the operator that makes it; where that does not tell, rows of numbers
    /// will.</summary>
    static Dictionary<string, OutputKind?> OutputKinds(OnnxModel model) =>
        model.ClassOutputs.ToDictionary(
            output => output.Name,
            output =>
                output.Scale switch
                {
                    OnnxOutputScale.Probabilities => OutputKind.Probabilities,
                    OnnxOutputScale.LogProbabilities => OutputKind.LogProbabilities,
                    OnnxOutputScale.Sigmoid => OutputKind.Sigmoid,
                    _ => (OutputKind?)null,
                }
        );

    /// <summary>Fills a neighbour and renames it: a folder under the hash is whole, or is not there. A folder whose
    /// files have changed makes room.</summary>
    async Task UnpackAsync(string blob, bool archive, string folder, CancellationToken cancellationToken)
    {
        var staged = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        try
        {
            if (archive)
                await UnpackArchiveAsync(blob, staged, cancellationToken);
            else
                await CopyAsync(blob, staged, cancellationToken);
            await FileSums.WriteAsync(folder, staged, cancellationToken);
            // Another job of this machine was quicker: the one in place may be in use.
            if (await FileSums.HoldAsync(folder, verified, cancellationToken))
                return;
            if (Directory.Exists(folder))
                Directory.Move(folder, $"{staged}.changed");
            Directory.Move(staged, folder);
        }
        catch (IOException error) when (Directory.Exists(folder) && !StorageFault.Is(error))
        {
            // Another job was quicker just now.
        }
        finally
        {
            foreach (var left in (string[])[staged, $"{staged}.changed"])
                if (Directory.Exists(left))
                    Directory.Delete(left, recursive: true);
            File.Delete(FileSums.PathOf(staged));
        }
    }

    static async Task UnpackArchiveAsync(string blob, string folder, CancellationToken cancellationToken)
    {
        var unpacked = await ModelArchive.UnpackAsync(blob, folder, new ModelArchiveLimits(), cancellationToken);
        if (!unpacked.IsUnpacked)
            throw Refused(unpacked.Problem);
    }

    static async Task CopyAsync(string blob, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var source = File.OpenRead(blob);
        await using var copy = File.Create(Path.Combine(folder, "model.onnx"));
        await source.CopyToAsync(copy, cancellationToken);
    }
}
