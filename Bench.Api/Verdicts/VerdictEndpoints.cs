using System.Globalization;
using Bench.Api.Auth;
using Bench.Api.Evaluations;
using Bench.Api.Http;
using Bench.Api.Labels;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Verdicts;

/// <summary>What operators say of labels, and the label sets made of it.</summary>
internal static class VerdictEndpoints
{
    public static RouteGroupBuilder MapVerdicts(this RouteGroupBuilder api)
    {
        var verdicts = api.MapGroup("/datasets/{key}/verdicts")
            .WithTags("Label errors")
            .AddEndpointFilter<EntityTagFilter>()
            .ProducesProblem(404);
        verdicts
            .MapGet("", List)
            .WithName("ListVerdicts")
            .WithSummary("Operators' verdicts on labels, in image order")
            .Produces(304)
            .ProducesProblem(400);
        var operators = verdicts
            .MapGroup("")
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(409)
            .ProducesProblem(422);
        operators
            .MapPut("/{image}", Put)
            .WithName("PutVerdict")
            .WithSummary("Says what is right about an image's label; {image} is its place, path or name. The last word stands")
            .ProducesProblem(400)
            .WithExample("""{ "verdict": "guessed", "class": "n02123045", "note": "stripes on the back" }""");
        operators.MapDelete("/{image}", Delete).WithName("DeleteVerdict").WithSummary("Takes a verdict back");
        operators
            .MapPost("/label-set", Make)
            .WithName("MakeLabelSetOfVerdicts")
            .WithSummary("Makes a label-set version of the verdicts that stand and starts re-scoring")
            .ProducesProblem(400)
            .WithExample("""{ "key": "corrected", "base": "original" }""");
        return api;
    }

    static async Task<Ok<Page<VerdictView>>> List(
        string key,
        [AsParameters] PageRequest page,
        BenchDb db,
        DatasetStore store,
        CancellationToken cancellationToken
    )
    {
        var after = -1;
        if (!string.IsNullOrEmpty(page.Cursor) && !int.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            throw PageRequest.CursorRefused();
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var rows = await db
            .LabelVerdicts.AsNoTracking()
            .Where(verdict => verdict.DatasetId == dataset.Id && verdict.Image > after)
            .OrderBy(verdict => verdict.Image)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var views = new List<VerdictView>();
        foreach (var row in rows.Take(page.Size))
            views.Add(await ViewAsync(dataset, row, store, cancellationToken));
        return TypedResults.Ok(
            new Page<VerdictView>(views, rows.Count > page.Size ? rows[^2].Image.ToString(CultureInfo.InvariantCulture) : null)
        );
    }

    static async Task<Ok<VerdictView>> Put(
        string key,
        string image,
        VerdictRequest request,
        BenchDb db,
        DatasetStore store,
        VerdictBook book,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var index = await store.FindImageAsync(dataset, image, cancellationToken);
        var row = await book.PutAsync(dataset, index, request, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Ok(await ViewAsync(dataset, row, store, cancellationToken));
    }

    static async Task<NoContent> Delete(
        string key,
        string image,
        BenchDb db,
        DatasetStore store,
        VerdictBook book,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        if (await book.RemoveAsync(dataset.Id, await store.FindImageAsync(dataset, image, cancellationToken), cancellationToken))
            return TypedResults.NoContent();
        throw RefusalException.NotFound(
            "verdict on",
            "verdict-not-found",
            image,
            $"List the verdicts with GET /api/v1/datasets/{key}/verdicts."
        );
    }

    static async Task<Created<LabelSetView>> Make(
        string key,
        VerdictLabelSetRequest request,
        BenchDb db,
        VerdictLabelSet verdicts,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        dataset.RequireReady();
        var id = await verdicts.MakeAsync(dataset, request, cancellationToken);
        return TypedResults.Created(
            $"/api/v1/label-sets/{id}",
            await db.LabelSets.Where(set => set.Id == id).Views(db).SingleAsync(cancellationToken)
        );
    }

    static async Task<VerdictView> ViewAsync(Dataset dataset, LabelVerdict row, DatasetStore store, CancellationToken cancellationToken)
    {
        var classes = await store.ClassesAsync(dataset, cancellationToken);
        var name = (await store.ManifestAsync(dataset, cancellationToken)).Images[row.Image].Path;
        return new(
            row.Image,
            name,
            row.Verdict,
            row.Class is { } index ? new ClassRef(index, classes[index].Id, classes[index].Name) : null,
            row.Note,
            row.By,
            row.UpdatedAt
        );
    }
}
