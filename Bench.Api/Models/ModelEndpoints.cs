using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.Problems;
using Bench.Api.Uploads;
using Bench.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

internal static class ModelEndpoints
{
    public static RouteGroupBuilder MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models").AddEndpointFilter<EntityTagFilter>();
        models.MapPost("", Upload).WithName("UploadModel").WithSummary("Uploads an ONNX model; the same bytes are the same model")
            .WithDescription("Multipart: the part 'file' (.onnx, or .zip with external data) and the part 'manifest' (JSON), in any order. Streamed to disk and hashed; 4 GiB by default.")
            .Accepts<ModelForm>("multipart/form-data").RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        models.MapGet("", List).WithName("ListModels").WithSummary("Models, newest first").Produces(304).ProducesProblem(400);
        models.MapGet("/{id:guid}", Get).WithName("GetModel").WithSummary("A model with its contract, cost and inspection").Produces(304).ProducesProblem(404);
        models.MapDelete("/{id:guid}", Delete).WithName("DeleteModel").WithSummary("Deletes a model, its evaluations and their predictions; its submitter or an operator may")
            .RequireAuthorization(AccessServices.Submitter).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        api.MapGroup("/uploads/{id:guid}").WithTags("Uploads").MapGet("/graph", Look).AddEndpointFilter<EntityTagFilter>().WithName("GetUploadGraph").WithSummary("What a finished upload's file says of itself, before it is registered as a model").Produces(304)
            .WithDescription("Refused with the codes that POST /models would give. Nothing in the file is run.")
            .RequireAuthorization(AccessServices.Submitter).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422);
        return api;
    }

    static async Task<Ok<ModelGraph>> Look(Guid id, FinishedUploads uploads, ModelAdmission admission, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok((await admission.AdmitAsync(await uploads.OpenAsync(id, Caller.Of(http.User)!, cancellationToken), null, cancellationToken)).Graph);

    static async Task<Results<Created<ModelView>, Ok<ModelView>>> Upload(ModelUpload upload, HttpContext http, CancellationToken cancellationToken)
    {
        var (model, isNew) = await upload.TakeAsync(http.Request, Caller.Of(http.User)!, cancellationToken);
        var location = $"/api/v1/models/{model.Id}";
        http.Response.Headers.Location = location;
        return isNew ? TypedResults.Created(location, ModelView.Of(model)) : TypedResults.Ok(ModelView.Of(model));
    }

    static async Task<Ok<Page<ModelSummary>>> List([AsParameters] PageRequest page, [FromQuery] string? name, BenchDb db, CancellationToken cancellationToken)
    {
        var models = db.Models.AsNoTracking();
        if (page.Before is { } before) models = models.Where(model => model.Id < before);
        var found = await models.Named(name).OrderByDescending(model => model.Id).Take(page.Size + 1)
            .Select(model => new ModelSummary(
                model.Id, model.Name, model.State, model.Architecture, model.TrainingData, model.Precision, model.Parameters, model.Macs, model.Sha256, model.FileSize, model.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, model => model.Id));
    }

    static async Task<Ok<ModelView>> Get(Guid id, BenchDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(ModelView.Of(await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == id, cancellationToken) ?? throw Unknown(id)));

    static async Task<NoContent> Delete(Guid id, BenchDb db, ModelRemoval removal, HttpContext http, CancellationToken cancellationToken)
    {
        var model = await db.Models.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) ?? throw Unknown(id);
        if (!Caller.Of(http.User)!.MayChange(model.OwnerKeyId))
            throw new RefusalException(StatusCodes.Status403Forbidden, "not-owner", $"The model '{model.Name}' was uploaded with another key.", "Use the key that uploaded it, or ask an operator.");
        await removal.RemoveAsync(model, cancellationToken);
        return TypedResults.NoContent();
    }

    static RefusalException Unknown(Guid id) => RefusalException.NotFound("model", "model-not-found", id.ToString(), "List the models with GET /api/v1/models, or upload it with POST /api/v1/models.");
}
