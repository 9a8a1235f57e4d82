using System.Globalization;
using Bench.Api.Evaluations;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.LabelErrors;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.LabelErrors;

/// <summary>Answers a request for candidate label errors: the ranking, what people said of it, the part that was asked for.</summary>
internal sealed class LabelErrorQuery(BenchDb db, LabelErrorRanker ranker, ReviewReader reviews, DatasetStore datasets)
{
    const int MaxLimit = 500;

    /// <exception cref="RefusalException">A parameter is out of range, there is no such dataset or label set, or the labels cannot be
    /// doubted this way.</exception>
    public async Task<LabelErrorPage> RunAsync(string dataset, LabelErrorRequest request, CancellationToken cancellationToken)
    {
        var least = request.MinBacking ?? LabelErrorRequest.UsualBacking;
        if (!(least is >= 0 and <= 1))
            throw Refuse("backing-invalid", $"minBacking is {least}.", "Ask for a share of the models' weight, 0 to 1.");
        var limit = request.Limit ?? LabelErrorRequest.UsualLimit;
        if (limit is < 1 or > MaxLimit)
            throw Refuse("limit-invalid", $"limit is {limit}.", $"Ask for 1 to {MaxLimit} candidates, and for the rest with cursor.");
        var after = 0;
        if (
            !string.IsNullOrEmpty(request.Cursor)
            && !int.TryParse(request.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after)
        )
            throw PageRequest.CursorRefused();

        var ranking = await ranker.RankAsync(dataset, request.LabelSet, cancellationToken);
        // Ranked by backing, so those with enough of it stand in front.
        var flagged = ranking.Candidates.TakeWhile(candidate => candidate.Backing >= least).ToList();
        var reviewed = await reviews.FindAsync(ranking.View.DatasetId, cancellationToken);
        var verdicts = await db
            .LabelVerdicts.AsNoTracking()
            .Where(verdict => verdict.DatasetId == ranking.View.DatasetId)
            .ToDictionaryAsync(verdict => verdict.Image, verdict => verdict.Verdict, cancellationToken);
        if (ranking.Dataset.ManifestBlob is null)
            return Page(ranking, least, [], 0, reviewed, [], null);

        var classes = await datasets.ClassesAsync(ranking.Dataset, cancellationToken);
        var images = (await datasets.ManifestAsync(ranking.Dataset, cancellationToken)).Images;
        var (label, suggested) = (ClassOf(classes, request.Label), ClassOf(classes, request.Suggested));
        var matching = flagged
            .Index()
            .Where(each =>
                (label is null || each.Item.Given == label)
                && (suggested is null || each.Item.Suggested == suggested)
                && (request.Judged is not { } judged || verdicts.ContainsKey(each.Item.Image) == judged)
            )
            .ToList();
        var part = matching.Where(each => each.Index >= after).Take(limit + 1).ToList();
        var items = part.Take(limit)
            .Select(each => new LabelErrorCandidate(
                each.Index + 1,
                each.Item.Image,
                images[each.Item.Image].Path,
                Ref(classes, each.Item.Given),
                Ref(classes, each.Item.Suggested),
                each.Item.Backing,
                each.Item.Support,
                each.Item.Models,
                each.Item.NormalisedMargin,
                reviewed?.Of(each.Item.Image),
                verdicts.TryGetValue(each.Item.Image, out var said) ? said : null
            ));
        return Page(
            ranking,
            least,
            flagged,
            matching.Count,
            reviewed,
            [.. items],
            part.Count > limit ? part[limit].Index.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    static LabelErrorPage Page(
        LabelErrorRanking ranking,
        double least,
        List<ConsensusCandidate> flagged,
        int matching,
        LabelReviews? reviewed,
        IReadOnlyList<LabelErrorCandidate> items,
        string? next
    ) =>
        new(
            ranking.View.Dataset,
            ranking.View.LabelSet,
            ranking.View.Version,
            least,
            ranking.Models,
            flagged.Count,
            matching,
            reviewed is null ? null : Quality(flagged, reviewed),
            reviewed is null
                ? new Failure(
                    "reviews-missing",
                    "There are no human reviews of these labels, so precision and recall are not known.",
                    "An operator imports cleanlab's reviews as a label set, or makes one of verdicts."
                )
                : null,
            items,
            next
        );

    static CandidateQuality Quality(List<ConsensusCandidate> flagged, LabelReviews reviewed)
    {
        var found = CandidateAgreement.Measure(
            flagged.Select(candidate => candidate.Image),
            reviewed.DecidedImages(),
            reviewed.WrongImages()
        );
        var lost = flagged.Where(candidate => reviewed.Of(candidate.Image) == LabelReviews.GuessedWon).ToList();
        double? right =
            lost.Count == 0
                ? null
                : (double)lost.Count(candidate => reviewed.GuessedClass(candidate.Image) == candidate.Suggested) / lost.Count;
        return new(
            reviewed.LabelSet,
            found.Reviewed,
            found.Wrong,
            found.Flagged,
            found.Hits,
            Finite(found.Precision),
            Finite(found.Recall),
            Finite(found.AveragePrecision),
            right
        );
    }

    static ClassRef Ref(ClassSpace classes, int index) => new(index, classes[index].Id, classes[index].Name);

    static int? ClassOf(ClassSpace classes, string? text) =>
        string.IsNullOrEmpty(text)
            ? null
            : classes.Resolve(text)
                ?? throw RefusalException.NotFound(
                    "class",
                    "class-not-found",
                    text,
                    "Name a class id or index of the dataset's class space."
                );

    static RefusalException Refuse(string code, string message, string nextStep) => new(RefusalKind.Malformed, code, message, nextStep);
}
