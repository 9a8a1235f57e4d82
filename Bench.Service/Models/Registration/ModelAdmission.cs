using System.Text.Json;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Onnx.Admission;
using Bench.Onnx.Archives;
using Bench.Onnx.Model;
using Bench.Service.Inputs;
using Bench.Service.Json;
using Bench.Service.Models.Embeddings;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Service.Models.Registration;

/// <summary>Looks at an uploaded file, without loading it, before there is anything to remember.</summary>
public sealed class ModelAdmission(BenchOptions options)
{
    readonly OnnxLimits _limits = new() { MaxFileBytes = options.MaxModelBytes };

    /// <param name="embedding">What the manifest says about class embeddings in the archive; null when it says
    /// nothing.</param>
    /// <exception cref="RefusalException">The file is not a model that can be run here, with the code of what is
    /// wrong.</exception>
    public async Task<AdmittedModel> AdmitAsync(ReceivedFile file, EmbeddingContract? embedding, CancellationToken cancellationToken)
    {
        if (embedding is not null && !IsArchive(file.FileName))
            throw RefusalException.Invalid(
                ClassEmbeddingsReader.Code,
                $"The manifest's embedding.classes names '{embedding.Classes}', and the upload is no .zip.",
                "Upload a .zip of the model and its class embeddings."
            );
        try
        {
            var graph = IsArchive(file.FileName)
                ? await InspectArchiveAsync(file.Path, embedding, cancellationToken)
                : Describe(await InspectAsync(file.Path, unpacked: false, cancellationToken), null);
            return new AdmittedModel(IsArchive(file.FileName), graph, JsonSerializer.Serialize(graph, BenchJson.Options));
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException(
                refusal.Kind,
                refusal.Failure with
                {
                    Message = SentName.In(refusal.Failure.Message, file.FileName),
                }
            );
        }
    }

    async Task<OnnxModel> InspectAsync(string path, bool unpacked, CancellationToken cancellationToken)
    {
        var result = await Task.Run(
            () =>
                unpacked
                    ? OnnxAdmission.InspectUnpacked(path, _limits, cancellationToken)
                    : OnnxAdmission.Inspect(path, _limits, cancellationToken),
            cancellationToken
        );
        return result.IsAdmitted ? result.Model : throw Refusal(FailureOf(result.Problem));
    }

    /// <summary>Unpacks next to the upload, looks, and leaves nothing behind: workers unpack for themselves.</summary>
    async Task<ModelGraph> InspectArchiveAsync(string path, EmbeddingContract? embedding, CancellationToken cancellationToken)
    {
        // Of its own: two requests may look at one upload at once. What a kill leaves of it goes with the old uploads.
        var folder = $"{path}.{Guid.NewGuid():N}.unpacked";
        try
        {
            var unpacked = await ModelArchive.UnpackAsync(path, folder, new ModelArchiveLimits(), cancellationToken);
            var model = await InspectAsync(
                unpacked.IsUnpacked ? unpacked.ModelPath : throw Refusal(FailureOf(unpacked.Problem)),
                unpacked: true,
                cancellationToken
            );
            return Describe(model, embedding is null ? null : ClassEmbeddingsReader.Read(folder, embedding));
        }
        catch (FailureException error)
        {
            throw Refusal(error.Failure);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static Failure FailureOf(OnnxProblem problem) => new(problem.Code, problem.Message, problem.NextStep);

    static RefusalException Refusal(Failure problem) =>
        new(problem.Code == OnnxProblemCodes.TooLarge ? RefusalKind.TooLarge : RefusalKind.Invalid, problem);

    public static bool IsArchive(string? fileName) => fileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true;

    static ModelGraph Describe(OnnxModel model, ClassEmbeddings? embeddings) =>
        new(
            $"{model.Producer} {model.ProducerVersion}".Trim(),
            model.Opsets.ToDictionary(opset => opset.Domain, opset => opset.Version),
            new GraphInput(
                model.ImageInput.Name,
                Word(model.ImageInput.Type),
                Word(model.ImageInput.Layout),
                model.ImageInput.Batch,
                model.ImageInput.Height,
                model.ImageInput.Width
            ),
            [.. model.ClassOutputs.Select(output => new GraphOutput(output.Name, Word(output.Type), output.Width, Word(output.Scale)))],
            model.NodeCount,
            model.Cost.Parameters,
            model.Cost.MultiplyAccumulates,
            Name(model.Precision),
            [.. model.Cost.Weights.Select(weights => new GraphWeights(Word(weights.Type), weights.Elements))],
            model.Cost.Uncounted,
            model.ExternalBytes,
            model.Operators,
            embeddings is null ? null : new GraphEmbedding(embeddings.Classes, embeddings.Width, embeddings.Sha256)
        );

    static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static string Name(OnnxPrecision precision) =>
        precision switch
        {
            OnnxPrecision.Float32 => "fp32",
            OnnxPrecision.Float16 => "fp16",
            OnnxPrecision.Int8 => "int8",
            OnnxPrecision.Int8Dynamic => "int8-dynamic",
            OnnxPrecision.Int4 => "int4",
            _ => "mixed",
        };
}
