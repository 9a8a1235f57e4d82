using System.Text.Json;
using Bench.Api.Http;
using Bench.Api.Problems;
using Bench.Data;
using Bench.Workers.Inference.Onnx;

namespace Bench.Api.Models;

/// <summary>Looks at an uploaded file, without loading it, before there is anything to remember.</summary>
internal sealed class ModelAdmission(BenchOptions options)
{
    readonly OnnxLimits _limits = new() { MaxFileBytes = options.MaxModelBytes };

    /// <exception cref="RefusalException">The file is not a model that can be run here, with the code of what is wrong.</exception>
    public async Task<AdmittedModel> AdmitAsync(ReceivedFile file, CancellationToken cancellationToken)
    {
        var graph = Describe(IsArchive(file.FileName) ? await InspectArchiveAsync(file.Path, cancellationToken) : await InspectAsync(file.Path, unpacked: false, cancellationToken));
        return new AdmittedModel(IsArchive(file.FileName), graph, JsonSerializer.Serialize(graph, BenchJson.Options));
    }

    async Task<OnnxModel> InspectAsync(string path, bool unpacked, CancellationToken cancellationToken)
    {
        var result = await Task.Run(() => unpacked ? OnnxAdmission.InspectUnpacked(path, _limits, cancellationToken) : OnnxAdmission.Inspect(path, _limits, cancellationToken), cancellationToken);
        return result.IsAdmitted ? result.Model : throw Refusal(result.Problem);
    }

    /// <summary>Unpacks beside the upload, looks, and leaves nothing behind: workers unpack for themselves.</summary>
    async Task<OnnxModel> InspectArchiveAsync(string path, CancellationToken cancellationToken)
    {
        var folder = $"{path}.unpacked";
        try
        {
            var unpacked = await ModelArchive.UnpackAsync(path, folder, new ModelArchiveLimits(), cancellationToken);
            return await InspectAsync(unpacked.IsUnpacked ? unpacked.ModelPath : throw Refusal(unpacked.Problem), unpacked: true, cancellationToken);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    static RefusalException Refusal(Failure problem) =>
        new(problem.Code == OnnxProblemCodes.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity, problem);

    public static bool IsArchive(string? fileName) => fileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true;

    static ModelGraph Describe(OnnxModel model) => new(
        $"{model.Producer} {model.ProducerVersion}".Trim(),
        model.Opsets.ToDictionary(opset => opset.Domain, opset => opset.Version),
        new GraphInput(model.ImageInput.Name, Word(model.ImageInput.Type), Word(model.ImageInput.Layout), model.ImageInput.Batch, model.ImageInput.Height, model.ImageInput.Width),
        [.. model.ClassOutputs.Select(output => new GraphOutput(output.Name, Word(output.Type), output.Width, Word(output.Scale)))],
        model.NodeCount,
        model.Cost.Parameters,
        model.Cost.MultiplyAccumulates,
        Name(model.Precision),
        [.. model.Cost.Weights.Select(weights => new GraphWeights(Word(weights.Type), weights.Elements))],
        model.Cost.Uncounted,
        model.ExternalBytes,
        model.Operators);

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static string Name(OnnxPrecision precision) => precision switch
    {
        OnnxPrecision.Float32 => "fp32",
        OnnxPrecision.Float16 => "fp16",
        OnnxPrecision.Int8 => "int8",
        OnnxPrecision.Int8Dynamic => "int8-dynamic",
        OnnxPrecision.Int4 => "int4",
        _ => "mixed",
    };
}
