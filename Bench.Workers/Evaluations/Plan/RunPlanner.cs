using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Work;

namespace Bench.Workers.Evaluations.Plan;

/// <summary>From what a model is and what a dataset wants to how the one is run over the other.</summary>
internal static class RunPlanner
{
    /// <exception cref="FailureException">The model's outputs do not fit the dataset's classes, or its input not the
    /// preprocessing.</exception>
    /// <param name="checks">Receives choices made here.</param>
    public static RunRecord Plan(
        string? modelContract,
        ModelFile file,
        ModelInspection inspection,
        EnginePlan plan,
        Dataset dataset,
        DatasetManifest manifest,
        Preprocessing preprocessing,
        List<Check> checks
    )
    {
        var contract = ModelContract.Parse(modelContract);
        var output = Output(inspection, contract, file.Embeddings, dataset, checks);
        RequireAnswers(output, inspection.Checks.Any(check => check.Code == CheckCodes.BatchPinned));
        if (contract.OutputKind is null && file.Embeddings is null && !output.Kind.HasProbabilities())
            checks.Add(
                Check.Warning(
                    CheckCodes.ScaleUnknown,
                    $"{Numbers(output)}. Accuracies hold; calibration and proper scores are left out. "
                        + "If another scale is meant, declare 'outputKind' in the manifest."
                )
            );
        if (contract.OutputKind is { } declared && !declared.HasProbabilities())
            checks.Add(
                Check.Note(
                    CheckCodes.ScaleDeclared,
                    $"The author declares {declared.Word()}: accuracies hold; calibration and proper scores are left out."
                )
            );
        if (file.Embeddings?.Alike is [var alike, ..] all)
            checks.Add(
                Check.Warning(
                    CheckCodes.EmbeddingsRepeated,
                    $"{Counted.Of(all.Sum(group => group.Length), "class", "classes")} have an embedding that another has too (class "
                        + $"{alike[0]} and class {alike[1]}, counted from 0): the answer is always the first of them."
                )
            );
        if (ContractDoubts.WithGraph(preprocessing, inspection.Input.ElementType, file.InputScale) is { } doubt)
            checks.Add(doubt);
        return new RunRecord
        {
            Input = inspection.Input.Name,
            InputElementType = inspection.Input.ElementType,
            Layout = preprocessing.Layout ?? inspection.Input.Layout,
            Output = output.Name,
            OutputWidth = output.Width,
            OutputKind = file.Embeddings is null ? contract.OutputKind ?? output.Kind : OutputKind.Embeddings,
            KindIsDeclared = contract.OutputKind is not null,
            BackgroundClass = contract.BackgroundClass,
            Embedding = EmbeddingRecord.Of(file.Embeddings),
            Batch = plan.Batch,
            FixedBatch = inspection.Input.FixedBatch is not null,
            Threads = plan.Threads,
            Sessions = plan.Sessions,
            BytesIn = plan.BytesIn,
            Pinned = plan.Pinned,
            Geometry = GeometryOf(preprocessing, manifest).Canonical,
            ManifestHash = dataset.ManifestHash!,
            Decoder = ImageDecoders.Chosen,
            Provider = inspection.Provider,
            Cage = inspection.Cage,
            RuntimeVersion = inspection.RuntimeVersion,
            Machine = inspection.Machine,
        };
    }

    static string Numbers(OutputDescription output) =>
        output.Kind == OutputKind.Sigmoid
            ? $"The numbers of '{output.Name}' lie in [0, 1] and rows do not sum to "
                + $"1{(output.KindIsGuessed ? "" : ": the graph ends in a sigmoid")}"
            : $"The rows of '{output.Name}' all sum to the same, as normalised numbers do, and not to 1 or 100";

    /// <summary>The check of the batch size: none where a picture's answer is its own, or where the inspection has said
    /// it.</summary>
    public static IEnumerable<Check> BatchChecks(ModelFile file, RunRecord record, IReadOnlyList<Check> inspected)
    {
        if (!file.QuantisesBatches || inspected.Any(check => check.Code == CheckCodes.BatchPinned))
            yield break;
        yield return record.Batch == 1
            ? Check.Note(
                CheckCodes.BatchPinned,
                "The model quantises a whole batch by one scale, so a picture's answer would depend on its neighbours: it runs "
                    + "one picture at a time."
            )
            : Check.Warning(
                CheckCodes.BatchDependent,
                $"The model quantises a whole batch by one scale and takes no other batch than {record.Batch}: a picture's answer "
                    + "depends on its neighbours. Export it with an open or single batch."
            );
    }

    /// <summary>Refuses what could only give numbers that mean nothing.</summary>
    /// <param name="output">The output that is read.</param>
    /// <param name="isPinned">Whether pictures are run by themselves, because their answers would depend on the batch.</param>
    static void RequireAnswers(OutputDescription output, bool isPinned)
    {
        if (!output.Repeats)
            throw new FailureException(
                "model-not-deterministic",
                $"The same pictures give other rows of '{output.Name}' each time.",
                "Take chance out of the graph: call model.eval() before the export, and use no random operators."
            );
        if (!output.Varies && isPinned)
            throw AnswersConstant(
                $"The output '{output.Name}' gives the same answer for every picture that is run by itself, and other ones in a batch: the "
                    + "graph takes off what the pictures of a batch have in common, and of one picture nothing is left."
            );
        if (!output.Varies)
            throw AnswersConstant(
                $"The output '{output.Name}' gives the same answer for every picture, or the same number for every class."
            );
    }

    internal static FailureException AnswersConstant(string message) =>
        new(
            "answers-constant",
            message,
            "Look at the end of the graph: a Softmax over an axis of length 1 (the wrong axis after a change of opset), or "
                + "weights that were not stored; and at the pictures, which may all be alike."
        );

    static OutputDescription Output(
        ModelInspection inspection,
        ModelContract contract,
        ClassEmbeddings? embeddings,
        Dataset dataset,
        List<Check> checks
    )
    {
        if (embeddings is not null && embeddings.Classes != dataset.ClassSpaceSize)
            throw new FailureException(
                "output-mismatch",
                $"Dataset '{dataset.Key}' has {Counted.Of(dataset.ClassSpaceSize, "class", "classes")}, and the model's class "
                    + $"embeddings have "
                    + $"{Counted.Of(embeddings.Classes, "row")}.",
                "Upload the model with one row for each class of the dataset, in its class order."
            );
        var width = embeddings?.Width ?? dataset.ClassSpaceSize + (contract.BackgroundClass is null ? 0 : 1);
        var output = contract.Output is { } named
            ? inspection.Outputs.FirstOrDefault(candidate => candidate.Name == named)
                ?? throw new FailureException(
                    "model-output",
                    $"The manifest names output '{named}', and the model has {Names(inspection)}.",
                    "Name one of these in the manifest, or leave it out."
                )
            : Chosen([.. inspection.Outputs.Where(candidate => candidate.Width == width)], checks);
        if (output?.Width == width)
            return output;
        throw new FailureException(
            "output-mismatch",
            embeddings is null
                ? $"Dataset '{dataset.Key}' has {Counted.Of(dataset.ClassSpaceSize, "class", "classes")}, and no output of the "
                    + $"model has rows of {width} "
                    + $"values; it has {Names(inspection)}."
                : $"The class embeddings have {width} values, and no output of the model has; it has {Names(inspection)}.",
            embeddings is not null
                    ? "Upload the model with the embeddings that belong to it, or name the output to compare in the manifest."
                : width == 1000 && inspection.Outputs.Any(candidate => candidate.Width == 1001)
                    ? "If the extra output is a background class, say so in the manifest: \"backgroundClass\": 0."
                : "Evaluate the model on a dataset with its own classes."
        );
    }

    static OutputDescription? Chosen(IReadOnlyList<OutputDescription> fitting, List<Check> checks)
    {
        if (fitting.Count == 0)
            return null;
        var (name, check) = OutputChoice.Of([.. fitting.Select(output => output.Name)]);
        if (check is not null)
            checks.Add(check);
        return fitting.First(output => output.Name == name);
    }

    static string Names(ModelInspection inspection) =>
        string.Join(", ", inspection.Outputs.Select(output => $"'{output.Name}' with {output.Width}"));

    /// <summary>The geometry that a contract asks for over this dataset's pictures. What is generated has lost its
    /// border already.</summary>
    internal static Geometry GeometryOf(Preprocessing preprocessing, DatasetManifest manifest) =>
        Geometry.Of(preprocessing, manifest.Generation is null ? manifest.Border : 0, manifest.CropOnly);
}
