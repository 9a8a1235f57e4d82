using Bench.Api.Leaderboard;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Metrics;
using Bench.Workers.Datasets.ClassSpaces;
using Bench.Workers.Datasets.Manifests;
using Bench.Workers.Datasets.Registry;
using Bench.Workers.Labels.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>Finds images by who got them right, from the stored bit sets, and says of a few of them what was predicted.</summary>
internal sealed class MistakeFinder(BenchDb db, Boards boards, DatasetStore datasets, LabelSetRegistry labelSets, IBlobStore blobs, IMemoryCache cache)
{
    /// <exception cref="ReadProblem">A name is unknown, or the evaluation has no scores under the label set.</exception>
    public async Task<MistakeList> FindAsync(MistakeRequest request, int skip, int take, CancellationToken cancellationToken)
    {
        var (evaluation, model) = await EvaluationAsync(request.Evaluation, cancellationToken);
        var views = await boards.ViewsAsync(cancellationToken);
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var view = LeaderboardPlanner.View(views, dataset.Key, request.LabelSet);
        var (used, correct) = await OutcomesAsync(evaluation.Id, view, cancellationToken);
        var other = request.Against is { } id ? await EvaluationAsync(id, cancellationToken) : default((Evaluation Evaluation, string Model)?);
        var wanted = await WantedAsync(request, view, views, other?.Evaluation, cancellationToken);

        var contents = await ContentsAsync(dataset, view, cancellationToken);
        var found = Enumerable.Range(0, used.Count).Where(image => used[image] && wanted(image, correct[image]) && (request.Class is not { } label || contents.Labels is { } all && all.Of(image).Contains((ushort)label))).ToList();
        var heads = (Own: await HeadAsync(evaluation, cancellationToken), Other: other is { } with ? await HeadAsync(with.Evaluation, cancellationToken) : null);
        return new MistakeList(view, model, other?.Model, found.Count, [.. found.Skip(skip).Take(take).Select(image => new Mistake(
            image,
            contents.Manifest?.Images[image].Path,
            dataset.HasImages && contents.Manifest is not null,
            contents.Labels is { } labels ? [.. labels.Of(image).ToArray().Select(label => Name(contents.Classes, label))] : [],
            heads.Own is { } own ? Name(contents.Classes, own.Best(image)) : null,
            heads.Own is { Confidence: [_, ..] confidence } ? confidence[image] : null,
            correct[image],
            heads.Other is { } second ? Name(contents.Classes, second.Best(image)) : null))]);
    }

    /// <summary>Whether an image is wanted, from its index and whether the model is right.</summary>
    async Task<Func<int, bool, bool>> WantedAsync(MistakeRequest request, BoardView view, IReadOnlyList<BoardView> views, Evaluation? against, CancellationToken cancellationToken)
    {
        switch (request.Show)
        {
            case MistakeKinds.Wrong:
                return (_, right) => !right;
            case MistakeKinds.RightUnder:
                var elsewhere = await OutcomesAsync(request.Evaluation, LeaderboardPlanner.View(views, view.Dataset, request.Other ?? "real"), cancellationToken);
                return (image, right) => !right && elsewhere.Correct[image];
            case MistakeKinds.Nobody:
                var anybody = await AnybodyAsync(view, cancellationToken);
                return (image, _) => !anybody[image];
            case MistakeKinds.Differ when against is not null:
                var second = await OutcomesAsync(against.Id, view, cancellationToken);
                return (image, right) => second.Used[image] && second.Correct[image] != right;
            default:
                throw ReadProblem.Unknown("kind of images", "show-unknown", request.Show, MistakeKinds.All);
        }
    }

    async Task<(Evaluation Evaluation, string Model)> EvaluationAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await db.Evaluations.AsNoTracking().Where(evaluation => evaluation.Id == id)
            .Join(db.Models, evaluation => evaluation.ModelId, model => model.Id, (evaluation, model) => new { evaluation, model.Name })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? throw new ReadProblem(StatusCodes.Status404NotFound, new Failure("evaluation-unknown", $"There is no evaluation {id}.", "Find evaluations on their model's page."))
            : (found.evaluation, found.Name);
    }

    async Task<(BitSet Used, BitSet Correct)> OutcomesAsync(Guid evaluation, BoardView view, CancellationToken cancellationToken)
    {
        var bits = await db.Scorings.AsNoTracking().Where(scoring => scoring.EvaluationId == evaluation && scoring.LabelSetId == view.LabelSetId)
            .Select(scoring => new { scoring.Used, scoring.Correct })
            .FirstOrDefaultAsync(cancellationToken)
            ?? throw new ReadProblem(StatusCodes.Status404NotFound, new Failure("scores-missing", $"The evaluation has no scores under {view.LabelSet}.", "Wait until it is completed, or choose another label set."));
        return (BitSet.FromBytes(bits.Used, view.ImageCount), BitSet.FromBytes(bits.Correct, view.ImageCount));
    }

    /// <summary>Images that at least one model of the board gets right; kept for as long as the board stands.</summary>
    async Task<BitSet> AnybodyAsync(BoardView view, CancellationToken cancellationToken)
    {
        var stamp = await boards.StampAsync(view, cancellationToken);
        return (await cache.GetOrCreateAsync((typeof(MistakeFinder), view.LabelSetId, stamp), async entry =>
        {
            entry.SlidingExpiration = TimeSpan.FromMinutes(10);
            var union = new byte[(view.ImageCount + 63) / 64 * 8];
            var all = db.Scorings.AsNoTracking().Where(scoring => scoring.LabelSetId == view.LabelSetId).Select(scoring => scoring.Correct);
            await foreach (var correct in all.AsAsyncEnumerable().WithCancellation(cancellationToken))
                System.Numerics.Tensors.TensorPrimitives.BitwiseOr<byte>(union, correct, union);
            return BitSet.FromBytes(union, view.ImageCount);
        }))!;
    }

    async Task<(DatasetManifest? Manifest, ClassSpace? Classes, Bench.Metrics.Labels? Labels)> ContentsAsync(Dataset dataset, BoardView view, CancellationToken cancellationToken)
    {
        if (dataset.ManifestBlob is null) return default;
        var labelSet = await db.LabelSets.AsNoTracking().SingleAsync(set => set.Id == view.LabelSetId, cancellationToken);
        return (await datasets.ManifestAsync(dataset, cancellationToken), await datasets.ClassesAsync(dataset, cancellationToken), (await labelSets.LoadAsync(labelSet, cancellationToken)).Labels);
    }

    async Task<PredictionHead?> HeadAsync(Evaluation evaluation, CancellationToken cancellationToken) =>
        evaluation.PredictionsBlob is { } blob ? await PredictionHead.ReadAsync(blob, blobs, cache, cancellationToken) : null;

    static string Name(ClassSpace? classes, int label) => classes is not null && label < classes.Count ? classes[label].ShortName : $"class {label}";
}
