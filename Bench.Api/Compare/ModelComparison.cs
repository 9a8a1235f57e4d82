using System.Runtime.CompilerServices;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Compare;

/// <summary>Loads the outcomes of some models under one label set, for paired comparison.</summary>
internal sealed class ModelComparison(Boards boards, BoardPictures pictures, BenchDb db)
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
        foreach (var id in ids)
            if (board.Find(ModelOf(id)) < 0)
                throw await NotThereAsync(subject, ModelOf(id), cancellationToken);
        var entries = ids.Select(id =>
                evaluations.TryGetValue(id, out var named)
                    ? board.Entries[board.Find(named.ModelId)] with
                    {
                        EvaluationId = id,
                        Checks = named.Checks,
                    }
                    : board.Entries[board.Find(id)]
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
        if (entries.Find(entry => !bits.ContainsKey(entry.EvaluationId)) is { } unscored)
            throw await NotThereAsync(subject, unscored.ModelId, cancellationToken);
        var shown = await pictures.OfAsync(subject, cancellationToken);
        return (board, entries.ConvertAll(entry => new ComparedOutcomes(entry, OutcomesOf(entry))));

        ImageOutcomes OutcomesOf(BoardEntry entry) =>
            ImageOutcomes.FromBytes(bits[entry.EvaluationId].Correct, bits[entry.EvaluationId].Used, subject.ImageCount) with
            {
                Pictures = shown,
            };

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

    async Task<RefusalException> NotThereAsync(BoardSubject subject, Guid model, CancellationToken cancellationToken) =>
        new(
            RefusalKind.NotFound,
            new Failure(
                "model-not-on-board",
                $"{await db.CalledAsync(model, cancellationToken)} has no completed evaluation over '{subject.Dataset}' under "
                    + $"'{subject.LabelSet}'.",
                $"Take models from /api/v1/leaderboard?dataset={subject.Dataset}&labelSet={subject.LabelSet}, or evaluate this one first."
            )
        );
}
