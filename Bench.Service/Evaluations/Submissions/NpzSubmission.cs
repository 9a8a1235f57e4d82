using System.Numerics.Tensors;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Claims;
using Bench.Service.Evaluations.Review;
using Bench.Service.Inputs;
using Bench.Service.Models;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Our own format: <c>topk_class</c> [N, K], and where known <c>topk_logit</c> [N, K] with <c>logsumexp</c> [N], and <c>logits</c>
/// [N, C]; or <c>logits</c> alone, from which the rest follows.</summary>
/// <remarks>Rows are in the order of the order file or of the array <c>names</c>; without both <c>meta.json</c> must carry the hash of the
/// dataset's image order.
/// Element types are widened as NumPy does.</remarks>
static class NpzSubmission
{
    const int Head = 10;

    /// <summary>The logit of a probability that was rounded to 0.</summary>
    static readonly float Floor = MathF.Log(PredictionHead.ProbabilityFloor);

    public static async Task<ReadSubmission> ReadAsync(SubmissionFile file, CancellationToken cancellationToken)
    {
        var (meta, names, arrays, checks) = Read(file);
        var rowOf = await RowOrder.ReadAsync(file, arrays.Rows, cancellationToken);
        if (rowOf is null && names is not null)
            rowOf = RowOrder.Resolve(names, arrays.Rows, "the array 'names'", file.Target);
        else if (rowOf is not null && names is not null && names.Index().FirstOrDefault(IsOther) is { Item: not null } other)
            throw SubmissionFile.Invalid(
                $"row {other.Index:N0} is {FirstTen.Printable(other.Item)} by the array 'names' and another image by the part 'order': "
                    + "leave the one out that is not meant"
            );
        if (rowOf is null)
            RequireDatasetOrder(meta, arrays, file);
        else
            arrays = arrays with
            {
                TopClass = RowOrder.Apply(arrays.TopClass, rowOf, arrays.HeadSize),
                TopLogit = RowOrder.Apply(arrays.TopLogit, rowOf, arrays.HeadSize),
                LogSumExp = RowOrder.Apply(arrays.LogSumExp, rowOf, 1),
                Logits = RowOrder.Apply(arrays.Logits, rowOf, file.Target.Outputs.Count),
            };
        return new ReadSubmission(StoredPredictions.ToPredictions(arrays, file.Target.Outputs.Count), checks);

        bool IsOther((int Index, string Item) name) =>
            file.Target.Manifest.Index.Find(name.Item) is >= 0 and var image && rowOf![image] != name.Index;
    }

    static (PredictionMeta? Meta, string[]? Names, PredictionArrays Arrays, IReadOnlyList<Check> Checks) Read(SubmissionFile file)
    {
        if (ForeignForm.OfFile(file.Path) is { } kind and not (ForeignKind.Archive or ForeignKind.Arrays))
            throw SubmissionFile.Invalid($"the file is {kind}, not an npz archive, as numpy.savez(path, logits=array) writes one");
        try
        {
            using var npz = NpzReader.Open(file.Path);
            var names = Names(npz, file);
            var meta = file.OrderPath is null && npz.ReadBytes("meta.json") is { } json ? PredictionMeta.Parse(json) : null;
            var (arrays, checks) =
                npz.Has("topk_class.npy") ? WithHead(npz, file)
                : npz.Has("logits.npy") ? FromLogits(npz, file)
                : throw SubmittedShape.Unnamed(npz);
            return (meta, names, arrays, SubmittedShape.OthersThatFit(npz, arrays.Rows, file) is { } others ? [.. checks, others] : checks);
        }
        catch (PredictionFileException e)
        {
            throw SubmissionFile.Invalid(e.Message);
        }
    }

    /// <summary>Names inside the archive. Next to an order they are looked at where they can be read: an array of this name may be of
    /// something else.</summary>
    static string[]? Names(NpzReader npz, SubmissionFile file)
    {
        try
        {
            return npz.ReadTexts("names", InputFile.DefaultLimit);
        }
        catch (PredictionFileException) when (file.OrderPath is not null)
        {
            return null;
        }
    }

    static (PredictionArrays Arrays, IReadOnlyList<Check> Checks) WithHead(NpzReader npz, SubmissionFile file)
    {
        var arrays = PredictionArrays.Read(npz, PredictionFile.MaxArrayBytes);
        var classes = file.Target.Outputs.Count;
        if ($"{CountedFromOne.Of(arrays.TopClass.Select(index => (long)index), classes)}" is { Length: > 0 } cause)
            throw new SubmissionException(
                SubmissionCodes.ClassUnknown,
                $"topk_class has the class {classes}; classes go from 0 to {classes - 1}{cause}"
            );
        OrderTies(arrays);
        PredictionArraysCheck.Verify(arrays, classes);
        SubmittedHead.Verify(arrays, classes, ranksAll: file.Target.Manifest.Mask is null);
        var (facts, scales, row) = (new RowFacts(), new RowScales(file.Target.Outputs.Count), new float[file.Target.Outputs.Count]);
        for (var i = 0; i < arrays.Logits.Length; i += row.Length)
        {
            TensorPrimitives.ConvertToSingle(arrays.Logits.AsSpan(i, row.Length), row);
            if (file.Target.Manifest.Mask is null)
                SubmittedHead.VerifyBest(arrays, i / row.Length, row);
            facts = facts.With(row);
            scales.Add(row, arrays.TopLogit.AsSpan(i / row.Length * arrays.HeadSize, arrays.HeadSize));
        }
        var (kind, check) = SubmittedScale.Of(facts, file);
        if (kind is OutputKind.Probabilities or OutputKind.Percentages)
            throw SubmissionFile.Invalid(
                $"'topk_logit' and 'logsumexp' are given with {kind.Word()}. Send 'logits' alone: the rest follows from it"
            );
        if (facts.Rows == 0)
        {
            for (var i = 0; i < arrays.TopLogit.Length; i += arrays.HeadSize)
                scales.AddRanked(arrays.TopLogit.AsSpan(i, arrays.HeadSize));
            SubmittedScale.VerifySums(arrays.LogSumExp, file);
            facts = SubmittedHead.TiesOf(arrays);
            if (file.OutputKind is null)
                check ??= SubmittedScale.OfHead(arrays.TopLogit, arrays.LogSumExp, file);
            check ??= SubmittedHead.WhyNotOfAll(arrays, file.Target.Outputs.Count);
        }
        var hasProbabilities = kind.HasProbabilities() && check?.Code != CheckCodes.ScaleUnknown;
        return (
            hasProbabilities ? arrays : RanksOf(arrays),
            [.. RowChecks.Of(facts).Prepend(check).OfType<Check>(), .. hasProbabilities ? scales.Checks() : []]
        );
    }

    static (PredictionArrays Arrays, IReadOnlyList<Check> Checks) FromLogits(NpzReader npz, SubmissionFile file)
    {
        var logits = npz.ReadArray<float>("logits", PredictionFile.MaxArrayBytes)!;
        var classes = file.Target.Outputs.Count;
        var rows = SubmittedShape.RowsOf(logits.Shape, file);
        var facts = new RowFacts();
        for (var row = 0; row < rows; row++)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(logits.Values.AsSpan(row * classes, classes)))
                throw new PredictionFileException(
                    $"row {row:N0}: 'logits' has a value that is not a number, or infinite (float16 ends at 65,504)"
                        + (
                            logits.Values.AsSpan(row * classes, classes).Contains(float.NegativeInfinity)
                                ? ". For classes that are left out, write a number below all others, such as -10000, in the place of -inf"
                                : ""
                        )
                );
            facts = facts.With(logits.Values.AsSpan(row * classes, classes));
        }
        var (kind, check) = SubmittedScale.Of(facts, file);
        var head = Math.Min(Head, classes);
        var scales = new RowScales(classes);
        var arrays = new PredictionArrays
        {
            Rows = rows,
            HeadSize = head,
            Classes = classes,
            TopClass = new ushort[rows * head],
            TopLogit = new float[rows * head],
            LogSumExp = new float[rows],
            Logits = new Half[rows * classes],
        };
        for (var row = 0; row < rows; row++)
        {
            var values = logits.Values.AsSpan(row * classes, classes);
            if (kind == OutputKind.Percentages)
                TensorPrimitives.Multiply(values, 0.01f, values);
            if (kind is OutputKind.Probabilities or OutputKind.Percentages)
                PredictionHead.LogitsOfProbabilities(values, values);
            PredictionHead.TryExtract(
                values,
                arrays.TopClass.AsSpan(row * head, head),
                arrays.TopLogit.AsSpan(row * head, head),
                out arrays.LogSumExp[row]
            );
            PredictionHead.StoreTail(values, arrays.Logits.AsSpan(row * classes, classes));
            if (kind is OutputKind.Probabilities or OutputKind.Percentages)
                scales.AddRanked(arrays.TopLogit.AsSpan(row * head, head), Floor);
            else
                scales.Add(values, arrays.TopLogit.AsSpan(row * head, head));
        }
        return (
            kind.HasProbabilities() ? arrays : RanksOf(arrays),
            [.. RowChecks.Of(facts).Prepend(check).OfType<Check>(), .. kind.HasProbabilities() ? scales.Checks() : []]
        );
    }

    static PredictionArrays RanksOf(PredictionArrays arrays) => arrays with { TopLogit = [], LogSumExp = [], Logits = [] };

    /// <summary>Puts equal logits into the order of their classes: which of them a library ranks first is chance.</summary>
    static void OrderTies(PredictionArrays arrays)
    {
        for (var row = 0; row < arrays.TopLogit.Length; row += arrays.HeadSize)
        {
            var logits = arrays.TopLogit.AsSpan(row, arrays.HeadSize);
            var classes = arrays.TopClass.AsSpan(row, arrays.HeadSize);
            for (int from = 0, to; from < logits.Length; from = to)
            {
                to = from + 1;
                while (to < logits.Length && logits[to] == logits[from])
                    to++;
                if (to > from + 1)
                    classes[from..to].Sort();
            }
        }
    }

    static void RequireDatasetOrder(PredictionMeta? meta, PredictionArrays arrays, SubmissionFile file)
    {
        if (meta is null)
            throw new SubmissionException(
                SubmissionCodes.OrderMissing,
                "nothing says which image each row is about: add an order file, an array 'names' of one text a row, or a meta.json "
                    + "with the dataset's image order"
            );
        if (meta.ImageOrderHash != file.Target.ManifestHash)
            throw new SubmissionException(
                SubmissionCodes.OrderMissing,
                "meta.json has the image order of another dataset or version: add an order file"
            );
        if (arrays.Rows != file.Target.Manifest.Count)
            throw new SubmissionException(
                SubmissionCodes.ImageMissing,
                $"there are {Counted.Of(arrays.Rows, "row")} for {Counted.Of(file.Target.Manifest.Count, "image")}"
            );
    }
}
