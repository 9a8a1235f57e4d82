using System.Text.Json;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Data.Evaluations;

/// <summary>Scorings are stored with all their scores, to the last bit, whatever the database.</summary>
public sealed class ScoringRowsTests
{
    const int Metrics = 156;
    readonly CommandCounter _commands = new();

    [Theory, BothDatabases]
    public async Task What_is_stored_is_what_was_made_in_the_order_in_which_it_was_made(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var (evaluation, labelSets) = await SubjectAsync(made);
        List<Scoring> scorings = [Made(evaluation, labelSets[0], isWhole: true), Made(evaluation, labelSets[1], isWhole: false)];

        await using (var db = made.Open(null, _commands))
            await db.InsertScoringsAsync(scorings, TestContext.Current.CancellationToken);

        await using var read = made.Open();
        var stored = await read
            .Scorings.AsNoTracking()
            .Include(scoring => scoring.Scores.OrderBy(score => score.Id))
            .ToListAsync(TestContext.Current.CancellationToken);
        stored.ConvertAll(Written).ShouldBe(scorings.ConvertAll(Written), ignoreOrder: true);
        if (database == Database.Postgres)
            _commands.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_refused_and_not_cut()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        var (evaluation, labelSets) = await SubjectAsync(made);
        var scoring = Made(evaluation, labelSets[0], isWhole: true);
        scoring.Scores.Add(Number(scoring, new string('m', 65), 1));

        await using var db = made.Open();
        await Should.ThrowAsync<Npgsql.PostgresException>(() => db.InsertScoringsAsync([scoring], TestContext.Current.CancellationToken));
    }

    /// <summary>All that a row holds but the number that the database gives it.</summary>
    static string Written(Scoring scoring) =>
        JsonSerializer.Serialize(
            new
            {
                scoring.Id,
                scoring.EvaluationId,
                scoring.LabelSetId,
                scoring.CatalogueId,
                scoring.Used,
                scoring.Correct,
                scoring.CleanUsed,
                scoring.CleanCorrect,
                scoring.Excluded,
                scoring.Missing,
                scoring.CreatedAt,
                Scores = scoring.Scores.ConvertAll(score => new
                {
                    score.ScoringId,
                    score.EvaluationId,
                    score.LabelSetId,
                    score.Metric,
                    score.Value,
                    score.CiLow,
                    score.CiHigh,
                    score.N,
                }),
            }
        );

    static Scoring Made(Guid evaluation, Guid labelSet, bool isWhole)
    {
        var scoring = new Scoring
        {
            Id = Guid.CreateVersion7(),
            EvaluationId = evaluation,
            LabelSetId = labelSet,
            CatalogueId = isWhole ? "catalogue" : null,
            Used = [1, 2, 3],
            Correct = [],
            CleanUsed = isWhole ? [255, 0] : null,
            Excluded = isWhole ? new() { ["no \"label\""] = 3 } : [],
            Missing = isWhole ? [] : new() { ["top1"] = "why, ä ≤ 5" },
            CreatedAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };
        for (var metric = 0; metric < Metrics; metric++)
            scoring.Scores.Add(Number(scoring, $"metric-{metric}", Math.BitIncrement(metric / 3.0)));
        return scoring;
    }

    static Score Number(Scoring scoring, string metric, double value) =>
        new()
        {
            ScoringId = scoring.Id,
            EvaluationId = scoring.EvaluationId,
            LabelSetId = scoring.LabelSetId,
            Metric = metric,
            Value = value,
            CiLow = value > 10 ? Math.BitDecrement(value) : null,
            CiHigh = value > 20 ? value : null,
            N = 6,
        };

    static async Task<(Guid Evaluation, Guid[] LabelSets)> SubjectAsync(TestDatabase made)
    {
        await using var db = made.Open();
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "scored",
            State = ModelState.Ready,
        };
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = "pictures",
            Variant = "custom",
            Classes = "imagenet-1k",
            Layout = "csv",
            Path = "pictures",
        };
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Preprocessing = "{}",
            Verified = true,
        };
        LabelSet[] sets = [Labels(dataset, "original"), Labels(dataset, "real")];
        db.AddRange(model, dataset, evaluation, sets[0], sets[1]);
        await db.SaveChangesAsync();
        return (evaluation.Id, [sets[0].Id, sets[1].Id]);
    }

    static LabelSet Labels(Dataset dataset, string key) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            DatasetId = dataset.Id,
            Key = key,
            Version = 1,
            IsCurrent = true,
            Kind = "single",
            Format = key,
            Hash = key,
            Blob = key,
            Used = 2,
            Excluded = [],
        };
}
