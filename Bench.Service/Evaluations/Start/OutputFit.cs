using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Start;

/// <summary>Whether a model's outputs can hold a number for each class of a dataset, as far as that is known before a run.</summary>
public static class OutputFit
{
    /// <exception cref="RefusalException">It is known that none does.</exception>
    public static async Task RequireAsync(BenchDb db, Model model, Dataset dataset, CancellationToken cancellationToken)
    {
        if (StoredJson.Read<ModelGraph>(model.Graph) is not { } graph)
            return;
        var contract = ModelContract.Parse(model.Contract);
        var candidates = graph.Outputs.Where(output => contract.Output is null || output.Name == contract.Output).ToList();
        if (graph.Embedding is { } embedding && embedding.Classes != dataset.ClassSpaceSize)
            throw RefusalException.Invalid(
                "output-mismatch",
                $"The dataset '{dataset.Key}' has {Counted.Of(dataset.ClassSpaceSize, "class", "classes")}; the model's class "
                    + $"embeddings have "
                    + $"{Counted.Of(embedding.Classes, "row")}.",
                "Upload the model with one row for each class of the dataset, in its class order."
            );
        if (contract.BackgroundClass is { } background && background != 0 && background != dataset.ClassSpaceSize)
            throw RefusalException.Invalid(
                "output-mismatch",
                $"The model's manifest says that output {background} is the background class; next to the "
                    + $"{Counted.Of(dataset.ClassSpaceSize, "class", "classes")} of '{dataset.Key}' it is the first, 0, or the last, "
                    + $"{dataset.ClassSpaceSize}.",
                $"Upload the model with \"backgroundClass\": 0 or {dataset.ClassSpaceSize} in its manifest."
            );
        var wanted = graph.Embedding?.Width ?? dataset.ClassSpaceSize + (contract.BackgroundClass is null ? 0 : 1);
        // An output whose width only a run will tell may fit; one that the manifest names and the graph does not list is the inspection's
        // to refuse.
        if (candidates.Count == 0 || candidates.Any(output => output.Width is null || output.Width == wanted))
            return;
        var classes = $"The dataset '{dataset.Key}' has {Counted.Of(dataset.ClassSpaceSize, "class", "classes")}";
        var needs =
            graph.Embedding is not null ? $"The class embeddings have {wanted} values"
            : contract.BackgroundClass is null ? classes
            : $"{classes}, and the manifest says that one output more is a background class";
        throw RefusalException.Invalid(
            "output-mismatch",
            $"{needs}; "
                + $"the model's outputs have {string.Join(", ", candidates.Select(output => $"{output.Width} ('{output.Name}')"))}.",
            graph.Embedding is not null
                    ? "Upload the model with a matrix of its own class embeddings: a row for each class, as wide as the model's output."
                : contract.BackgroundClass is not null && candidates.Any(output => output.Width == dataset.ClassSpaceSize)
                    ? "Upload the model without \"backgroundClass\" in its manifest: it has exactly one output per class."
                : contract.BackgroundClass is null && candidates.Any(output => output.Width == wanted + 1)
                    ? $"If the extra output is a background class, upload the model with \"backgroundClass\": 0 in its manifest, or "
                        + $"{dataset.ClassSpaceSize} where it is the last."
                : await FittingAsync(db, dataset, [.. candidates.Select(output => output.Width!.Value)], cancellationToken)
        );
    }

    /// <summary>The way out: datasets whose classes the model has, or the same pictures over other classes.</summary>
    static async Task<string> FittingAsync(BenchDb db, Dataset dataset, int[] widths, CancellationToken cancellationToken)
    {
        var fitting = await db
            .Datasets.AsNoTracking()
            .Where(other => other.State == DatasetState.Ready && other.HasImages && widths.Contains(other.ClassSpaceSize))
            .OrderBy(other => other.Key)
            .Select(other => other.Key)
            .Take(10)
            .ToListAsync(cancellationToken);
        var over =
            widths.Contains(ImageNet1kClasses.Space.Count) && dataset.Classes != ImageNet1kClasses.Key
                ? $"Pictures of '{dataset.Key}' that show ImageNet's classes can be registered over them: the "
                    + $"same path with \"classes\": \"{ImageNet1kClasses.Key}\" and folders named by WordNet id."
                : $"Evaluate a model over the {Counted.Of(dataset.ClassSpaceSize, "class", "classes")} of '{dataset.Key}', or register "
                    + $"pictures over this model's {string.Join(" or ", widths.Distinct())} classes with a class list as 'classes'.";
        return fitting.Count == 0
            ? over
            : $"Evaluate it on a dataset over its own classes: {string.Join(", ", fitting.Select(key => $"'{key}'"))}. {over}";
    }
}
