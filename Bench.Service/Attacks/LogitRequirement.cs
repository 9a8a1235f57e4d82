using Bench.Data.Models;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Start;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

public static class LogitRequirement
{
    /// <summary>Refuses a dataset that is scored over groups of classes: what is asked picture by picture is about single ones.</summary>
    /// <param name="manifest">The dataset.</param>
    /// <param name="dataset">Its key.</param>
    /// <param name="unsupported">Code of the refusal.</param>
    /// <exception cref="RefusalException">It has groups.</exception>
    public static void RequireSingleClasses(this DatasetManifest manifest, string dataset, string unsupported)
    {
        if (manifest.Groups is not null)
            throw RefusalException.Conflict(
                unsupported,
                $"Answers over dataset '{dataset}' are counted by groups of classes; single classes are needed here.",
                "Take a dataset whose labels are the model's own classes."
            );
    }

    /// <summary>Refuses a model that gives embeddings: asking it picture by picture needs its answers over
    /// classes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="unsupported">Code of the refusal where it gives no answers over classes.</param>
    /// <param name="why">What they are needed for, as half a sentence.</param>
    /// <exception cref="RefusalException">It gives none, or nobody has looked at it yet.</exception>
    public static void RequireLogits(this Model model, string unsupported, string why)
    {
        model.RequireInspected();
        if (StoredJson.Read<ModelGraph>(model.Graph)?.Embedding is not null)
            throw RefusalException.Conflict(
                unsupported,
                $"The model '{model.Name}' gives embeddings, and {why}.",
                "Export the comparison with the class embeddings as the end of the graph, and upload that."
            );
    }
}
