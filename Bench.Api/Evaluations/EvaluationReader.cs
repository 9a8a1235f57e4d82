using Bench.Api.Doubts;
using Bench.Api.Http;
using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Audits;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>Evaluations as the API and the pages show them.</summary>
internal sealed class EvaluationReader(BenchDb db, ProgressReader progress, OutdatedScores outdated, OtherSidesReader others)
{
    /// <exception cref="RefusalException">There is no such evaluation.</exception>
    public Task<Evaluation> FindAsync(Guid id, CancellationToken cancellationToken) => db.FindEvaluationAsync(id, cancellationToken);

    public async Task<EvaluationView> ViewAsync(Guid id, CancellationToken cancellationToken) =>
        await ViewAsync(await FindAsync(id, cancellationToken), cancellationToken);

    public async Task<EvaluationView> ViewAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var model = await db
            .Models.Where(candidate => candidate.Id == evaluation.ModelId)
            .Select(candidate => candidate.Name)
            .SingleOrDefaultAsync(cancellationToken);
        var dataset = await db
            .Datasets.Where(candidate => candidate.Id == evaluation.DatasetId)
            .Select(candidate => new
            {
                candidate.Key,
                candidate.ImageCount,
                candidate.Checks,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (model is null || dataset is null)
            throw EvaluationQueries.Unknown(evaluation.Id);
        var scored = evaluation.State == EvaluationState.Completed ? await ScoresAsync(evaluation.Id, null, cancellationToken) : null;
        var labels = await db
            .LabelSets.Where(set => set.DatasetId == evaluation.DatasetId && set.IsCurrent)
            .OrderBy(set => set.Key)
            .Select(set => set.Checks)
            .ToListAsync(cancellationToken);
        var self = $"/api/v1/evaluations/{evaluation.Id}";
        return new EvaluationView(
            evaluation.Id,
            evaluation.ModelId,
            model,
            dataset.Key,
            evaluation.State,
            evaluation.Verified,
            await progress.OfAsync(UnderWay.Of(evaluation, dataset.ImageCount), cancellationToken),
            evaluation.Failure,
            StoredJson.Read<PreprocessingContract>(evaluation.Preprocessing),
            StoredJson.Read<RunRecord>(evaluation.Record),
            dataset.Checks.With(evaluation.Checks).With(labels.SelectMany(checks => checks)).With(scored?.Checks ?? []),
            StoredJson.Read<DoctorAdvice>(evaluation.Advice),
            StoredJson.Read<StopRule>(evaluation.StopWhen),
            StoredJson.Read<StopDecision>(evaluation.Decision),
            evaluation.Attempt,
            evaluation.Revision,
            evaluation.CreatedAt,
            evaluation.StartedAt,
            evaluation.FinishedAt,
            new EvaluationLinks(self, $"{self}/events", $"{self}/scores", $"{self}/predictions"),
            scored?.Items ?? []
        )
        {
            EarlierTries = await db.EarlierTriesAsync(evaluation, cancellationToken),
            RowsRoot = evaluation.RowsRoot,
        };
    }

    /// <summary>Scores under one label set, or under all current ones.</summary>
    public async Task<EvaluationScores> ScoresAsync(Guid id, string? labelSet, CancellationToken cancellationToken)
    {
        var found = await db.ReadAtOneMomentAsync(
            () =>
                db
                    .Scorings.AsNoTracking()
                    .Include(scoring => scoring.Scores)
                    .Where(scoring => scoring.EvaluationId == id)
                    .Join(
                        db.LabelSets.Where(set => set.IsCurrent && (labelSet == null || set.Key == labelSet)),
                        scoring => scoring.LabelSetId,
                        set => set.Id,
                        (scoring, set) =>
                            new
                            {
                                Scoring = scoring,
                                set.Key,
                                set.Checks,
                            }
                    )
                    .OrderBy(pair => pair.Key)
                    .ToListAsync(cancellationToken),
            cancellationToken
        );
        var versions = await outdated.VersionsAsync(cancellationToken);
        var stored = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.Id == id)
            .Join(
                db.Datasets,
                evaluation => evaluation.DatasetId,
                dataset => dataset.Id,
                (evaluation, dataset) =>
                    new
                    {
                        HasPredictions = evaluation.PredictionsBlob != null,
                        evaluation.ModelId,
                        evaluation.DatasetId,
                        evaluation.Checks,
                        OfDataset = dataset.Checks,
                    }
            )
            .SingleOrDefaultAsync(cancellationToken);
        var (items, missing, beyond) = (new List<ScoreView>(), new List<MissingScoreView>(), new List<Check>());
        foreach (var pair in found)
        {
            var (scores, reasons) = versions.Of(pair.Scoring, stored?.HasPredictions == true);
            items.AddRange(
                scores.Select(score =>
                {
                    var metric = MetricDirectory.Find(score.Metric);
                    var none = NoIntervalView.Of(score.CiLow, score.WhyNoInterval, metric);
                    return new ScoreView(
                        pair.Key,
                        score.Metric,
                        score.Value,
                        score.CiLow,
                        score.CiHigh,
                        score.N,
                        ScoreExclusions.For(score.Metric, pair.Scoring.Excluded),
                        metric?.NoteOn(score.Value) ?? (none is null ? null : $"no interval: {none.Reason}")
                    )
                    {
                        NoInterval = none,
                    };
                })
            );
            if (stored is not null)
                beyond.AddRange(
                    await others.OfAsync(
                        id,
                        stored.ModelId,
                        stored.DatasetId,
                        pair.Key,
                        scores.Select(score => score.Metric),
                        cancellationToken
                    )
                );
            missing.AddRange(reasons.Select(reason => new MissingScoreView(pair.Key, reason.Key, reason.Value)));
        }
        var checks = stored is null ? [] : stored.OfDataset.With(stored.Checks);
        return new EvaluationScores(items, missing) { Checks = checks.With(found.SelectMany(pair => pair.Checks)).With(beyond) };
    }
}
