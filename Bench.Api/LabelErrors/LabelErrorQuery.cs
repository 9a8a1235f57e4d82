using System.Globalization;
using Bench.Api.Evaluations;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Labels;
using Bench.Data.Outcomes;
using Bench.Metrics.Clustered;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.LabelErrors;
using Bench.Metrics.Statistics;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Labels;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.LabelErrors;

/// <summary>Answers a request for candidate label errors: the ranking, people's reviews, the requested part.</summary>
internal sealed class LabelErrorQuery(
    BenchDb db,
    LabelErrorRanker ranker,
    ReviewReader reviews,
    DatasetStore datasets,
    ListedErrors listed,
    ClassHierarchies hierarchies
)
{
    const int MaxLimit = 500;

    /// <exception cref="RefusalException">A parameter is out of range, there is no such dataset or label set, or the
    /// labels cannot be doubted this way.</exception>
    public Task<LabelErrorPage> RunAsync(string dataset, LabelErrorRequest request, CancellationToken cancellationToken) =>
        RunAsync(dataset, request, verdicts: null, cancellationToken);

    /// <param name="dataset">Key of the dataset.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="verdicts">Of its reviewers, where they have been read; else they are.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="RunAsync(string, LabelErrorRequest, CancellationToken)"/>
    public async Task<LabelErrorPage> RunAsync(
        string dataset,
        LabelErrorRequest request,
        IReadOnlyDictionary<int, ReviewedImage>? verdicts,
        CancellationToken cancellationToken
    )
    {
        var least = request.MinBacking ?? LabelErrorRequest.UsualBacking;
        if (!(least is >= 0 and <= 1))
            throw Refuse("backing-invalid", $"minBacking is {least}.", "Ask for a share of the models' weight, 0 to 1.");
        var limit = request.Limit ?? LabelErrorRequest.UsualLimit;
        if (limit is < 1 or > MaxLimit)
            throw Refuse("limit-invalid", $"limit is {limit}.", $"Ask for 1 to {MaxLimit} candidates, and for the rest with cursor.");

        var ranking = await ranker.RankAsync(dataset, request.LabelSet, cancellationToken);
        var asked = request with { LabelSet = ranking.Subject.LabelSet, MinBacking = least, Limit = null, Cursor = null };
        var list = $"label errors {ranking.Dataset.Id} {asked}";
        var after = ListCursor.Read<int>(list, request.Cursor) ?? 0;
        HiddenAnswers.RequireOpen(ranking.Dataset);
        // Ranked by backing, so those with enough of it are in front.
        var flagged = ranking.Candidates.TakeWhile(candidate => candidate.Backing >= least).ToList();
        var reviewed = await reviews.FindAsync(ranking.Subject.DatasetId, cancellationToken);
        verdicts ??= await ReviewedImage.OfAsync(db, ranking.Subject.DatasetId, cancellationToken);
        if (ranking.Dataset.ManifestBlob is null)
            return Page(ranking, least, null, [], [], verdicts, reviewed, [], null);

        var classes = await datasets.ClassesAsync(ranking.Dataset, cancellationToken);
        var manifest = await datasets.ManifestAsync(ranking.Dataset, cancellationToken);
        var images = manifest.Images;
        var (label, suggested) = (ClassOf(classes, request.Label), ClassOf(classes, request.Suggested));
        var lists = await listed.OfAsync(ranking.Subject.DatasetId, ranking.Subject.LabelSetId, cancellationToken);
        var hierarchy = await HierarchyAsync(classes, cancellationToken);
        var matching = flagged
            .Index()
            .Where(each =>
                (label is null || each.Item.Given == label)
                && (suggested is null || each.Item.Suggested == suggested)
                && (request.Judged is not { } judged || verdicts.ContainsKey(each.Item.Image) == judged)
                && (request.FewerVotes is not { } votes || (verdicts.GetValueOrDefault(each.Item.Image)?.Votes.Count ?? 0) < votes)
                && (request.NotBy is not { } reviewer || verdicts.GetValueOrDefault(each.Item.Image)?.HasVoteOf(reviewer) != true)
                && (request.Unlisted is not { } unlisted || lists(each.Item).Count == 0 == unlisted)
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
                verdicts.GetValueOrDefault(each.Item.Image)?.Decision.On([(ushort)each.Item.Given]).Verdict,
                verdicts.GetValueOrDefault(each.Item.Image)?.Votes.Count ?? 0,
                verdicts.GetValueOrDefault(each.Item.Image)?.Agreement,
                lists(each.Item),
                hierarchy?.LcaHeight(each.Item.Given, each.Item.Suggested)
            ));
        return Page(
            ranking,
            least,
            manifest.Pictures,
            flagged,
            matching.ConvertAll(each => each.Item),
            verdicts,
            reviewed,
            [.. items],
            part.Count > limit ? ListCursor.Write(list, part[limit].Index.ToString(CultureInfo.InvariantCulture)) : null
        );
    }

    static LabelErrorPage Page(
        LabelErrorRanking ranking,
        double least,
        Clusters? pictures,
        List<ConsensusCandidate> flagged,
        List<ConsensusCandidate> matching,
        IReadOnlyDictionary<int, ReviewedImage> verdicts,
        LabelReviews? reviewed,
        IReadOnlyList<LabelErrorCandidate> items,
        string? next
    ) =>
        new(
            ranking.Subject.Dataset,
            ranking.Subject.LabelSet,
            ranking.Subject.Version,
            least,
            ranking.Models,
            flagged.Count,
            matching.Count,
            Here(matching, verdicts, pictures),
            reviewed is null ? null : Quality(flagged, reviewed, pictures),
            reviewed is null
                ? new Failure(
                    "reviews-missing",
                    "There are no human reviews of these labels, so precision and recall are not known.",
                    "An operator imports cleanlab's reviews as a label set, or makes one of verdicts."
                )
                : null,
            items,
            next
        )
        {
            Checks = ranking.Checks,
        };

    /// <summary>The reviews of the candidates asked for, counted; images without a majority, and those that nobody can
    /// tell, decide nothing. Copies of a picture that were judged alike are one.</summary>
    static CandidatePrecision Here(List<ConsensusCandidate> matching, IReadOnlyDictionary<int, ReviewedImage> verdicts, Clusters? pictures)
    {
        var decided = (
            from candidate in matching
            let verdict = verdicts.GetValueOrDefault(candidate.Image)?.Decision.On([(ushort)candidate.Given]).Verdict
            where verdict is not (null or Verdict.Unclear)
            select (Picture: PictureOf(candidate, pictures), IsWrong: verdict is Verdict.Guessed or Verdict.Neither)
        )
            .Distinct()
            .ToList();
        var wrong = decided.Count(each => each.IsWrong);
        var interval = WilsonInterval.Of(wrong, decided.Count);
        return new(
            decided.Count,
            wrong,
            decided.Count == 0 ? null : (double)wrong / decided.Count,
            Finite(interval.Low),
            Finite(interval.High)
        );
    }

    /// <summary>The is-a hierarchy in use over these classes; null where there is none.</summary>
    async Task<ClassHierarchy?> HierarchyAsync(ClassSpace classes, CancellationToken cancellationToken)
    {
        var files = await db.Hierarchies.AsNoTracking().OrderByDescending(file => file.Id).ToListAsync(cancellationToken);
        return (await hierarchies.OfAsync(files, classes, null, cancellationToken)).Hierarchy;
    }

    static int PictureOf(ConsensusCandidate candidate, Clusters? pictures) => pictures?.Pictures[candidate.Image] ?? candidate.Image;

    static CandidateQuality Quality(List<ConsensusCandidate> flagged, LabelReviews reviewed, Clusters? pictures)
    {
        var found = CandidateAgreement.Measure(
            flagged.Select(candidate => candidate.Image),
            reviewed.DecidedImages(),
            reviewed.WrongImages(),
            pictures
        );
        var lost = flagged
            .Where(candidate => reviewed.Of(candidate.Image) == LabelReviews.GuessedWon)
            .DistinctBy(candidate => (PictureOf(candidate, pictures), candidate.Suggested))
            .ToList();
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

    static ClassRef Ref(ClassSpace classes, int index) => new(index, classes[index].Id, classes[index].Name, classes.ShortNameOf(index));

    static int? ClassOf(ClassSpace classes, string? text) => string.IsNullOrWhiteSpace(text) ? null : ClassSearch.Find(classes, text);

    static RefusalException Refuse(string code, string message, string nextStep) => new(RefusalKind.Malformed, code, message, nextStep);
}
