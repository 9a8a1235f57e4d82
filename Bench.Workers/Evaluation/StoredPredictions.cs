using Bench.Data.Predictions;
using Bench.Metrics;

namespace Bench.Workers.Evaluation;

/// <summary>Prediction files as metrics see them.</summary>
public static class StoredPredictions
{
    /// <summary>The same arrays, not copied.</summary>
    public static Predictions ToPredictions(this PredictionFile file) => ToPredictions(file.Arrays, file.Meta.Classes);

    internal static Predictions ToPredictions(PredictionArrays arrays, int classes) => new()
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
