using System.Globalization;
using Bench.Data.Log;
using Bench.Data.Predictions;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Labels;

namespace Bench.Workers.Log;

/// <summary>Makes a receipt's numbers again from the files that it names: no service, no database, no
/// network.</summary>
internal static class RowScores
{
    /// <param name="receipt">What is claimed.</param>
    /// <param name="predictions">The .npz.</param>
    /// <param name="labels">The label set as the service stores it.</param>
    /// <param name="manifest">The dataset's list of images.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Numbers that came out the same to the last digit, those that did not, and those that need more than
    /// these files.</returns>
    public static async Task<RowVerdict> DeriveAsync(
        ReceiptBody receipt,
        string predictions,
        string labels,
        string manifest,
        CancellationToken cancellationToken
    )
    {
        await using var images = File.OpenRead(manifest);
        var dataset = await ManifestReader.ReadAsync(images, cancellationToken);
        var whole = PredictionFile.Read(predictions).ToPredictions();
        await using var content = File.OpenRead(labels);
        var view = LabelSetReader.Read(content).Labels.Without(receipt.Undecodable, ScoredPredictions.UndecodableReason);
        var (scored, _) = ScoredPredictionsLoader.Scored(whole, dataset);
        if (scored is null)
            return new RowVerdict(0, [], [.. receipt.Scores.Select(score => score.Metric)], []);
        var card = Scorer.ScoreAll(
            scored,
            [dataset.Mask is { } mask ? view.Restrict([.. mask]) : view],
            new ScoringOptions { CalibrationSplit = dataset.CalibrationSplit, Pictures = dataset.Pictures },
            cancellationToken
        )[0];

        var made = card.Scores.ToDictionary(score => score.Metric);
        var (same, other, beyond, otherVersion) = (0, new List<string>(), new List<string>(), new List<string>());
        foreach (var score in receipt.Scores)
        {
            if (!made.TryGetValue(score.Metric, out var now))
                beyond.Add(score.Metric);
            else if (MetricCatalog.Find(score.Metric)?.Version != score.Version)
                otherVersion.Add(score.Metric);
            else if (
                now.Value.Equals(score.Value)
                && Bound(now.CiLow).Equals(score.CiLow)
                && Bound(now.CiHigh).Equals(score.CiHigh)
                && now.N == score.N
            )
                same++;
            else
                other.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{score.Metric}: the receipt says {score.Value} [{score.CiLow}, {score.CiHigh}] over {score.N}, the "
                            + $"files give {now.Value} [{Bound(now.CiLow)}, {Bound(now.CiHigh)}] over {now.N}"
                    )
                );
        }
        return new RowVerdict(same, other, beyond, otherVersion);
    }

    /// <summary>A bound that is no number is none, as in the receipt.</summary>
    static double? Bound(double value) => double.IsFinite(value) ? value : null;
}
