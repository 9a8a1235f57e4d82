using Bench.Api.Evaluations;
using Bench.Api.Leaderboard;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Metrics.OpenSet;
using Bench.Service.Evaluations;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Suites;

/// <summary>Full-spectrum numbers of every model of an out-of-distribution board, from stored predictions over several
/// datasets.</summary>
/// <remarks>An evaluation's scores are read from its predictions once and kept for a while: 4 bytes an image.</remarks>
internal sealed class FullSpectrumReader(
    BenchDb db,
    ScoredPredictionsLoader predictions,
    LabelSetRegistry labels,
    IMemoryCache cache,
    PredictionSeat seat
)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    /// <param name="outside">The out-of-distribution board.</param>
    /// <param name="inside">Boards of the clean dataset and of the shifted ones.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Numbers by model, and why others have none.</returns>
    public async Task<(Dictionary<Guid, FullSpectrum> Numbers, Dictionary<Guid, string> Reasons)> ReadAsync(
        Board outside,
        IReadOnlyList<Board> inside,
        CancellationToken cancellationToken
    )
    {
        var (numbers, reasons) = (new Dictionary<Guid, FullSpectrum>(), new Dictionary<Guid, string>());
        var places = outside.Entries.Select(entry => inside.Select(board => board.Find(entry.ModelId)).ToArray()).ToList();
        var evaluations = await EvaluationsAsync(outside, inside, places, cancellationToken);
        foreach (var (entry, found) in outside.Entries.Zip(places))
        {
            if (Array.FindIndex(found, place => place < 0) is >= 0 and var without)
            {
                reasons[entry.ModelId] = $"there is no completed evaluation of this model over '{inside[without].Subject.Dataset}'";
                continue;
            }
            var sides = inside.Zip(found, (board, place) => (board.Entries[place].EvaluationId, board.Subject.LabelSetId)).ToList();
            var (number, reason) = await OfAsync(entry.EvaluationId, sides, evaluations, cancellationToken);
            if (number is { } known && double.IsFinite(known.Auroc))
                numbers[entry.ModelId] = known;
            else
                reasons[entry.ModelId] = reason ?? "no image is left on one of the sides";
        }
        return (numbers, reasons);
    }

    /// <summary>Every evaluation that a model with all sides needs, read at once.</summary>
    async Task<Dictionary<Guid, Evaluation>> EvaluationsAsync(
        Board outside,
        IReadOnlyList<Board> inside,
        List<int[]> places,
        CancellationToken cancellationToken
    )
    {
        var ids = new HashSet<Guid>();
        foreach (var (entry, found) in outside.Entries.Zip(places).Where(pair => pair.Second.All(place => place >= 0)))
        {
            ids.Add(entry.EvaluationId);
            ids.UnionWith(inside.Zip(found, (board, place) => board.Entries[place].EvaluationId));
        }
        var evaluations = new Dictionary<Guid, Evaluation>();
        foreach (var part in ids.Chunk(500))
        foreach (var evaluation in await db.Evaluations.AsNoTracking().Where(each => part.Contains(each.Id)).ToListAsync(cancellationToken))
            evaluations[evaluation.Id] = evaluation;
        return evaluations;
    }

    async Task<(FullSpectrum? Number, string? Reason)> OfAsync(
        Guid outside,
        IReadOnlyList<(Guid Evaluation, Guid LabelSet)> inside,
        Dictionary<Guid, Evaluation> evaluations,
        CancellationToken cancellationToken
    )
    {
        Evaluation?[] sides =
        [
            .. inside.Select(pair => evaluations.GetValueOrDefault(pair.Evaluation)),
            evaluations.GetValueOrDefault(outside),
        ];
        if (sides.Any(evaluation => evaluation?.PredictionsBlob is null))
            return (null, "one of the evaluations has scores but no stored predictions");
        if (sides.DistinctBy(evaluation => evaluation!.Preprocessing).Count() > 1)
            return (null, "the newest evaluations have different preprocessing");
        var strange = new List<StrangeImages>();
        foreach (var (evaluation, labelSet) in sides.Zip(inside.Select(pair => pair.LabelSet).Append(Guid.Empty)))
        {
            var (images, reason) = await StrangenessAsync(evaluation!, labelSet, cancellationToken);
            if (reason is not null)
                return (null, reason);
            strange.Add(images);
        }
        return (FullSpectrum.Of(strange[..^1], strange[^1]), null);
    }

    /// <summary>−ln max softmax over all classes, of the images that a label set uses; of all decodable images where
    /// none is named.</summary>
    async Task<(StrangeImages Images, string? Reason)> StrangenessAsync(
        Evaluation evaluation,
        Guid labelSet,
        CancellationToken cancellationToken
    )
    {
        var key = (nameof(FullSpectrumReader), evaluation.Id, labelSet);
        if (cache.TryGetValue(key, out StrangeImages known))
            return (known, null);
        await seat.TakeAsync(cancellationToken);
        var loaded = await predictions.LoadAsync(evaluation, cancellationToken);
        if (OodScores.WhyMissing(loaded.Whole.Content, OodScore.MaxSoftmax) is { } reason)
            return (default, $"over '{loaded.Dataset.Key}' {reason}");
        var scores = new float[loaded.Whole.Count];
        OodScores.Compute(loaded.Whole, OodScore.MaxSoftmax, scores);
        Func<int, bool> isUsed;
        if (labelSet == Guid.Empty)
        {
            var undecodable = loaded.Undecodable.ToHashSet();
            isUsed = image => !undecodable.Contains(image);
        }
        else
        {
            var set = await db.LabelSets.AsNoTracking().SingleAsync(candidate => candidate.Id == labelSet, cancellationToken);
            isUsed = loaded.OverAllClasses((await labels.LoadAsync(set, cancellationToken)).Labels).IsUsed;
        }
        int[] counted = [.. Enumerable.Range(0, scores.Length).Where(isUsed)];
        var shown = loaded.Manifest.Pictures?.Among(counted).Distinct().Count() ?? counted.Length;
        var used = new StrangeImages(Array.ConvertAll(counted, image => scores[image]), shown);
        cache.Set(key, used, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        return (used, null);
    }
}
