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
        var result = await Task.Run(() => OnnxAdmission.Inspect(file.Path, _limits, cancellationToken), cancellationToken);
        if (!result.IsAdmitted)
            throw new RefusalException(result.Problem.Code == OnnxProblemCodes.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity, result.Problem);
        var graph = Describe(result.Model);
        return new AdmittedModel(IsArchive(file.FileName), graph, JsonSerializer.Serialize(graph, BenchJson.Options));
    }

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
        model.ExternalBytes);

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
