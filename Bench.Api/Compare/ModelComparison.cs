using System.Runtime.CompilerServices;
using Bench.Api.Leaderboard;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Compare;

/// <summary>Loads the outcomes of some models under one label view, for paired comparison.</summary>
internal sealed class ModelComparison(Boards boards, BenchDb db)
{
    /// <summary>The board of the view that was asked for, and each model's outcomes under it, in the order given.</summary>
    /// <param name="dataset">Dataset key; null takes the first one over which all models have been evaluated.</param>
    /// <param name="labelSet">Label set key; null takes <c>original</c>.</param>
    /// <param name="ids">Models to compare, or single evaluations of models: of one model under two contracts, say.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="RefusalException">A name is unknown, or a model is not on that board.</exception>
    public async Task<(Board Board, IReadOnlyList<ComparedOutcomes> Models)> LoadAsync(
        string? dataset,
        string? labelSet,
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var views = await boards.ViewsAsync(cancellationToken);
        var evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => ids.Contains(evaluation.Id))
            .Select(evaluation => new
            {
                evaluation.Id,
                evaluation.ModelId,
                evaluation.Checks,
            })
            .ToDictionaryAsync(evaluation => evaluation.Id, cancellationToken);
        var view = LeaderboardPlanner.View(
            views,
            dataset ?? await SharedDatasetsAsync(views, [.. ids.Select(ModelOf)], cancellationToken).FirstOrDefaultAsync(cancellationToken),
            labelSet
        );
        var board = await boards.GetAsync(view, cancellationToken);
        var entries = ids.Select(id =>
                board.Find(ModelOf(id)) is >= 0 and var found
                    ? evaluations.TryGetValue(id, out var named)
                        ? board.Entries[found] with
                        {
                            EvaluationId = id,
                            Checks = named.Checks,
                        }
                        : board.Entries[found]
                    : throw NotThere(view, id)
            )
            .ToList();

        var wanted = entries.Select(entry => entry.EvaluationId).ToList();
        var bits = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == view.LabelSetId && wanted.Contains(scoring.EvaluationId))
            .Select(scoring => new
            {
                scoring.EvaluationId,
                scoring.Used,
                scoring.Correct,
            })
            .ToDictionaryAsync(scoring => scoring.EvaluationId, cancellationToken);
        return (
            board,
            [
                .. entries.Select(entry =>
                    bits.TryGetValue(entry.EvaluationId, out var found)
                        ? new ComparedOutcomes(entry, ImageOutcomes.FromBytes(found.Correct, found.Used, view.ImageCount))
                        : throw NotThere(view, entry.ModelId)
                ),
            ]
        );

        Guid ModelOf(Guid id) => evaluations.TryGetValue(id, out var evaluation) ? evaluation.ModelId : id;
    }

    /// <summary>Datasets over which all models have been evaluated, in the order of the boards.</summary>
    public async IAsyncEnumerable<string> SharedDatasetsAsync(
        IReadOnlyList<BoardView> views,
        IReadOnlyList<Guid> models,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var view in views.DistinctBy(view => view.DatasetId))
        {
            var board = await boards.GetAsync(view, cancellationToken);
            if (models.All(model => board.Find(model) >= 0))
                yield return view.Dataset;
        }
    }

    static RefusalException NotThere(BoardView view, Guid model) =>
        new(
            RefusalKind.NotFound,
            new Failure(
                "model-not-on-board",
                $"Model {model} has no completed evaluation over {view.Dataset} under {view.LabelSet}.",
                $"Take models from /api/v1/leaderboard?dataset={view.Dataset}&labelSet={view.LabelSet}, or evaluate this one first."
            )
        );
}
