using Bench.Api.Evaluations;
using Bench.Api.Evaluations.Analyses;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>Finds images by who got them right, from the stored bit sets, and says of a few of them what was
/// predicted.</summary>
internal sealed class MistakeFinder(
    BenchDb db,
    Boards boards,
    DatasetStore datasets,
    LabelSetRegistry labelSets,
    RemarkReader remarks,
    ErrorKindReader kinds,
    ScoredEvaluations scored,
    MistakeSlicer slicer,
    IBlobStore blobs,
    IMemoryCache cache,
    PredictionSeat seat
)
{
    const int MostClasses = 12;

    /// <exception cref="RefusalException">A name is unknown, or the evaluation has no scores under the label
    /// set.</exception>
    public async Task<MistakeList> FindAsync(MistakeRequest request, int skip, int take, CancellationToken cancellationToken)
    {
        var (evaluation, model) = await EvaluationAsync(request.Evaluation, cancellationToken);
        var views = await boards.SubjectsAsync(cancellationToken);
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        HiddenAnswers.RequireOpen(dataset);
        var view = LeaderboardPlanner.Subject(views, dataset.Key, request.LabelSet);
        var (used, correct) = await OutcomesAsync(evaluation.Id, view, cancellationToken);
        var other = request.Against is { } id
            ? await EvaluationAsync(id, cancellationToken)
            : default((Evaluation Evaluation, string Model)?);
        var noted = await remarks.ReadAsync(dataset.Id, cancellationToken);
        var sorted = await SortedAsync(evaluation, view, cancellationToken);
        var wanted = await WantedAsync(request, view, views, noted, sorted, other?.Evaluation, cancellationToken);

        var contents = await ContentsAsync(dataset, view, cancellationToken);
        var found = Enumerable.Range(0, used.Count).Where(image => used[image] && wanted(image, correct[image])).ToList();
        var classes = Classes(found, contents.Classes, contents.Labels);
        if (request.Class is { Length: > 0 } name && contents is { Classes: { } space, Labels: { } labelled })
        {
            var only = (ushort)ClassSearch.Find(space, name);
            found.RemoveAll(image => !labelled.Of(image).Contains(only));
        }
        var groups = contents.Manifest?.Groups?.Groups;
        var heads = (
            Own: await HeadAsync(evaluation, groups, cancellationToken),
            Other: other is { } with ? await HeadAsync(with.Evaluation, groups, cancellationToken) : null
        );
        var mask = contents.Manifest?.Mask?.ToHashSet();
        if (request.Predicted is { Length: > 0 } called && contents.Classes is { } known && heads.Own is { } own)
        {
            var only = ClassSearch.Find(known, called);
            found.RemoveAll(image => own.Best(image, mask) != only);
        }
        var slices = contents.Manifest is { } listed
            ? await slicer.KeepAsync(dataset, listed, request.Slice, found, cancellationToken)
            : null;
        if (request.ByConfidence && heads.Own is { Confidence.Length: > 0 } sure)
            found = [.. found.OrderByDescending(image => sure.Confidence[image]).ThenBy(image => image)];
        return new MistakeList(
            view,
            model,
            other?.Model,
            found.Count,
            [
                .. found
                    .Skip(skip)
                    .Take(take)
                    .Select(image =>
                    {
                        var (own, second) = (heads.Own?.Best(image, mask), heads.Other?.Best(image, mask));
                        return new ListedMistake(
                            image,
                            contents.Manifest?.Images[image].Path,
                            dataset.HasImages && contents.Manifest is not null,
                            contents.Labels is { } labels
                                ? [.. labels.Of(image).ToArray().Select(label => Name(contents.Classes, label))]
                                : [],
                            own is { } predicted ? Name(contents.Classes, predicted) : null,
                            heads.Own?.ConfidenceOf(image, own),
                            correct[image],
                            second is { } also ? Name(contents.Classes, also) : null,
                            heads.Other?.ConfidenceOf(image, second),
                            noted.Of(image),
                            sorted?.Kinds[image]
                        );
                    }),
            ],
            noted,
            classes,
            sorted?.Tally,
            slices
        )
        {
            Checks = dataset
                .Checks.With(evaluation.Checks)
                .With(contents.Checks)
                .With(other is { } against ? against.Evaluation.Checks.About(against.Model) : []),
        };
    }

    /// <summary>Null where nothing is registered to tell mistakes by, or the predictions cannot be read.</summary>
    async Task<SortedMistakes?> SortedAsync(Evaluation evaluation, BoardSubject view, CancellationToken cancellationToken)
    {
        try
        {
            return await kinds.FindAsync(await scored.FindAsync(evaluation.Id, view.LabelSet, cancellationToken), cancellationToken);
        }
        catch (RefusalException)
        {
            return null; // Without stored predictions, or rescored just now: the page leaves it out.
        }
    }

    /// <summary>Whether an image is wanted, from its index and whether the model is right.</summary>
    async Task<Func<int, bool, bool>> WantedAsync(
        MistakeRequest request,
        BoardSubject view,
        IReadOnlyList<BoardSubject> views,
        ImageRemarks noted,
        SortedMistakes? sorted,
        Evaluation? against,
        CancellationToken cancellationToken
    )
    {
        switch (request.Show)
        {
            case MistakeKinds.Wrong:
                return (_, right) => !right;
            case MistakeKinds.RightUnder:
                var elsewhere = await OutcomesAsync(
                    request.Evaluation,
                    LeaderboardPlanner.Subject(views, view.Dataset, request.Other ?? "real"),
                    cancellationToken
                );
                return (image, right) => !right && elsewhere.Correct[image];
            case MistakeKinds.Kind:
                if (sorted is null)
                    throw Missing(
                        "error-kinds-unknown",
                        $"Mistakes over {view.Dataset} cannot be told apart under {view.LabelSet}.",
                        "An operator registers an is-a file or an error-rules file; ask under original or multilabel."
                    );
                return (image, _) => sorted.Kinds[image] == (request.Kind ?? MistakeKind.Unexplained);
            case MistakeKinds.Nobody:
                var anybody = await AnybodyAsync(view, cancellationToken);
                return (image, _) => !anybody[image];
            case MistakeKinds.Differ when against is not null:
                var second = await OutcomesAsync(against.Id, view, cancellationToken);
                return (image, right) => second.Used[image] && second.Correct[image] != right;
            case MistakeKinds.Differ:
                throw new RefusalException(
                    RefusalKind.Malformed,
                    "against-missing",
                    "Two models differ on an image, and only one is named.",
                    "Name the other one's evaluation with 'against'."
                );
            case MistakeKinds.LabelWrong:
                if (!noted.KnowsLabels)
                    throw Missing(
                        "reviews-missing",
                        $"There are no human reviews of the labels of {view.Dataset}.",
                        "An operator imports cleanlab's reviews, or judges candidate label errors."
                    );
                return (image, right) => !right && noted.IsLabelWrong(image);
            case MistakeKinds.Severity:
                if (noted.Severities.Count == 0)
                    throw Missing(
                        "severities-missing",
                        $"There are no reviewed mistakes on {view.Dataset}.",
                        "An operator imports a file of reviewed mistakes (format mistakes) as a label set."
                    );
                if (request.Severity is not { } severity || !noted.KnownSeverities.Contains(severity, StringComparer.OrdinalIgnoreCase))
                    throw RefusalException.Unknown("severity", "severity-unknown", request.Severity ?? "", noted.KnownSeverities);
                return (image, right) => !right && noted.HasSeverity(image, severity);
            default:
                throw RefusalException.Unknown("kind of images", "show-unknown", request.Show, MistakeKinds.All);
        }
    }

    static RefusalException Missing(string code, string message, string nextStep) =>
        new(RefusalKind.Conflict, new Failure(code, message, nextStep));

    static IReadOnlyList<MistakenClass> Classes(List<int> found, ClassSpace? classes, GroundTruth? labels) =>
        labels is null
            ? []
            :
            [
                .. found
                    .Where(image => !labels.Of(image).IsEmpty)
                    .GroupBy(image => labels.Of(image)[0])
                    .OrderByDescending(same => same.Count())
                    .ThenBy(same => same.Key)
                    .Take(MostClasses)
                    .Select(same => new MistakenClass(same.Key, Name(classes, same.Key), same.Count())),
            ];

    async Task<(Evaluation Evaluation, string Model)> EvaluationAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.Id == id)
            .Join(db.Models, evaluation => evaluation.ModelId, model => model.Id, (evaluation, model) => new { evaluation, model.Name })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? throw new RefusalException(
                RefusalKind.NotFound,
                "evaluation-not-found",
                $"There is no evaluation {id}.",
                "Find evaluations on their model's page."
            )
            : (found.evaluation, found.Name);
    }

    async Task<(BitSet Used, BitSet Correct)> OutcomesAsync(Guid evaluation, BoardSubject view, CancellationToken cancellationToken)
    {
        var bits =
            await db
                .Scorings.AsNoTracking()
                .Where(scoring => scoring.EvaluationId == evaluation && scoring.LabelSetId == view.LabelSetId)
                .Select(scoring => new { scoring.Used, scoring.Correct })
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw new RefusalException(
                RefusalKind.NotFound,
                "scores-missing",
                $"The evaluation has no scores under {view.LabelSet}.",
                "Wait until it is completed, or choose another label set."
            );
        return (BitSet.FromBytes(bits.Used, view.ImageCount), BitSet.FromBytes(bits.Correct, view.ImageCount));
    }

    /// <summary>Images that at least one model of the board gets right; kept until the board changes.</summary>
    async Task<BitSet> AnybodyAsync(BoardSubject view, CancellationToken cancellationToken)
    {
        return (
            await cache.GetOrCreateAsync(
                (typeof(MistakeFinder), view),
                async entry =>
                {
                    entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                    var union = new byte[(view.ImageCount + 63) / 64 * 8];
                    var all = db
                        .Scorings.AsNoTracking()
                        .Where(scoring => scoring.LabelSetId == view.LabelSetId)
                        .Select(scoring => scoring.Correct);
                    await foreach (var correct in all.AsAsyncEnumerable().WithCancellation(cancellationToken))
                        System.Numerics.Tensors.TensorPrimitives.BitwiseOr<byte>(union, correct, union);
                    return BitSet.FromBytes(union, view.ImageCount);
                }
            )
        )!;
    }

    async Task<(DatasetManifest? Manifest, ClassSpace? Classes, GroundTruth? Labels, IReadOnlyList<Check> Checks)> ContentsAsync(
        Dataset dataset,
        BoardSubject view,
        CancellationToken cancellationToken
    )
    {
        var labelSet = await db.LabelSets.AsNoTracking().SingleAsync(set => set.Id == view.LabelSetId, cancellationToken);
        if (dataset.ManifestBlob is null)
            return (null, null, null, labelSet.Checks);
        return (
            await datasets.ManifestAsync(dataset, cancellationToken),
            await datasets.ClassesAsync(dataset, cancellationToken),
            (await labelSets.LoadAsync(labelSet, cancellationToken)).Labels,
            labelSet.Checks
        );
    }

    async Task<RankedHead?> HeadAsync(Evaluation evaluation, ClassGroups? groups, CancellationToken cancellationToken) =>
        evaluation.PredictionsBlob is { } blob ? await RankedHead.ReadAsync(blob, groups, blobs, cache, seat, cancellationToken) : null;

    static string Name(ClassSpace? classes, int label) =>
        classes is not null && label < classes.Count ? classes.ShortNameOf(label) : $"class {label}";
}
