using System.Text.Json;
using Bench.Service.Evaluations.Stop;

namespace Bench.Service.Evaluations.Start;

/// <summary>A model to be run on datasets.</summary>
/// <param name="Datasets">Keys of the datasets; one evaluation is made for each.</param>
/// <param name="Preprocessing">Another contract than the model's own, for this time, in the names of timm's
/// pretrained_cfg.</param>
/// <param name="StopWhen">A question that ends each evaluation as soon as it is decided; all images are run when
/// absent.</param>
public sealed record StartEvaluations(
    Guid ModelId,
    IReadOnlyList<string> Datasets,
    JsonElement? Preprocessing = null,
    StopWhen? StopWhen = null
);
