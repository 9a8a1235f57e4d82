using System.Text.Json;
using Bench.Api.Audits;
using Bench.Api.Doubts;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Api.Mistakes;
using Bench.Api.Reports;
using Bench.Api.Robustness;
using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>One evaluation: how far it is while it runs, how it ended, what it says.</summary>
internal sealed class EvaluationModel(
    BenchDb db,
    Boards boards,
    EvaluationCurveReader curves,
    CorruptionCurveReader corruptions,
    OutdatedScores outdated,
    AudienceReader audiences,
    ModelAuditReader audits,
    Tombstones tombstones,
    OtherSidesReader others
) : BoardPageModel
{
    public const int MostDiagrams = 3;

    public Evaluation? Evaluation { get; private set; }

    /// <summary>The record of a deleted evaluation; null for one that is here or never was.</summary>
    public Tombstone? Tombstone { get; private set; }

    public string ModelName { get; private set; } = "";

    public string Dataset { get; private set; } = "";

    /// <summary>Who may see its model, or else its dataset; null for everybody.</summary>
    public string? Restricted { get; private set; }

    /// <summary>Doubts about the numbers, the dataset's own before all others.</summary>
    public IReadOnlyList<Check> Checks { get; private set; } = [];

    /// <summary>Spot checks of its submitted rows, newest first.</summary>
    public IReadOnlyList<ModelAuditView> SpotChecks { get; private set; } = [];

    /// <summary>Images done so far, those of running shards included.</summary>
    public long Done { get; private set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    public ILookup<Guid, Score> Scores { get; private set; } = Array.Empty<Score>().ToLookup(score => score.LabelSetId);

    /// <summary>Why a label set has no number for a metric.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string>> Missing { get; private set; } =
        new Dictionary<Guid, IReadOnlyDictionary<string, string>>();

    /// <summary>Null where no predictions are stored, or nothing is told of single images.</summary>
    public EvaluationCurves? Curves { get; private set; }

    /// <summary>Null where the images are not corrupted ones.</summary>
    public CorruptionCurve? Corruptions { get; private set; }

    /// <summary>The question that may end it early; null where all images are run.</summary>
    public StopRule? Question => StoredJson.Read<StopRule>(Evaluation!.StopWhen);

    /// <summary>How that was decided; null until it is, or all images have been run.</summary>
    public StopDecision? Decision => StoredJson.Read<StopDecision>(Evaluation!.Decision);

    public bool IsFinal => Evaluation!.State.IsFinal();

    /// <summary>Why numbers are missing, with the short names of their metrics.</summary>
    public IEnumerable<(string Reason, IEnumerable<string> Metrics)> Reasons() =>
        Subjects
            .SelectMany(subject => Missing[subject.LabelSetId])
            .GroupBy(
                missing => missing.Value,
                missing => MetricDirectory.Find(missing.Key)?.ShortName ?? missing.Key,
                (reason, names) => (reason, names.Distinct())
            );

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.Id == id)
            .Join(db.Models, evaluation => evaluation.ModelId, model => model.Id, (evaluation, model) => new { evaluation, model.Name })
            .Join(
                db.Datasets,
                pair => pair.evaluation.DatasetId,
                dataset => dataset.Id,
                (pair, dataset) =>
                    new
                    {
                        pair.evaluation,
                        pair.Name,
                        dataset.Key,
                        dataset.Checks,
                    }
            )
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null && (Tombstone = await tombstones.OfEvaluationAsync(id, cancellationToken)) is not null)
            return Gone();
        if (found is null)
            throw new RefusalException(
                RefusalKind.NotFound,
                "evaluation-not-found",
                $"There is no evaluation {id}.",
                "Find evaluations on their model's page."
            );
        (Evaluation, ModelName, Dataset) = (found.evaluation, found.Name, found.Key);
        Restricted =
            (await audiences.OfModelsAsync([Evaluation.ModelId], cancellationToken)).Values.SingleOrDefault()
            ?? (await audiences.OfDatasetsAsync(cancellationToken)).GetValueOrDefault(Dataset);
        var labels = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == Evaluation.DatasetId && set.IsCurrent)
            .OrderBy(set => set.Key)
            .Select(set => new { set.Key, set.Checks })
            .ToListAsync(cancellationToken);
        Checks = found.Checks.With(Evaluation.Checks).With(labels.SelectMany(set => set.Checks.About($"{set.Key} labels")));
        if (Evaluation.RowsRoot is not null)
            SpotChecks = await audits.SpotChecksAsync(id, cancellationToken);
        Done = Evaluation.Done;
        if (Evaluation.State == EvaluationState.Running)
            Done = await DoneAsync(id, cancellationToken);
        if (Evaluation.State == EvaluationState.Completed)
            await ReadScoresAsync(id, cancellationToken);
        return Page();
    }

    Task<long> DoneAsync(Guid id, CancellationToken cancellationToken) =>
        db
            .Work.AsNoTracking()
            .Where(item => item.SubjectId == id && item.Kind == WorkKind.RunShard)
            .SumAsync(item => item.State == WorkState.Done ? (long)item.Count : item.Done, cancellationToken);

    async Task ReadScoresAsync(Guid id, CancellationToken cancellationToken)
    {
        var scorings = await db.ReadAtOneMomentAsync(
            () =>
                db
                    .Scorings.AsNoTracking()
                    .Include(scoring => scoring.Scores)
                    .Where(scoring => scoring.EvaluationId == id)
                    .ToListAsync(cancellationToken),
            cancellationToken
        );
        var versions = await outdated.VersionsAsync(cancellationToken);
        var shown = scorings.ToDictionary(
            scoring => scoring.LabelSetId,
            scoring => versions.Of(scoring, Evaluation!.PredictionsBlob is not null)
        );
        Scores = shown.Values.SelectMany(scoring => scoring.Scores).ToLookup(score => score.LabelSetId);
        Missing = shown.ToDictionary(scoring => scoring.Key, scoring => scoring.Value.Missing);
        Subjects = [.. (await boards.SubjectsAsync(cancellationToken)).Where(subject => Missing.ContainsKey(subject.LabelSetId))];
        foreach (var subject in Subjects)
            Checks = Checks.With(
                await others.OfAsync(
                    id,
                    Evaluation!.ModelId,
                    subject.DatasetId,
                    subject.LabelSet,
                    Scores[subject.LabelSetId].Select(score => score.Metric),
                    cancellationToken
                )
            );
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == Evaluation!.DatasetId, cancellationToken);
        if (!dataset.Ladder)
            Curves = await curves.ReadAsync(Evaluation!, [.. Subjects.Take(MostDiagrams)], cancellationToken);
        // Only corruption trees are worth reading a whole manifest for.
        if (DatasetLayouts.CorruptionTrees.Contains(dataset.Layout) && Subjects.Any(subject => subject.LabelSet == LabelFormats.Original))
            Corruptions = await corruptions.FindAsync(Evaluation!, dataset, null, cancellationToken);
    }

    /// <summary>The fields of a stored JSON record as lines of a table; nothing when there is none.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(string? json)
    {
        if (json is null)
            yield break;
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var field in document.RootElement.EnumerateObject())
            if (Text(field.Value) is { Length: > 0 } text)
                yield return (Words(field.Name), text);
    }

    /// <summary>A value for people: yes and no, lists with commas, objects as their fields. Empty for null.</summary>
    static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Array => string.Join(
                value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object) ? "; " : ", ",
                value.EnumerateArray().Select(Text)
            ),
            JsonValueKind.Object => string.Join(
                ", ",
                value
                    .EnumerateObject()
                    .Select(field => (Name: Words(field.Name).ToLowerInvariant(), Text: Text(field.Value)))
                    .Where(field => field.Text.Length > 0)
                    .Select(field => $"{field.Name}: {field.Text}")
            ),
            _ => value.ToString(),
        };

    static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["std"] = "Standard deviation",
        ["crop_pct"] = "Part kept by the crop",
        ["cage"] = "Sandbox",
        ["bytesIn"] = "Takes bytes",
        ["tf32"] = "TF32",
    };

    /// <summary>"imagesPerSecond" as "Images per second".</summary>
    static string Words(string name)
    {
        if (Known.TryGetValue(name, out var known))
            return known;
        return Sentence.Capitalised(JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ').Replace('_', ' '));
    }
}
