using System.Globalization;
using Bench.Api.Http;
using Bench.Api.Inquiries;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Outcomes;
using Bench.Service.Attacks;
using Bench.Service.Evaluations;
using Bench.Service.Inquiries;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Api.Attacks;

/// <summary>Attacks as the API and the pages show them.</summary>
internal sealed class AttackReader(BenchDb db, AttackResultStore store)
{
    /// <exception cref="RefusalException">There is no such attack.</exception>
    public async Task<AttackView> ViewAsync(Guid id, CancellationToken cancellationToken) =>
        View(await db.NamedAsync<Attack>(id, cancellationToken));

    /// <summary>A part of the list, newest first.</summary>
    /// <exception cref="RefusalException">There is no such dataset, or the page cannot be read.</exception>
    public async Task<Page<AttackView>> ListAsync(PageRequest page, Guid? modelId, string? dataset, CancellationToken cancellationToken)
    {
        var attacks = await db.InquiriesAsync<Attack>(modelId, dataset, cancellationToken);
        return page.Of(await SubjectsAsync(page.Newest(attacks, attack => attack.Id), cancellationToken), attack => attack.Id);
    }

    /// <summary>All attacks on a model, newest first.</summary>
    public Task<List<AttackView>> OfModelAsync(Guid model, CancellationToken cancellationToken) =>
        SubjectsAsync(db.Attacks.Where(attack => attack.ModelId == model), cancellationToken);

    /// <summary>Every image at every ε, as CSV, each line with what is doubtful about the whole.</summary>
    /// <exception cref="RefusalException">There is no such attack.</exception>
    public async Task<string> CsvAsync(Guid id, CancellationToken cancellationToken)
    {
        var attack = await db.FindInquiryAsync<Attack>(id, cancellationToken);
        var spec = WorkJson.Read<AttackSpec>(attack.Spec);
        var slices = await AttackResultStore.SlicesAsync(db, attack, cancellationToken);
        var results = await store.ReadAsync(slices, cancellationToken);
        var view = await ViewAsync(id, cancellationToken);
        return AttackCsv.Write(spec, results, [view.Checks.Codes(), string.Join(' ', view.Flags.Select(flag => flag.Flag))]);
    }

    /// <summary>An image that misled the model: original, perturbation and result as one PNG file.</summary>
    /// <exception cref="RefusalException">There is no such attack, or no picture of the image.</exception>
    public async Task<byte[]> PictureAsync(Guid id, int image, CancellationToken cancellationToken)
    {
        var attack = await db.FindInquiryAsync<Attack>(id, cancellationToken);
        // They are of the first images that misled the model, so mostly in the first slice.
        if (StoredJson.Read<AttackSummary>(attack.Summary)?.Shown?.Any(shown => shown.Image == image) == true)
            foreach (var slice in await AttackResultStore.SlicesAsync(db, attack, cancellationToken))
            {
                var images = (await store.ReadAsync(slice, cancellationToken)).Images;
                if (images.FirstOrDefault(each => each.Index == image)?.Picture is { } picture)
                    return picture.Png;
            }
        throw RefusalException.NotFound(
            "picture of image",
            "attack-not-found",
            image.ToString(CultureInfo.InvariantCulture),
            $"'shown' of GET /api/v1/attacks/{id} lists the images that have pictures."
        );
    }

    async Task<List<AttackView>> SubjectsAsync(IQueryable<Attack> attacks, CancellationToken cancellationToken) =>
        (await db.NamedAsync(attacks, cancellationToken)).ConvertAll(View);

    static AttackView View(NamedInquiry<Attack> named)
    {
        var attack = named.Inquiry;
        var summary = attack.Summary is { } json ? WorkJson.Read<AttackSummary>(json) : null;
        return new(
            attack.Id,
            attack.ModelId,
            named.Model,
            named.Dataset,
            attack.State,
            WorkJson.Read<AttackSpec>(attack.Spec),
            named.Done,
            attack.Total,
            summary is null
                ? null
                : new(
                    summary.Images,
                    summary.Excluded,
                    summary.Clean,
                    summary.Points,
                    summary.Missing,
                    summary.Certified,
                    summary.Ordered,
                    summary.Conformal,
                    summary.Shown ?? []
                ),
            summary is null ? [] : AttackFlagText.Of(summary.Doubts, summary.Missing),
            attack.Failure,
            StoredJson.Read<RunRecord>(attack.Record),
            attack.CreatedAt,
            attack.StartedAt,
            attack.FinishedAt
        )
        {
            Checks = named.Checks,
        };
    }
}
