using Bench.Api.Doubts;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Audits;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Reports;

/// <summary>Reads what is known of a model, in fourteen queries, and three for each dataset.</summary>
internal sealed class ModelReports(BenchDb db, Boards boards, OutdatedScores outdated, OtherSidesReader others)
{
    /// <exception cref="RefusalException">There is no such model.</exception>
    public async Task<ModelReport> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var model =
            await db.Models.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == id, cancellationToken)
            ?? throw new RefusalException(
                RefusalKind.NotFound,
                "model-not-found",
                $"There is no model {id}.",
                "Find models on the leaderboard, or list them with GET /api/v1/models."
            );
        var family = await db
            .Models.AsNoTracking()
            .Where(other => other.ParentModelId == id || other.Id == model.ParentModelId)
            .OrderBy(other => other.Name)
            .Select(other => new RelatedModel(other.Id, other.Name))
            .ToListAsync(cancellationToken);
        var owner = await db.Keys.Where(key => key.Id == model.OwnerKeyId).Select(key => key.Name).FirstOrDefaultAsync(cancellationToken);
        var sameFile = model.Sha256 is null
            ? []
            : await db
                .Models.AsNoTracking()
                .Where(other => other.Sha256 == model.Sha256 && other.Id != id)
                .OrderBy(other => other.Id)
                .Select(other => new RelatedModel(other.Id, other.Name))
                .ToListAsync(cancellationToken);
        var evaluations = await EvaluationsAsync(id, cancellationToken);
        var scores = await ScoresAsync(
            [.. evaluations.Where(evaluation => evaluation.State == EvaluationState.Completed).Select(evaluation => evaluation.Id)],
            cancellationToken
        );
        var scored = scores.Select(score => score.LabelSetId).ToHashSet();
        var labels = await db
            .LabelSets.AsNoTracking()
            .Where(set => scored.Contains(set.Id))
            .OrderBy(set => set.Id)
            .Select(set => new
            {
                set.Id,
                set.Format,
                set.Checks,
            })
            .ToListAsync(cancellationToken);
        List<BoardSubject> subjects =
        [
            .. (await boards.SubjectsAsync(cancellationToken)).Where(subject => scored.Contains(subject.LabelSetId)),
        ];
        var sides = new Dictionary<(Guid, Guid), OtherSides>();
        foreach (
            var subject in subjects.Where(subject => scores.Exists(score => score.LabelSetId == subject.LabelSetId && score.IsDerived))
        )
        foreach (var (evaluation, side) in await others.ReadAsync(subject.DatasetId, subject.LabelSet, id, cancellationToken))
            sides[(evaluation, subject.LabelSetId)] = side;
        return new ModelReport
        {
            Model = model,
            Owner = owner,
            SameFile = sameFile,
            Parent = family.Find(other => other.Id == model.ParentModelId),
            Children = [.. family.Where(other => other.Id != model.ParentModelId)],
            Checks = model.Checks.With(StoredJson.Read<ModelInspection>(model.Inspection)?.Checks ?? []),
            Evaluations = evaluations,
            Scores = scores,
            LabelFormats = [.. labels.Select(set => set.Format).Distinct()],
            LabelChecks = labels.ToDictionary(set => set.Id, IReadOnlyList<Check> (set) => set.Checks),
            Others = sides,
            Subjects = subjects,
        };
    }

    /// <summary>Newest first, each with its owner's earlier tries over its dataset.</summary>
    async Task<List<ReportedEvaluation>> EvaluationsAsync(Guid model, CancellationToken cancellationToken)
    {
        var evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.ModelId == model)
            .Join(
                db.Datasets,
                evaluation => evaluation.DatasetId,
                dataset => dataset.Id,
                (evaluation, dataset) =>
                    new
                    {
                        evaluation,
                        dataset.Key,
                        dataset.Variant,
                        DatasetChecks = dataset.Checks,
                    }
            )
            .OrderByDescending(pair => pair.evaluation.Id)
            .Select(pair => new ReportedEvaluation(
                pair.evaluation.Id,
                pair.Key,
                pair.Variant,
                pair.evaluation.State,
                pair.evaluation.Verified,
                pair.DatasetChecks.With(pair.evaluation.Checks),
                pair.evaluation.ImagesPerSecond,
                pair.evaluation.CreatedAt
            )
            {
                DatasetId = pair.evaluation.DatasetId,
            })
            .ToListAsync(cancellationToken);
        foreach (var dataset in evaluations.Select(evaluation => evaluation.DatasetId).Distinct().ToList())
        {
            var earlier = await db.EarlierTriesAsync(dataset, cancellationToken);
            evaluations =
            [
                .. evaluations.Select(evaluation =>
                    earlier.TryGetValue(evaluation.Id, out var tries) ? evaluation with { EarlierTries = tries } : evaluation
                ),
            ];
        }
        return evaluations;
    }

    /// <summary>Every score that is not being recomputed.</summary>
    async Task<List<ModelScore>> ScoresAsync(List<Guid> completed, CancellationToken cancellationToken)
    {
        var scores = await db
            .Scores.AsNoTracking()
            .Where(score => completed.Contains(score.EvaluationId))
            .Select(score => new ModelScore(
                score.EvaluationId,
                score.LabelSetId,
                score.Metric,
                score.Value,
                score.CiLow,
                score.CiHigh,
                score.N
            )
            {
                WhyNoInterval = score.WhyNoInterval,
            })
            .ToListAsync(cancellationToken);
        // What an older version of a metric made is being recomputed.
        var versions = await outdated.VersionsAsync(cancellationToken);
        var catalogues = await db
            .Scorings.AsNoTracking()
            .Where(scoring =>
                completed.Contains(scoring.EvaluationId)
                && db.Evaluations.Any(evaluation => evaluation.Id == scoring.EvaluationId && evaluation.PredictionsBlob != null)
            )
            .Select(scoring => new
            {
                scoring.EvaluationId,
                scoring.LabelSetId,
                scoring.CatalogueId,
            })
            .ToDictionaryAsync(scoring => (scoring.EvaluationId, scoring.LabelSetId), scoring => scoring.CatalogueId, cancellationToken);
        scores.RemoveAll(score =>
            catalogues.TryGetValue((score.EvaluationId, score.LabelSetId), out var catalogue)
            && versions.IsOutdated(catalogue, score.Metric, isKnown: true)
        );
        return scores;
    }
}
