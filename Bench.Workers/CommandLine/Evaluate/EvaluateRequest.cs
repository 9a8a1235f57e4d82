namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>The arguments of <c>evaluate</c>.</summary>
/// <param name="Model">An .onnx file, or a .zip with external data or class embeddings.</param>
/// <param name="Manifest">The model's manifest, as it would be uploaded; null for the defaults.</param>
/// <param name="Dataset">Folder, archive or list.</param>
/// <param name="Classes"><c>imagenet-1k</c>, <c>from-folders</c> or a class list.</param>
/// <param name="Predictions">Where to leave the prediction file; null for nowhere.</param>
/// <param name="Cache">Folder that crops and models are kept in from one run to the next.</param>
internal sealed record EvaluateRequest(
    FileInfo Model,
    FileInfo? Manifest,
    string Dataset,
    string Layout,
    string Variant,
    string Classes,
    IReadOnlyList<LabelArgument> Labels,
    FileInfo? Predictions,
    string Cache,
    bool Doctor
);
