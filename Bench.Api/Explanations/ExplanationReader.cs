using System.Globalization;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Explanations;
using Bench.Service.Datasets.Registry;
using Bench.Service.Explanations;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Explanations;

/// <summary>What is known of explanations, as it is shown.</summary>
internal sealed class ExplanationReader(BenchDb db, JsonBlobs blobs)
{
    /// <exception cref="RefusalException">There is no such explanation.</exception>
    public async Task<ExplanationView> ViewAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.FindExplanationAsync(id, cancellationToken);
        return (await ViewsAsync(db.Explanations.Where(explanation => explanation.Id == id), cancellationToken)).Single();
    }

    /// <summary>A part of the list, newest first.</summary>
    /// <exception cref="RefusalException">There is no such dataset, or the page cannot be read.</exception>
    public async Task<Page<ExplanationView>> ListAsync(
        PageRequest page,
        Guid? modelId,
        string? dataset,
        int? image,
        CancellationToken cancellationToken
    )
    {
        var explanations = db.Explanations.AsQueryable();
        if (modelId is { } model)
            explanations = explanations.Where(explanation => explanation.ModelId == model);
        if (dataset is not null)
        {
            var datasetId = (await db.FindDatasetAsync(dataset, cancellationToken)).Id;
            explanations = explanations.Where(explanation => explanation.DatasetId == datasetId);
        }
        if (image is { } index)
            explanations = explanations.Where(explanation => explanation.Image == index);
        var newest = page.Newest(explanations, explanation => explanation.Id);
        return page.Of(await ViewsAsync(newest, cancellationToken), explanation => explanation.Id);
    }

    /// <summary>Explanations of one image, the models of a method next to one another.</summary>
    public async Task<IReadOnlyList<ExplanationView>> OfImageAsync(string dataset, int image, CancellationToken cancellationToken)
    {
        var found = await ViewsAsync(
            from explanation in db.Explanations
            join owner in db.Datasets on explanation.DatasetId equals owner.Id
            where owner.Key == dataset && explanation.Image == image
            select explanation,
            cancellationToken
        );
        return [.. found.OrderBy(view => view.Spec.Method, StringComparer.Ordinal).ThenBy(view => view.ModelName, StringComparer.Ordinal)];
    }

    /// <summary>The map of one image, a PNG file.</summary>
    /// <exception cref="RefusalException">There is no such explanation, or no such image in it.</exception>
    public async Task<byte[]> MapAsync(Guid id, int image, CancellationToken cancellationToken)
    {
        var explanation = await db.FindExplanationAsync(id, cancellationToken);
        var results = explanation.ResultsBlob is { } key ? await blobs.ReadAsync<ExplanationResults>(key, cancellationToken) : null;
        return results?.Images.FirstOrDefault(each => each.Index == image)?.Map
            ?? throw RefusalException.NotFound(
                "map of image",
                "explanation-not-found",
                image.ToString(CultureInfo.InvariantCulture),
                $"GET /api/v1/explanations/{id} lists the images once it is completed."
            );
    }

    async Task<List<ExplanationView>> ViewsAsync(IQueryable<Explanation> explanations, CancellationToken cancellationToken)
    {
        var found = await (
            from explanation in explanations.AsNoTracking()
            join model in db.Models on explanation.ModelId equals model.Id
            join dataset in db.Datasets on explanation.DatasetId equals dataset.Id
            orderby explanation.Id descending
            select new
            {
                Explanation = explanation,
                Model = model.Name,
                Dataset = dataset.Key,
            }
        ).ToListAsync(cancellationToken);
        return found.ConvertAll(each => View(each.Explanation, each.Model, each.Dataset));
    }

    static ExplanationView View(Explanation explanation, string model, string dataset) =>
        new(
            explanation.Id,
            explanation.ModelId,
            model,
            dataset,
            explanation.Image,
            explanation.State,
            WorkJson.Read<ExplanationSpec>(explanation.Spec),
            explanation.Summary is { } json ? WorkJson.Read<ExplanationSummary>(json) : null,
            explanation.Failure,
            explanation.CreatedAt,
            explanation.StartedAt,
            explanation.FinishedAt
        );
}
