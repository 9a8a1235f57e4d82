using Bench.Api.Doubts;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service;
using Bench.Service.Audits;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>The queries behind a board. Each is one round trip.</summary>
internal sealed class BoardReader(IServiceScopeFactory scopes)
{
    /// <summary>Every dataset under every current label set that scores, oldest first; a dataset's own labels before
    /// all others. Annotations are remarks: no score is made under them.</summary>
    public async Task<BoardSubjects> ReadViewsAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var shifted = DatasetVariants.All.Where(variant => variant.CleanVariant is not null).Select(variant => variant.Key).ToArray();
        var often = scope.ServiceProvider.GetRequiredService<VariantCatalog>().ShowingPicturesOften;
        var read = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.IsCurrent && set.Kind != LabelSetKind.Annotations)
            .Join(db.Datasets, set => set.DatasetId, dataset => dataset.Id, (set, dataset) => new { set, dataset })
            .OrderBy(pair => pair.dataset.Id)
            .ThenBy(pair => pair.set.Id)
            .Select(pair => new
            {
                Subject = new BoardSubject(
                    pair.dataset.Id,
                    pair.dataset.Key,
                    pair.dataset.ImageCount,
                    pair.set.Id,
                    pair.set.Key,
                    pair.set.Version,
                    pair.set.Used,
                    pair.set.Revision
                )
                {
                    OutOfDistribution = pair.dataset.OutOfDistribution,
                    HidesAnswers = pair.dataset.Ladder,
                    IsCorruptionTree = DatasetLayouts.CorruptionTrees.Contains(pair.dataset.Layout) && pair.dataset.Recipe == null,
                    RepeatsPictures =
                        DatasetLayouts.ShowingPicturesOften.Contains(pair.dataset.Layout) || often.Contains(pair.dataset.Variant),
                    IsShift =
                        !pair.dataset.OutOfDistribution && (pair.dataset.CleanDataset != null || shifted.Contains(pair.dataset.Variant)),
                },
                pair.dataset.Checks,
            })
            .ToListAsync();
        var subjects = read.Select(each =>
            each.Subject with
            {
                RepeatsPictures = each.Subject.RepeatsPictures || VariantCatalog.RepeatsFiles(each.Checks),
            }
        );
        return new(
            [
                .. subjects
                    .GroupBy(subject => subject.DatasetId)
                    .SelectMany(same => same.OrderBy(subject => subject.LabelSet != LabelFormats.Original)),
            ],
            db.Sight.Version
        );
    }

    public async Task<Board> ReadBoardAsync(BoardSubject subject)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var all = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == subject.LabelSetId)
            .Join(
                db.Evaluations.Where(evaluation => evaluation.State == EvaluationState.Completed),
                scoring => scoring.EvaluationId,
                evaluation => evaluation.Id,
                (scoring, evaluation) => new { evaluation, scoring.CatalogueId }
            )
            .Join(
                db.Models,
                scored => scored.evaluation.ModelId,
                model => model.Id,
                (scored, model) =>
                    new BoardEntry
                    {
                        ModelId = model.Id,
                        Name = model.Name,
                        Architecture = model.Architecture,
                        TrainingData = model.TrainingData,
                        License = model.License,
                        Precision = model.Precision,
                        Parameters = model.Parameters,
                        Macs = model.Macs,
                        OwnerKeyId = model.OwnerKeyId,
                        Owner = db.Keys.Where(key => key.Id == model.OwnerKeyId).Select(key => key.Name).FirstOrDefault(),
                        Url = model.Url,
                        Visibility = model.Visibility,
                        Team = db.Teams.Where(team => team.Id == model.TeamId).Select(team => team.Name).FirstOrDefault(),
                        PublicFrom = model.PublicFrom,
                        Tags = model.Tags,
                        EvaluationId = scored.evaluation.Id,
                        CatalogueId = scored.CatalogueId,
                        HasPredictions = scored.evaluation.PredictionsBlob != null,
                        Verified = scored.evaluation.Verified,
                        Checks = scored.evaluation.Checks,
                        Preprocessing = scored.evaluation.Verified ? scored.evaluation.Preprocessing : null,
                        ImagesPerSecond = scored.evaluation.ImagesPerSecond,
                        CreatedAt = scored.evaluation.CreatedAt,
                    }
            )
            .ToListAsync();
        // A board has few contracts and many entries.
        var contracts = new Dictionary<string, string>(StringComparer.Ordinal);
        var earlier = await db.EarlierTriesAsync(subject.DatasetId, CancellationToken.None);
        var checkedRows = await db.SpotChecksAsync(
            db.Evaluations.Where(evaluation => evaluation.DatasetId == subject.DatasetId).Select(evaluation => evaluation.Id),
            CancellationToken.None
        );
        var newest = all.GroupBy(entry => entry.ModelId).Select(same => same.MaxBy(entry => (entry.CreatedAt, entry.EvaluationId))!);
        var checks = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.Id == subject.LabelSetId)
            .Join(
                db.Datasets,
                set => set.DatasetId,
                dataset => dataset.Id,
                (set, dataset) => new { Dataset = dataset.Checks, Set = set.Checks }
            )
            .FirstOrDefaultAsync();
        var others = await scope
            .ServiceProvider.GetRequiredService<OtherSidesReader>()
            .ReadAsync(subject.DatasetId, subject.LabelSet, model: null, CancellationToken.None);
        var versions = await scope.ServiceProvider.GetRequiredService<OutdatedScores>().VersionsAsync(CancellationToken.None);
        return new Board(
            subject,
            checks is null ? [] : checks.Dataset.With(checks.Set),
            [
                .. newest
                    .OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(entry => entry.ModelId)
                    .Select(entry =>
                        entry with
                        {
                            Preprocessing = Kept(entry.Preprocessing),
                            EarlierTries = earlier.TryGetValue(entry.EvaluationId, out var tries) ? tries : null,
                            SpotCheck = checkedRows.GetValueOrDefault(entry.EvaluationId),
                            Others = others.GetValueOrDefault(entry.EvaluationId, OtherSides.None),
                        }
                    ),
            ],
            this,
            versions
        );

        string? Kept(string? contract)
        {
            if (contract is null)
                return null;
            contracts.TryAdd(contract, contract);
            return contracts[contract];
        }
    }

    public async Task<IReadOnlyDictionary<string, BoardColumn>> ReadColumnsAsync(
        Board board,
        IReadOnlyList<string> metrics,
        CancellationToken cancellationToken
    )
    {
        var stored = metrics.Where(metric => !ComputedColumns.Has(metric));
        var read = metrics.Where(ComputedColumns.Has).SelectMany(ComputedColumns.From);
        var columns = await ReadStoredAsync(board, [.. stored.Union(read)], cancellationToken);
        return metrics.ToDictionary(
            metric => metric,
            metric => ComputedColumns.Has(metric) ? ComputedColumns.Compute(metric, board.Entries.Count, columns) : columns[metric]
        );
    }

    async Task<IReadOnlyDictionary<string, BoardColumn>> ReadStoredAsync(
        Board board,
        IReadOnlyList<string> metrics,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var all = scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Scores.AsNoTracking()
            .Where(score => score.LabelSetId == board.Subject.LabelSetId && metrics.Contains(score.Metric));
        // Asked for by themselves, so that all others are read from the index alone.
        var reasons = await all.Where(score => score.CiLow == null && score.WhyNoInterval != null)
            .ToDictionaryAsync(score => (score.EvaluationId, score.Metric), score => score.WhyNoInterval, cancellationToken);
        var scores = all.Select(score => new
        {
            score.Metric,
            score.EvaluationId,
            score.Value,
            score.CiLow,
            score.CiHigh,
            score.N,
        });
        var place = board
            .Entries.Select((entry, index) => (entry.EvaluationId, index))
            .ToDictionary(pair => pair.EvaluationId, pair => pair.index);
        var cells = metrics.ToDictionary(metric => metric, _ => new BoardCell?[board.Entries.Count]);
        await foreach (var score in scores.AsAsyncEnumerable().WithCancellation(cancellationToken))
            if (
                place.TryGetValue(score.EvaluationId, out var entry)
                && double.IsFinite(score.Value)
                && !board.IsOutdated(entry, score.Metric, isKnown: true)
            )
                cells[score.Metric][entry] = new BoardCell(score.Value, Finite(score.CiLow), Finite(score.CiHigh), score.N)
                {
                    WhyNoInterval = reasons.GetValueOrDefault((score.EvaluationId, score.Metric)),
                };
        return cells.ToDictionary(
            column => column.Key,
            column => new BoardColumn(
                column.Value,
                MetricDirectory.Find(column.Key)?.HigherIsBetter ?? true,
                entry => board.IsBeingScored(entry, column.Key)
            )
        );
    }

    public async Task<Standing> ReadStandingAsync(Board board)
    {
        await using var scope = scopes.CreateAsyncScope();
        var scorings = scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Scorings.Where(scoring => scoring.LabelSetId == board.Subject.LabelSetId)
            .OutcomesAsync(board.Subject.ImageCount);
        var place = board
            .Entries.Select((entry, index) => (entry.EvaluationId, index))
            .ToDictionary(pair => pair.EvaluationId, pair => pair.index);
        var outcomes = new List<ImageOutcomes>();
        var entries = new List<int>();
        await foreach (var stored in scorings)
            if (place.TryGetValue(stored.EvaluationId, out var entry))
            {
                outcomes.Add(stored.Outcomes);
                entries.Add(entry);
            }
        var (low, high, group) = (new int[place.Count], new int[place.Count], new int[place.Count]);
        foreach (var (entry, interval) in entries.Zip(RankIntervals.Compute(outcomes, threads: SpareCores.Count)))
            if (interval.Rank > 0)
                (low[entry], high[entry], group[entry]) = (interval.Low, interval.High, interval.TieGroup);
        return new Standing(Standing.PairedTests, low, high, group);
    }
}
