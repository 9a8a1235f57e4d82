using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Bench.Data.Outcomes;
using Bench.Service.Json;
using Bench.Service.Labels.Formats;
using Bench.Service.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Inquiries;

/// <summary>Doubts about what inquiries rest on: the dataset and its own labels, the model, and what came of the model's newest evaluation
/// over the dataset under the same contract. An order of classes that is not the model's makes its robust accuracy false, too.</summary>
internal static class InquiryDoubts
{
    /// <returns>Of each inquiry, in their order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<Check>>> DoubtsAsync(
        this BenchDb db,
        IReadOnlyList<Inquiry> inquiries,
        CancellationToken cancellationToken
    )
    {
        Guid[] ofDatasets = [.. inquiries.Select(inquiry => inquiry.DatasetId).Distinct()],
            ofModels = [.. inquiries.Select(inquiry => inquiry.ModelId).Distinct()];
        var datasets = await db
            .Datasets.AsNoTracking()
            .Where(dataset => ofDatasets.Contains(dataset.Id))
            .Select(dataset => new
            {
                dataset.Id,
                dataset.Checks,
                dataset.Ladder,
            })
            .ToDictionaryAsync(dataset => dataset.Id, cancellationToken);
        var labels = await db
            .LabelSets.AsNoTracking()
            .Where(set => ofDatasets.Contains(set.DatasetId) && set.IsCurrent && set.Key == LabelFormats.Original)
            .Select(set => new { set.DatasetId, set.Checks })
            .ToDictionaryAsync(set => set.DatasetId, set => set.Checks, cancellationToken);
        var models = await db
            .Models.AsNoTracking()
            .Where(model => ofModels.Contains(model.Id))
            .Select(model => new
            {
                model.Id,
                model.Preprocessing,
                model.Checks,
                model.Inspection,
            })
            .ToDictionaryAsync(model => model.Id, cancellationToken);
        var inspected = models.Values.ToDictionary(
            model => model.Id,
            model => StoredJson.Read<ModelInspection>(model.Inspection)?.Checks ?? []
        );
        var evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                evaluation.State == EvaluationState.Completed
                && ofDatasets.Contains(evaluation.DatasetId)
                && ofModels.Contains(evaluation.ModelId)
            )
            .OrderBy(evaluation => evaluation.Id)
            .Select(evaluation => new
            {
                evaluation.ModelId,
                evaluation.DatasetId,
                evaluation.Preprocessing,
                evaluation.Checks,
            })
            .ToListAsync(cancellationToken);
        return [.. inquiries.Select(Of)];

        IReadOnlyList<Check> Of(Inquiry inquiry)
        {
            var dataset = datasets.GetValueOrDefault(inquiry.DatasetId);
            var model = models.GetValueOrDefault(inquiry.ModelId);
            // What a ladder withholds is told nowhere else either.
            var evaluation =
                dataset?.Ladder == true
                    ? null
                    : evaluations.FindLast(each =>
                        each.ModelId == inquiry.ModelId
                        && each.DatasetId == inquiry.DatasetId
                        && each.Preprocessing == inquiry.Preprocessing
                    );
            var own = (dataset?.Checks ?? [])
                .With(labels.GetValueOrDefault(inquiry.DatasetId) ?? [])
                .With(model?.Checks.Where(check => inquiry.Preprocessing == model.Preprocessing || !ContractDoubts.IsOne(check)) ?? [])
                .With(inspected.GetValueOrDefault(inquiry.ModelId) ?? []);
            return own.With(evaluation?.Checks.Warnings().Except(own).About("Its evaluation over the dataset") ?? []);
        }
    }
}
