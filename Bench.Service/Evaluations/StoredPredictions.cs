using Bench.Data.Predictions;
using Bench.Metrics.Predicted;

namespace Bench.Service.Evaluations;

/// <summary>Prediction files as metrics see them, and back.</summary>
public static class StoredPredictions
{
    /// <summary>The same arrays, not copied.</summary>
    public static Predictions ToPredictions(this PredictionFile file) => ToPredictions(file.Arrays, file.Meta.Classes);

    /// <summary>Writes predictions (of a submission) as a prediction file.</summary>
    /// <param name="predictions">In the dataset's image order.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="imageOrderHash">Hash of the dataset's manifest.</param>
    /// <param name="classSpace">Key of the class space.</param>
    public static void Write(Predictions predictions, string path, string imageOrderHash, string classSpace)
    {
        var meta = new PredictionMeta
        {
            ImageOrderHash = imageOrderHash,
            ClassSpace = classSpace,
            Images = predictions.Count,
            Rows = predictions.Count,
            Classes = predictions.Classes,
            HeadSize = predictions.HeadSize,
        };
        using var writer = new PredictionFileWriter(path, meta, !predictions.LogSumExp.IsEmpty, !predictions.Logits.IsEmpty);
        writer.Append(predictions.TopClass.Span, predictions.TopLogit.Span, predictions.LogSumExp.Span, predictions.Logits.Span);
        writer.Complete();
    }

    /// <summary>Takes everything but the ranks out of a prediction file.</summary>
    public static void KeepRanks(string path)
    {
        var file = PredictionFile.Read(path);
        using var writer = new PredictionFileWriter(path, file.Meta, confidence: false, logits: false);
        writer.Append(file.Arrays.TopClass, [], [], []);
        writer.Complete();
    }

    internal static Predictions ToPredictions(PredictionArrays arrays, int classes) =>
        new()
        {
            Count = arrays.Rows,
            Classes = classes,
            HeadSize = arrays.HeadSize,
            TopClass = arrays.TopClass,
            TopLogit = arrays.TopLogit,
            LogSumExp = arrays.LogSumExp,
            Logits = arrays.Logits,
        };
}
