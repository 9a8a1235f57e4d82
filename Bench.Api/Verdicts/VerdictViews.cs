using Bench.Api.Evaluations;
using Bench.Data.Labels;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;

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

    public static VerdictChangeView View(this LabelVerdictChange change, ClassSpace classes) =>
        new(change.Verdict, Ref(classes, change.Class), change.Note, change.By, change.At);

    static ClassRef? Ref(ClassSpace classes, int? index) =>
        index is { } known ? new ClassRef(known, classes[known].Id, classes[known].Name, classes.ShortNameOf(known)) : null;
}
