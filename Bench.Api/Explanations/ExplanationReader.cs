using System.Globalization;
using Bench.Api.Http;
using Bench.Api.Inquiries;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Service.Evaluations;
using Bench.Service.Explanations;
using Bench.Service.Inquiries;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Bench.Service.Work;

namespace Bench.Api.Explanations;

/// <summary>Explanations as the API and the pages show them.</summary>
internal sealed class ExplanationReader(BenchDb db, JsonBlobs blobs)
{
    /// <exception cref="RefusalException">There is no such explanation.</exception>
    public async Task<ExplanationView> ViewAsync(Guid id, CancellationToken cancellationToken) =>
        View(await db.NamedAsync<Explanation>(id, cancellationToken));

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
        var explanations = await db.InquiriesAsync<Explanation>(modelId, dataset, cancellationToken);
        if (image is { } index)
            explanations = explanations.Where(explanation => explanation.Image == index);
        var newest = page.Newest(explanations, explanation => explanation.Id);
        return page.Of(await SubjectsAsync(newest, cancellationToken), explanation => explanation.Id);
    }

    /// <summary>Explanations of one image, the models of a method next to one another.</summary>
    public async Task<IReadOnlyList<ExplanationView>> OfImageAsync(string dataset, int image, CancellationToken cancellationToken)
    {
        var found = await SubjectsAsync(
            from explanation in db.Explanations
            join owner in db.Datasets on explanation.DatasetId equals owner.Id
            where owner.Key == dataset && explanation.Image == image
            select explanation,
            cancellationToken
        );
        return [.. found.OrderBy(view => view.Spec.Method, StringComparer.Ordinal).ThenBy(view => view.ModelName, StringComparer.Ordinal)];
    }

    /// <summary>Explanations of samples by a model that have completed, newest first.</summary>
    public Task<List<ExplanationView>> SamplesAsync(Guid model, CancellationToken cancellationToken) =>
        SubjectsAsync(
            db.Explanations.Where(explanation =>
                explanation.ModelId == model && explanation.Image == null && explanation.State == EvaluationState.Completed
            ),
            cancellationToken
        );

    /// <summary>The map of one image, a PNG file.</summary>
    /// <exception cref="RefusalException">There is no such explanation, or no such image in it.</exception>
    public async Task<byte[]> MapAsync(Guid id, int image, CancellationToken cancellationToken)
    {
        var explanation = await db.FindInquiryAsync<Explanation>(id, cancellationToken);
        var results = explanation.ResultsBlob is { } key ? await blobs.ReadAsync<ExplanationResults>(key, cancellationToken) : null;
        return results?.Images.FirstOrDefault(each => each.Index == image)?.Map
            ?? throw RefusalException.NotFound(
                "map of image",
                "explanation-not-found",
                image.ToString(CultureInfo.InvariantCulture),
                $"GET /api/v1/explanations/{id} lists the images once it is completed."
            );
    }

    async Task<List<ExplanationView>> SubjectsAsync(IQueryable<Explanation> explanations, CancellationToken cancellationToken) =>
        (await db.NamedAsync(explanations, cancellationToken)).ConvertAll(View);

    static ExplanationView View(NamedInquiry<Explanation> named)
    {
        var explanation = named.Inquiry;
        return new(
            explanation.Id,
            explanation.ModelId,
            named.Model,
            named.Dataset,
            explanation.Image,
            explanation.State,
            WorkJson.Read<ExplanationSpec>(explanation.Spec),
            named.Done,
            explanation.Total,
            explanation.Summary is { } json ? WorkJson.Read<ExplanationSummary>(json) : null,
            explanation.Failure,
            StoredJson.Read<RunRecord>(explanation.Record),
            explanation.CreatedAt,
            explanation.StartedAt,
            explanation.FinishedAt
        )
        {
            Checks = named.Checks,
        };
    }
}
