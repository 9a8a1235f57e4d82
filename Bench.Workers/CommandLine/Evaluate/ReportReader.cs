using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>From the rows of a completed evaluation to what is reported.</summary>
internal static class ReportReader
{
    public static async Task<EvaluationReport> ReadAsync(
        BenchDb db,
        Evaluation evaluation,
        ModelFile file,
        CancellationToken cancellationToken
    )
    {
        var model = await db.Models.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.ModelId, cancellationToken);
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var labelSets = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset.Id && set.IsCurrent)
            .OrderBy(set => set.Id)
            .ToListAsync(cancellationToken);
        var scorings = await db
            .Scorings.AsNoTracking()
            .Include(scoring => scoring.Scores)
            .Where(scoring => scoring.EvaluationId == evaluation.Id)
            .ToDictionaryAsync(scoring => scoring.LabelSetId, cancellationToken);
        var cost = OnnxAdmission.InspectUnpacked(file.Path, new OnnxLimits { MaxFileBytes = long.MaxValue }, cancellationToken).Model!.Cost;
        return new EvaluationReport(
            new ReportedModel(
                model.Name,
                model.Sha256!,
                model.FileSize,
                cost.Parameters,
                cost.MultiplyAccumulates,
                cost.Uncounted,
                WorkJson.Read<ModelInspection>(model.Inspection!).Speed
            ),
            new ReportedDataset(dataset.ImageCount, dataset.ClassCount, dataset.Variant, dataset.ManifestHash!),
            evaluation.ImagesPerSecond,
            WorkJson.Read<RunRecord>(evaluation.Record!),
            dataset.Checks.With(evaluation.Checks).With(labelSets.SelectMany(set => set.Checks)),
            evaluation.Advice is { } advice ? WorkJson.Read<DoctorAdvice>(advice) : null,
            [.. labelSets.Where(set => scorings.ContainsKey(set.Id)).Select(set => Of(set, scorings[set.Id]))]
        );
    }

    /// <summary>Scores in the catalogue's order; those that are not in it (of parts of the dataset) follow.</summary>
    static ReportedLabelSet Of(Data.Labels.LabelSet set, Scoring scoring)
    {
        var place = MetricCatalog.All.Index().ToDictionary(metric => metric.Item.Id, metric => metric.Index);
        return new ReportedLabelSet(
            set.Key,
            set.Used,
            scoring.Excluded,
            [
                .. scoring
                    .Scores.OrderBy(score => place.GetValueOrDefault(score.Metric, int.MaxValue))
                    .ThenBy(score => score.Metric, StringComparer.Ordinal)
                    .Select(score => new ReportedScore(score.Metric, score.Value, score.CiLow, score.CiHigh, score.N, score.WhyNoInterval)),
            ],
            scoring.Missing
        );
    }
}
