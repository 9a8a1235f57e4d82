using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations.Score;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Our own format: <c>topk_class</c> [N, K] uint16, and where known <c>topk_logit</c> [N, K] float32 with <c>logsumexp</c> [N] float32, and <c>logits</c> [N, C] float16.</summary>
/// <remarks>Rows stand in the order of the order file; without one <c>meta.json</c> must carry the hash of the dataset's image order.</remarks>
static class NpzSubmission
{
    public static async Task<Predictions> ReadAsync(SubmissionFile file, CancellationToken cancellationToken)
    {
        var (meta, arrays) = Read(file);
        var rowOf = await RowOrder.ReadAsync(file, arrays.Rows, cancellationToken).ConfigureAwait(false);
        if (rowOf is null) RequireDatasetOrder(meta, arrays, file);
        else
            arrays = arrays with
            {
                TopClass = RowOrder.Apply(arrays.TopClass, rowOf, arrays.HeadSize),
                TopLogit = RowOrder.Apply(arrays.TopLogit, rowOf, arrays.HeadSize),
                LogSumExp = RowOrder.Apply(arrays.LogSumExp, rowOf, 1),
                Logits = RowOrder.Apply(arrays.Logits, rowOf, file.Target.Classes.Count),
            };
        return StoredPredictions.ToPredictions(arrays, file.Target.Classes.Count);
    }

    static (PredictionMeta? Meta, PredictionArrays Arrays) Read(SubmissionFile file)
    {
        try
        {
            using var npz = NpzReader.Open(file.Path);
            var meta = file.OrderPath is null && npz.ReadBytes("meta.json") is { } json ? PredictionMeta.Parse(json) : null;
            var arrays = PredictionArrays.Read(npz, PredictionFile.MaxArrayBytes);
            OrderTies(arrays);
            PredictionArraysCheck.Verify(arrays, file.Target.Classes.Count);
            return (meta, arrays);
        }
        catch (PredictionFileException e)
        {
            throw SubmissionFile.Invalid(e.Message);
        }
    }

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
                while (to < logits.Length && logits[to] == logits[from]) to++;
                if (to > from + 1) classes[from..to].Sort();
            }
        }
    }

    static void RequireDatasetOrder(PredictionMeta? meta, PredictionArrays arrays, SubmissionFile file)
    {
        if (meta is null)
            throw new SubmissionException(SubmissionCodes.OrderMissing, "nothing says which image each row is about: add an order file, or a meta.json with the dataset's image order");
        if (meta.ImageOrderHash != file.Target.ManifestHash)
            throw new SubmissionException(SubmissionCodes.OrderMissing, "meta.json has the image order of another dataset or version: add an order file");
        if (arrays.Rows != file.Target.Manifest.Count)
            throw new SubmissionException(SubmissionCodes.ImageMissing, $"there are {arrays.Rows:N0} rows for {file.Target.Manifest.Count:N0} images");
    }
}
