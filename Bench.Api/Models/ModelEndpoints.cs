using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.Leaderboard;
using Bench.Api.Reports;
using Bench.Api.Uploads;
using Bench.Data;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Models;
using Bench.Service.Models.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

internal static class ModelEndpoints
{
    public static RouteGroupBuilder MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models").AddEndpointFilter(new EntityTagFilter());
        models
            .MapPost("", Upload)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("UploadModel")
            .WithSummary("Registers an ONNX model; the same bytes and contract from the same key are the same entry")
            .WithDescription(
                "Multipart: the part 'file' (.onnx, or .zip with external data) and the part 'manifest' (JSON), in any order. "
                    + "Streamed to disk and hashed; 4 GiB by default."
            )
            .Accepts<ModelForm>("multipart/form-data")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(422);
        models.MapGet("", List).WithName("ListModels").WithSummary("Models, newest first").Produces(304).ProducesProblem(400);
        models
            .MapGet("/{id}", Get)
            .WithName("GetModel")
            .WithSummary("A model with its contract, cost and inspection")
            .Produces(304)
            .ProducesProblem(404)
            .ProducesProblem(410);
        models
            .MapPatch("/{id}", Change)
            .WithName("ChangeModel")
            .WithSummary("Changes a model's description; for its submitter and operators")
            .WithDescription(
                "Name, description, architecture, training data, licence, link, tags and who may see it. A field that is left out stays, "
                    + "an empty text clears it. The file, the contract and what was measured never change."
            )
            .WithExample("""{ "name": "ResNet-50 (A1)", "license": "Apache-2.0", "tags": ["distilled"] }""")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(422);
        models
            .MapGet("/{id}/changes", Changes)
            .WithName("ListModelChanges")
            .WithSummary("Changes of a model's description, newest first")
            .Produces(304)
            .ProducesProblem(404);
        models
            .MapGet("/{id}/ranks", Ranks)
            .WithName("GetModelRanks")
            .WithSummary("The model's rank on every board, and how it changed as later models were added")
            .Produces(304)
            .ProducesProblem(404);
        models
            .MapDelete("/{id}", Delete)
            .WithName("DeleteModel")
            .WithSummary("Deletes a model, its evaluations and their predictions; for its submitter and operators")
            .WithDescription(
                "What was measured stays in the log, and /models/{id} shows who deleted it, when and for what 'reason' (up to 500 "
                    + "characters)."
            )
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(422);
        api.MapGroup("/uploads/{id}")
            .WithTags("Uploads")
            .MapGet("/graph", Look)
            .AddEndpointFilter(new EntityTagFilter())
            .WithName("GetUploadGraph")
            .WithSummary("Inspects a finished upload's file before it is registered as a model")
            .Produces(304)
            .WithDescription("Refused with the codes that POST /models would give. Nothing in the file is run.")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(413)
            .ProducesProblem(422);
        return api;
    }

    static async Task<Ok<IReadOnlyList<ModelRank>>> Ranks(Guid id, BenchDb db, ModelRanks ranks, CancellationToken cancellationToken) =>
        await db.Models.AnyAsync(model => model.Id == id, cancellationToken)
            ? TypedResults.Ok(await ranks.ReadAsync(id, cancellationToken))
            : throw ModelAccess.Unknown(id);

    static async Task<Ok<ModelGraph>> Look(
        Guid id,
        FinishedUploads uploads,
        ModelAdmission admission,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            (
                await uploads.ReadAsync(
                    id,
                    Caller.Of(http.User)!,
                    file => admission.AdmitAsync(file, embedding: null, cancellationToken),
                    cancellationToken
                )
            ).Graph
        );

    static async Task<Results<Created<ModelView>, Ok<ModelView>>> Upload(
        ModelUpload upload,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (model, submission) = await upload.TakeAsync(http.Request, Caller.Of(http.User)!, cancellationToken);
        var location = $"/api/v1/models/{model.Id}";
        http.Response.Headers.Location = location;
        var view = ModelView.Of(model, Caller.Of(http.User)!.Name) with { Submission = submission };
        return submission.NewEntry ? TypedResults.Created(location, view) : TypedResults.Ok(view);
    }

    static async Task<Ok<Page<ModelSummary>>> List(
        [AsParameters] PageRequest page,
        [FromQuery] string? name,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        var found = await page.Newest(db.Models.AsNoTracking().Named(name), model => model.Id)
            .Select(model => new ModelSummary(
                model.Id,
                model.Name,
                db.Keys.Where(key => key.Id == model.OwnerKeyId).Select(key => key.Name).FirstOrDefault(),
                model.State,
                model.Architecture,
                model.TrainingData,
                model.Precision,
                model.Parameters,
                model.Macs,
                model.Sha256,
                model.FileSize,
                model.CreatedAt
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, model => model.Id));
    }

    static async Task<Ok<ModelView>> Get(Guid id, BenchDb db, Tombstones tombstones, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            await ViewAsync(
                await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == id, cancellationToken)
                    ?? throw await tombstones.MissingModelAsync(id, cancellationToken),
                db,
                cancellationToken
            )
        );

    static async Task<Ok<ModelView>> Change(
        Guid id,
        ModelPatch patch,
        ModelEditing editing,
        BenchDb db,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await ViewAsync(await editing.ChangeAsync(id, patch, Caller.Of(http.User)!, cancellationToken), db, cancellationToken)
        );

    static async Task<Ok<Page<ModelChangeView>>> Changes(
        Guid id,
        [AsParameters] PageRequest page,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        if (!await db.Models.AnyAsync(model => model.Id == id, cancellationToken))
            throw ModelAccess.Unknown(id);
        var changes = db.ModelChanges.AsNoTracking().Where(change => change.ModelId == id);
        var found = await page.Newest(changes, change => change.Id)
            .Select(change => new
            {
                change.Id,
                View = new ModelChangeView(
                    change.Field,
                    change.Before,
                    change.After,
                    db.Keys.Where(key => key.Id == change.KeyId).Select(key => key.Name).FirstOrDefault(),
                    change.ChangedAt
                ),
            })
            .ToListAsync(cancellationToken);
        var shown = page.Of(found, change => change.Id);
        return TypedResults.Ok(new Page<ModelChangeView>([.. shown.Items.Select(change => change.View)], shown.Next));
    }

    static async Task<ModelView> ViewAsync(Model model, BenchDb db, CancellationToken cancellationToken) =>
        ModelView.Of(
            model,
            await db.Keys.Where(key => key.Id == model.OwnerKeyId).Select(key => key.Name).FirstOrDefaultAsync(cancellationToken)
        );

    static async Task<NoContent> Delete(
        Guid id,
        [FromQuery] string? reason,
        BenchDb db,
        ModelRemoval removal,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var model =
            await db.Models.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken)
            ?? throw ModelAccess.Unknown(id);
        var caller = Caller.Of(http.User)!;
        ModelAccess.RequireOwner(model, caller);
        await removal.RemoveAsync(model, caller, reason, cancellationToken);
        return TypedResults.NoContent();
    }
}
