using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Datasets.Registry;
using Bench.Service.Json;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Labels;

internal static class LabelSetEndpoints
{
    /// <summary>The largest official file has 10 MB.</summary>
    static readonly FormLimits Limits = new(256L << 20, "label-set-too-large", "file");

    public static RouteGroupBuilder MapLabelSets(this RouteGroupBuilder api)
    {
        var sets = api.MapGroup("/label-sets").WithTags("Label sets");
        sets.MapGet("", List)
            .WithName("ListLabelSets")
            .WithSummary("Label sets in the order of dataset, key and version, with how many evaluations are scored under each")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404)
            .AddEndpointFilter(new EntityTagFilter());
        sets.MapGet("/{id}", Get)
            .WithName("GetLabelSet")
            .WithSummary("A label set, with how many evaluations are scored under it, of how many, and how many failed")
            .Produces(304)
            .ProducesProblem(404)
            .AddEndpointFilter(new EntityTagFilter());
        sets.MapPost("", Import)
            .WithName("ImportLabelSet")
            .WithSummary("Imports a label file as one or several label sets and starts rescoring")
            .WithDescription(
                "multipart/form-data with the parts 'file' and 'manifest'. A file that is not in order changes nothing; the "
                    + "problem names line or key. Registered labels never change: other labels under the same key are a new version."
            )
            .Accepts<LabelSetForm>("multipart/form-data")
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(422)
            .DisableAntiforgery();
        return api;
    }

    static async Task<Ok<Page<LabelSetView>>> List(
        [AsParameters] NamedPageRequest page,
        BenchDb db,
        string? dataset = null,
        bool all = false,
        CancellationToken cancellationToken = default
    )
    {
        var sets = db.LabelSets.Where(set => all || set.IsCurrent);
        if (dataset is not null)
        {
            var datasetId = (await db.FindDatasetAsync(dataset, cancellationToken)).Id;
            sets = sets.Where(set => set.DatasetId == datasetId);
        }
        var ids = page.Of(await sets.IdsInOrder(db).ToListAsync(cancellationToken), id => id.ToString("N"));
        return TypedResults.Ok(
            new Page<LabelSetView>(
                await db.LabelSets.Where(set => ids.Items.Contains(set.Id)).Views(db).ToListAsync(cancellationToken),
                ids.Next
            )
        );
    }

    static async Task<Ok<LabelSetView>> Get(Guid id, BenchDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            await db.LabelSets.Where(set => set.Id == id).Views(db).SingleOrDefaultAsync(cancellationToken)
                ?? throw RefusalException.NotFound(
                    "label set",
                    "label-set-not-found",
                    id.ToString(),
                    "List the label sets with GET /api/v1/label-sets."
                )
        );

    static async Task<Created<Page<LabelSetView>>> Import(
        HttpRequest request,
        FormReceiver forms,
        LabelSetRegistration import,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        using var form = await forms.ReceiveAsync(request, Limits, cancellationToken);
        var manifest = ReadManifest(form.Field("manifest"));
        var file = form.RequireFile("the label file");
        var dataset = await db.FindDatasetAsync(manifest.Dataset, cancellationToken);
        dataset.RequireReady();
        var ids = await import.RunAsync(dataset, manifest, file, cancellationToken);
        return TypedResults.Created(
            $"/api/v1/label-sets?dataset={dataset.Key}",
            new Page<LabelSetView>(await db.LabelSets.Where(set => ids.Contains(set.Id)).Views(db).ToListAsync(cancellationToken), null)
        );
    }

    static LabelSetManifest ReadManifest(string? json)
    {
        var errors = new FieldErrors();
        var manifest = JsonManifest.ReadPart<LabelSetManifest>(json, "dataset and format are needed", errors);
        if (manifest is not null && !LabelFormats.All.Contains(manifest.Format))
            errors.Add("format", $"'{manifest.Format}' is not one of {string.Join(", ", LabelFormats.All)}");
        if (manifest?.Key is { } key && LabelSetKeys.Wrong(key) is { } wrong)
            errors.Add("key", wrong);
        if (manifest?.Columns?.Keys.FirstOrDefault(column => column is not ("file_name" or "labels" or "weight")) is { } column)
            errors.Add("columns", $"'{column}' is not one of file_name, labels, weight");
        if (manifest?.Columns is not null && !LabelFormats.WithColumns.Contains(manifest.Format))
            errors.Add("columns", $"{manifest.Format} has no columns: leave it out, or send a table as {LabelFormats.Csv}");
        JsonManifest.ThrowIfRefused(errors);
        return manifest!;
    }
}
