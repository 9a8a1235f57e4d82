using System.Runtime.CompilerServices;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Compare;

/// <summary>Loads the outcomes of some models under one label set, for paired comparison.</summary>
internal sealed class ModelComparison(Boards boards, BenchDb db)
{
    /// <summary>The board of the label set that was asked for, and each model's outcomes under it, in the order given.</summary>
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
        var subjects = await boards.SubjectsAsync(cancellationToken);
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
        var subject = LeaderboardPlanner.Subject(
            subjects,
            dataset
                ?? await SharedDatasetsAsync(subjects, [.. ids.Select(ModelOf)], cancellationToken).FirstOrDefaultAsync(cancellationToken),
            labelSet
        );
        var board = await boards.GetAsync(subject, cancellationToken);
        var entries = ids.Select(id =>
                board.Find(ModelOf(id)) is >= 0 and var found
                    ? evaluations.TryGetValue(id, out var named)
                        ? board.Entries[found] with
                        {
                            EvaluationId = id,
                            Checks = named.Checks,
                        }
                        : board.Entries[found]
                    : throw NotThere(subject, id)
            )
            .ToList();

        var wanted = entries.Select(entry => entry.EvaluationId).ToList();
        var bits = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == subject.LabelSetId && wanted.Contains(scoring.EvaluationId))
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
                        ? new ComparedOutcomes(entry, ImageOutcomes.FromBytes(found.Correct, found.Used, subject.ImageCount))
                        : throw NotThere(subject, entry.ModelId)
                ),
            ]
        );

        Guid ModelOf(Guid id) => evaluations.TryGetValue(id, out var evaluation) ? evaluation.ModelId : id;
    }

    /// <summary>Datasets over which all models have been evaluated, in the order of the boards.</summary>
    public async IAsyncEnumerable<string> SharedDatasetsAsync(
        IReadOnlyList<BoardSubject> subjects,
        IReadOnlyList<Guid> models,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var subject in subjects.DistinctBy(subject => subject.DatasetId))
        {
            var board = await boards.GetAsync(subject, cancellationToken);
            if (models.All(model => board.Find(model) >= 0))
                yield return subject.Dataset;
        }
    }

    static RefusalException NotThere(BoardSubject subject, Guid model) =>
        new(
            RefusalKind.NotFound,
            new Failure(
                "model-not-on-board",
                $"Model {model} has no completed evaluation over {subject.Dataset} under {subject.LabelSet}.",
                $"Take models from /api/v1/leaderboard?dataset={subject.Dataset}&labelSet={subject.LabelSet}, or evaluate this one first."
            )
        );
}
