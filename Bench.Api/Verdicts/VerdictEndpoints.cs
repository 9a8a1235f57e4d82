using System.Globalization;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.Labels;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Labels.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Verdicts;

/// <summary>Operators' verdicts on labels, and the label sets made of them.</summary>
internal static class VerdictEndpoints
{
    public static RouteGroupBuilder MapVerdicts(this RouteGroupBuilder api)
    {
        var verdicts = api.MapGroup("/datasets/{key}/verdicts")
            .WithTags("Label errors")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(404);
        verdicts
            .MapGet("", List)
            .WithName("ListVerdicts")
            .WithSummary("Reviewers' verdicts on labels, in image order: every vote, what most say, how far they agree")
            .Produces(304)
            .ProducesProblem(400);
        verdicts
            .MapGet("/agreement", Agreement)
            .WithName("GetVerdictAgreement")
            .WithSummary("How far reviewers of a dataset's labels agree")
            .Produces(304);
        verdicts
            .MapGet("/{image}/history", History)
            .WithName("ListVerdictHistory")
            .WithSummary("Every verdict given or withdrawn on an image's label, the latest first")
            .Produces(304)
            .ProducesProblem(409);
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
            .WithSummary(
                "Gives a verdict on an image's label; {image} is its place, path or name. Each reviewer has one vote, their latest"
            )
            .ProducesProblem(400)
            .WithExample("""{ "verdict": "guessed", "class": "n02123045", "note": "stripes on the back" }""");
        operators.MapDelete("/{image}", Delete).WithName("DeleteVerdict").WithSummary("Withdraws your own verdict");
        operators
            .MapPost("/label-set", Make)
            .WithName("MakeLabelSetOfVerdicts")
            .WithSummary("Makes a label-set version of what most reviewers say and starts rescoring")
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
        var after = page.Last<int>() ?? -1;
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var votes = db.LabelVerdicts.AsNoTracking().Where(verdict => verdict.DatasetId == dataset.Id);
        var images = await votes
            .Where(verdict => verdict.Image > after)
            .Select(verdict => verdict.Image)
            .Distinct()
            .Order()
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var part = images.Take(page.Size).ToList();
        var found = ReviewedImage.Of(await votes.Where(verdict => part.Contains(verdict.Image)).ToListAsync(cancellationToken)).ToList();
        var views = new List<VerdictView>();
        foreach (var image in found)
            views.Add(await ViewAsync(dataset, image, store, cancellationToken));
        return TypedResults.Ok(
            new Page<VerdictView>(views, images.Count > page.Size ? page.CursorTo(images[^2].ToString(CultureInfo.InvariantCulture)) : null)
        );
    }

    static async Task<Ok<VerdictAgreement>> Agreement(string key, BenchDb db, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        return TypedResults.Ok((await ReviewedImage.OfAsync(db, dataset.Id, cancellationToken)).Values.Agreement());
    }

    static async Task<Ok<IReadOnlyList<VerdictChangeView>>> History(
        string key,
        string image,
        BenchDb db,
        DatasetStore store,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var index = await store.FindImageAsync(dataset, image, cancellationToken);
        var classes = await store.ClassesAsync(dataset, cancellationToken);
        var changes = await db.LabelVerdictChanges.OfImageAsync(dataset.Id, index, cancellationToken);
        return TypedResults.Ok(changes.View(classes));
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
        await book.PutAsync(dataset, index, request, Caller.Of(http.User)!, cancellationToken);
        var votes = await db
            .LabelVerdicts.AsNoTracking()
            .Where(vote => vote.DatasetId == dataset.Id && vote.Image == index)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(await ViewAsync(dataset, ReviewedImage.Of(votes).Single(), store, cancellationToken));
    }

    static async Task<NoContent> Delete(
        string key,
        string image,
        BenchDb db,
        DatasetStore store,
        VerdictBook book,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var index = await store.FindImageAsync(dataset, image, cancellationToken);
        if (await book.RemoveAsync(dataset.Id, index, Caller.Of(http.User)!.Name, cancellationToken))
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

    static async Task<VerdictView> ViewAsync(
        Dataset dataset,
        ReviewedImage image,
        DatasetStore store,
        CancellationToken cancellationToken
    ) =>
        image.View(
            (await store.ManifestAsync(dataset, cancellationToken)).Images[image.Image].Path,
            await store.ClassesAsync(dataset, cancellationToken)
        );
}
