using Bench.Api.Evaluations;
using Bench.Data.Labels;
using Bench.Metrics.LabelErrors;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Verdicts;

/// <summary>Verdicts as the API shows them.</summary>
internal static class VerdictViews
{
    /// <param name="image">The reviewed image.</param>
    /// <param name="name">Its path in the dataset.</param>
    /// <param name="classes">The dataset's classes.</param>
    public static VerdictView View(this ReviewedImage image, string name, ClassSpace classes)
    {
        var (decision, latest) = (image.Decision, image.Latest);
        return new(
            image.Image,
            name,
            decision.Verdict,
            Ref(classes, decision.Class),
            latest.Note,
            latest.By,
            latest.UpdatedAt,
            image.Agreement,
            [.. image.Votes.Select(vote => new VerdictVote(vote.Verdict, Ref(classes, vote.Class), vote.Note, vote.By, vote.UpdatedAt))]
        );
    }

    /// <summary>All that was ever said of an image's label, the latest first.</summary>
    public static Task<List<LabelVerdictChange>> OfImageAsync(
        this IQueryable<LabelVerdictChange> changes,
        Guid dataset,
        int image,
        CancellationToken cancellationToken
    ) =>
        changes
            .AsNoTracking()
            .Where(change => change.DatasetId == dataset && change.Image == image)
            .OrderByDescending(change => change.Id)
            .ToListAsync(cancellationToken);

    public static IReadOnlyList<VerdictChangeView> View(this List<LabelVerdictChange> changes, ClassSpace classes) =>
        changes.ConvertAll(change => new VerdictChangeView(change.Verdict, Ref(classes, change.Class), change.Note, change.By, change.At));

    /// <summary>How far the reviewers of some images agree.</summary>
    public static VerdictAgreement Agreement(this IEnumerable<ReviewedImage> reviewed)
    {
        var images = reviewed.ToList();
        var agreement = ReviewerAgreement.Of(images.Select(image => image.Answers));
        return new(
            images.Count,
            images.Sum(image => image.Votes.Count),
            images.SelectMany(image => image.Votes).Select(vote => vote.By).Distinct().Count(),
            agreement.Images,
            agreement.Unanimous,
            images.Count(image => image.Decision.Verdict is null),
            Finite(agreement.Alpha)
        );
    }

    static ClassRef? Ref(ClassSpace classes, int? index) =>
        index is { } known ? new ClassRef(known, classes[known].Id, classes[known].Name, classes.ShortNameOf(known)) : null;
}
