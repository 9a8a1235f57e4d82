using System.Numerics.Tensors;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Audits;

/// <summary>Holds submitted rows against what a model answered.</summary>
public static class SpotCheckComparison
{
    /// <summary>Two machines and decoders apart, an honest row's probabilities lie closer than this.</summary>
    public const double Tolerance = 0.02;

    /// <param name="submitted">All submitted rows.</param>
    /// <param name="manifest">The dataset.</param>
    /// <param name="images">The images that were drawn.</param>
    /// <param name="logits">The model's answer for each of them; null for a picture that could not be decoded.</param>
    /// <remarks>A row is the model's where the probability that the model gives the submitted best class lies within
    /// <see cref="Tolerance"/> of its own best one, and, where the submission has probabilities, within it of the
    /// submitted one.</remarks>
    public static SpotCheckResult Of(
        Predictions submitted,
        DatasetManifest manifest,
        IReadOnlyList<int> images,
        IReadOnlyList<float[]?> logits
    )
    {
        var (looked, undecodable, rows) = (0, 0, new List<SpotCheckRow>());
        var differ = 0;
        for (var i = 0; i < images.Count; i++)
        {
            if (logits[i] is not { } answer)
            {
                undecodable++;
                continue;
            }
            looked++;
            var row = images[i] * submitted.HeadSize;
            int own = submitted.TopClass.Span[row],
                best = TensorPrimitives.IndexOfMax<float>(answer);
            var logSum = PredictionHead.LogSumExp(answer, answer[best]);
            var (ofOwn, ofBest) = (Math.Exp(answer[own] - logSum), Math.Exp(answer[best] - logSum));
            double? claimed = submitted.LogSumExp.IsEmpty
                ? null
                : Math.Exp(submitted.TopLogit.Span[row] - submitted.LogSumExp.Span[images[i]]);
            if (ofBest - ofOwn <= Tolerance && !(Math.Abs((claimed ?? ofOwn) - ofOwn) > Tolerance))
                continue;
            if (differ++ < SpotCheckResult.MostRows)
                rows.Add(new(images[i], manifest.Images[images[i]].Path, own, best, claimed, ofOwn));
        }
        return new(looked, differ, undecodable, rows);
    }
}
