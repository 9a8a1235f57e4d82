using System.ComponentModel;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Work;
using Bench.Service.Datasets.Changes;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Sharing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Datasets;

internal static class DatasetEndpoints
{
    public static RouteGroupBuilder MapDatasets(this RouteGroupBuilder api)
    {
        var datasets = api.MapGroup("/datasets").WithTags("Datasets").AddEndpointFilter(new EntityTagFilter());
        datasets
            .MapGet("", List)
            .WithName("ListDatasets")
            .WithSummary("All datasets, in the order of their keys")
            .Produces(304)
            .ProducesProblem(400);
        datasets
            .MapGet("/{key}", Get)
            .WithName("GetDataset")
            .WithSummary("A dataset, with the progress of its import")
            .Produces(304)
            .ProducesProblem(404);
        datasets
            .MapGet("/{key}/near-duplicates", Duplicates)
            .WithName("ListNearDuplicates")
            .WithSummary("Pictures that are nearly the same by perceptual hash, within the dataset or in another one")
            .Produces(304)
            .ProducesProblem(404)
            .ProducesProblem(409);
        var operators = datasets.MapGroup("").RequireAuthorization(AccessServices.Operator).ProducesProblem(401).ProducesProblem(403);
        operators
            .MapPost("", Register)
            .WithName("RegisterDataset")
            .WithSummary("Registers a dataset; its import runs as a job")
            .WithExample("""{ "key": "imagenet-val", "variant": "imagenet-val", "layout": "imagefolder", "path": "imagenet/val" }""")
            .ProducesProblem(400)
            .ProducesProblem(409)
            .ProducesProblem(422);
        operators
            .MapPost("/{key}/generated", Generate)
            .WithName("GenerateDataset")
            .WithSummary("Makes a dataset of this one's pictures under published corruptions; no picture is stored twice")
            .WithExample("""{ "key": "imagenet-c-generated", "family": "imagenet-c" }""")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(422);
        operators
            .MapPut("/{key}/oracle", SetOracle)
            .WithName("SetDatasetOracle")
            .WithSummary("Designates the model that oracle-relative robustness is measured against, or none")
            .WithExample("""{ "modelId": "0190a1b2-0000-7000-8000-000000000000" }""")
            .ProducesProblem(404);
        operators
            .MapPut("/{key}/clean", SetClean)
            .WithName("SetCleanDataset")
            .WithSummary("Names the dataset that this one's numbers are compared with, or leaves it to the variant; starts rescoring")
            .WithExample("""{ "dataset": "imagenet-val" }""")
            .ProducesProblem(404)
            .ProducesProblem(422);
        operators
            .MapPatch("/{key}", Change)
            .WithName("ChangeDataset")
            .WithSummary("Changes who may see a dataset, its labels and every evaluation over it")
            .WithExample("""{ "sharing": { "visibility": "private", "publicFrom": "2099-01-01T00:00:00Z" } }""")
            .ProducesProblem(404)
            .ProducesProblem(422);
        operators
            .MapDelete("/{key}", Delete)
            .WithName("DeleteDataset")
            .WithSummary("Removes a dataset, its label sets and evaluations; its files stay")
            .ProducesProblem(404)
            .ProducesProblem(409);
        return api;
    }

    static async Task<Ok<Page<DatasetView>>> List(
        [AsParameters] NamedPageRequest page,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var all = await db.Datasets.AsNoTracking().OrderBy(dataset => dataset.Key).ToListAsync(cancellationToken);
        var found = page.Of(all, dataset => dataset.Key);
        var progress = await ProgressAsync(
            db,
            [.. found.Items.Where(dataset => dataset.State == DatasetState.Importing).Select(dataset => dataset.Id)],
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<DatasetView>(
                [.. found.Items.Select(dataset => View(dataset, all, variants, progress.GetValueOrDefault(dataset.Id)))],
                found.Next
            )
        );
    }

    static async Task<Ok<DatasetView>> Get(string key, BenchDb db, VariantCatalog variants, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        var progress = dataset.State == DatasetState.Importing ? await ProgressAsync(db, [dataset.Id], cancellationToken) : [];
        return TypedResults.Ok(await ViewAsync(db, dataset, variants, progress.GetValueOrDefault(dataset.Id), cancellationToken));
    }

    static async Task<Ok<NearDuplicateAnswer>> Duplicates(
        string key,
        [FromQuery, Description("Key of the dataset to compare with; the dataset itself when absent.")] string? other,
        NearDuplicateReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(key, other, cancellationToken));

    static async Task<Accepted<DatasetView>> Register(
        RegisterDatasetRequest request,
        DatasetRegistration registration,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var dataset = await registration.RegisterAsync(request, cancellationToken);
        return TypedResults.Accepted(
            $"/api/v1/datasets/{dataset.Key}",
            await ViewAsync(db, dataset, variants, new ImportProgress(0, 0), cancellationToken)
        );
    }

    static async Task<Accepted<DatasetView>> Generate(
        string key,
        GenerateDatasetRequest request,
        DatasetGeneration generation,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var dataset = await generation.RegisterAsync(key, request, cancellationToken);
        return TypedResults.Accepted(
            $"/api/v1/datasets/{dataset.Key}",
            await ViewAsync(db, dataset, variants, new ImportProgress(0, 0), cancellationToken)
        );
    }

    static async Task<Ok<DatasetView>> SetOracle(
        string key,
        OracleRequest request,
        DatasetChanges changes,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var dataset = await changes.SetOracleAsync(key, request.ModelId, cancellationToken);
        return TypedResults.Ok(await ViewAsync(db, dataset, variants, null, cancellationToken));
    }

    static async Task<Ok<DatasetView>> SetClean(
        string key,
        CleanRequest request,
        DatasetChanges changes,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        var dataset = await changes.SetCleanAsync(key, request.Dataset, cancellationToken);
        return TypedResults.Ok(await ViewAsync(db, dataset, variants, null, cancellationToken));
    }

    static async Task<Ok<DatasetView>> Change(
        string key,
        DatasetPatch patch,
        DatasetSharing sharing,
        BenchDb db,
        VariantCatalog variants,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await ViewAsync(db, await sharing.ChangeAsync(key, patch, cancellationToken), variants, null, cancellationToken));

    static async Task<NoContent> Delete(
        string key,
        [FromQuery, Description("true: numbers of other datasets that rest on this one go off the board with it.")] bool? withdraw,
        DatasetChanges changes,
        CancellationToken cancellationToken
    )
    {
        await changes.RemoveAsync(key, withdraw == true, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Dictionary<Guid, ImportProgress>> ProgressAsync(
        BenchDb db,
        List<Guid> datasets,
        CancellationToken cancellationToken
    ) =>
        await db
            .Work.AsNoTracking()
            .Where(item => item.Kind == WorkKind.ImportDataset && datasets.Contains(item.SubjectId))
            .ToDictionaryAsync(item => item.SubjectId, item => new ImportProgress(item.Done, item.Total), cancellationToken);

    static async Task<DatasetView> ViewAsync(
        BenchDb db,
        Dataset dataset,
        VariantCatalog variants,
        ImportProgress? progress,
        CancellationToken cancellationToken
    ) => View(dataset, await db.Datasets.AsNoTracking().ToListAsync(cancellationToken), variants, progress);

    static DatasetView View(Dataset dataset, List<Dataset> all, VariantCatalog variants, ImportProgress? progress) =>
        new(
            dataset.Id,
            dataset.Key,
            dataset.Variant,
            dataset.Layout,
            dataset.Path,
            dataset.Classes,
            dataset.State,
            dataset.Failure,
            dataset.State == DatasetState.Importing ? progress : null,
            dataset.ImageCount,
            dataset.ClassCount,
            dataset.ClassSpaceSize,
            dataset.HasImages,
            CleanDatasets.Of(dataset, all, variants)?.Key,
            dataset.OutOfDistribution,
            dataset.OracleModelId,
            dataset.HeldOutUntil,
            dataset.Ladder,
            dataset.Recipe,
            dataset.BoxedImages,
            dataset.Checks,
            dataset.ManifestHash,
            Audience.Of(dataset.Visibility, dataset.TeamId, dataset.PublicFrom),
            $"/api/v1/label-sets?dataset={dataset.Key}",
            dataset.CreatedAt
        );
}
