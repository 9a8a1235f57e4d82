using Bench.Api.Compare;
using Bench.Metrics.LabelErrors;
using Bench.Metrics.Numerics;
using Bench.Service.Refusals;

namespace Bench.Api.LabelErrors;

/// <summary>Prevalence curves of some models, and where they cross.</summary>
internal sealed class PrevalenceReader(CorrectedBoards corrected, ModelComparison comparison)
{
    public const string All = "all";
    public const string Reviewed = "reviewed";

    /// <exception cref="RefusalException">A name is unknown, a model is not on the corrected board, there are no
    /// reviews, or a parameter is out of range.</exception>
    public async Task<PrevalenceAnswer> ReadAsync(
        string? dataset,
        string? labelSet,
        IReadOnlyList<Guid> ids,
        string? removable,
        int points,
        CancellationToken cancellationToken
    )
    {
        if (removable is not (null or All or Reviewed))
            throw Refuse("removable-invalid", $"removable is '{removable}'.", $"Ask for '{All}' or '{Reviewed}'.");
        if (points is < 2 or > 1001)
            throw Refuse("points-invalid", $"points is {points}.", "Ask for 2 to 1,001 points.");
        var (view, reviews) = await corrected.FindAsync(dataset, labelSet, cancellationToken);
        var (board, models) = await comparison.LoadAsync(view.Dataset, view.LabelSet, ids, cancellationToken);
        var mislabelled = reviews.Where(LabelReviews.GuessedWon);
        var free = removable == Reviewed ? reviews.Where(LabelReviews.Given) : Standing(reviews);
        return new PrevalenceAnswer(
            view.Dataset,
            view.LabelSet,
            reviews.LabelSet,
            removable ?? All,
            mislabelled.PopCount(),
            [.. models.Select(model => Curve(model, PrevalenceCurve.Of(model.Outcomes, mislabelled, free), points))],
            [
                .. from first in Enumerable.Range(0, models.Count)
                from second in Enumerable.Range(first + 1, models.Count - first - 1)
                select Crossing(models[first], models[second], mislabelled, free),
            ]
        )
        {
            Checks = board.Checks,
        };
    }

    /// <summary>Images not found mislabelled: confirmed by people, or never doubted.</summary>
    static BitSet Standing(LabelReviews reviews)
    {
        var standing = reviews.Where(LabelReviews.Given);
        for (var image = 0; image < standing.Count; image++)
            if (reviews.Of(image) is null)
                standing[image] = true;
        return standing;
    }

    static ModelPrevalence Curve(ComparedOutcomes model, PrevalenceCurve curve, int points) =>
        new(
            model.Entry.ModelId,
            model.Entry.Name,
            Finite(curve.Natural),
            Finite(curve.Highest),
            Finite((double)curve.Mislabelled.Right / curve.Mislabelled.Images),
            [
                .. curve
                    .Points(points)
                    .Where(point => double.IsFinite(point.Accuracy))
                    .Select(point => new CurvePoint(point.Prevalence, point.Images, point.Accuracy)),
            ]
        )
        {
            Checks = model.Entry.Checks,
        };

    static PairCrossing Crossing(ComparedOutcomes first, ComparedOutcomes second, BitSet mislabelled, BitSet free)
    {
        var found = PrevalenceCrossing.Of(first.Outcomes, second.Outcomes, mislabelled, free);
        if (found.First.At(1).Accuracy < found.Second.At(1).Accuracy)
            return Crossing(second, first, mislabelled, free);
        return new(
            first.Entry.ModelId,
            second.Entry.ModelId,
            found.Prevalence,
            found.Prevalence is { } at ? AccuracyAt(found.First, at) : null,
            Finite(found.First.At(1).Accuracy - found.Second.At(1).Accuracy),
            Finite(found.First.At(0).Accuracy - found.Second.At(0).Accuracy)
        );
    }

    static double AccuracyAt(PrevalenceCurve curve, double prevalence) =>
        curve.At((curve.Mislabelled.Images / prevalence - curve.Mislabelled.Images - curve.Kept.Images) / curve.Removable.Images).Accuracy;

    static RefusalException Refuse(string code, string message, string nextStep) => new(RefusalKind.Malformed, code, message, nextStep);
}
