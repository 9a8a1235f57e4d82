using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Audits;

/// <summary>Holds submitted rows against what a model answered.</summary>
public static class SpotCheckComparison
{
    /// <summary>Two machines and decoders apart, an honest row's probabilities lie closer than this.</summary>
    public const double Tolerance = 0.02;

    /// <summary>Ranks that are compared: top-5 accuracy is counted by them.</summary>
    const int Ranks = 5;

    /// <summary>After the first rank probabilities are so small that all of them are close. Of an honest row the logits are, too.</summary>
    public const double LogitTolerance = 1;

    /// <param name="submitted">All submitted rows.</param>
    /// <param name="manifest">The dataset.</param>
    /// <param name="images">The images that were drawn.</param>
    /// <param name="logits">The model's answer for each of them; null for a picture that could not be decoded.</param>
    /// <remarks>A row is the model's where the probability that the model gives the submitted best class lies within
    /// <see cref="Tolerance"/> of its own best one, the logit of each further class within <see cref="LogitTolerance"/> of its own one at
    /// that rank, and, where the submission has probabilities, the model's within <see cref="Tolerance"/> of these.</remarks>
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
            if (FirstFalse(submitted, images[i], answer) is not { } found)
                continue;
            if (differ++ < SpotCheckResult.MostRows)
                rows.Add(new(images[i], manifest.Images[images[i]].Path, found.Own, found.Answered, found.Claimed, found.Probability));
        }
        return new(looked, differ, undecodable, rows);
    }

    /// <summary>The first rank that is not the model's; null where all are.</summary>
    static (int Own, int Answered, double? Claimed, double Probability)? FirstFalse(Predictions submitted, int image, float[] answer)
    {
        int[] best = [.. Enumerable.Range(0, answer.Length).OrderByDescending(each => answer[each]).Take(Ranks)];
        var logSum = PredictionHead.LogSumExp(answer, answer[best[0]]);
        for (var rank = 0; rank < Math.Min(best.Length, submitted.HeadSize); rank++)
        {
            var place = image * submitted.HeadSize + rank;
            int own = submitted.TopClass.Span[place],
                answered = best[rank];
            var probability = Math.Exp(answer[own] - logSum);
            double? claimed = submitted.LogSumExp.IsEmpty
                ? null
                : Math.Exp(submitted.TopLogit.Span[place] - submitted.LogSumExp.Span[image]);
            var isClose =
                rank == 0
                    ? Math.Exp(answer[answered] - logSum) - probability <= Tolerance
                    : answer[answered] - answer[own] <= LogitTolerance;
            if (!isClose || Math.Abs((claimed ?? probability) - probability) > Tolerance)
                return (own, answered, claimed, probability);
        }
        return null;
    }
}
