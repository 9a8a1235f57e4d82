using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Log;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>The log that anyone can verify: docs/verify.md.</summary>
internal static class LogEndpoints
{
    const int MostHeads = 100;

    public static RouteGroupBuilder MapLog(this RouteGroupBuilder api)
    {
        var log = api.MapGroup("/log").WithTags("Log").AddEndpointFilter(new EntityTagFilter());
        log.MapGet("", Now).WithName("GetLog").WithSummary("The log's public key, and its newest signed tree head").Produces(304);
        log.MapGet("/heads", Heads).WithName("ListTreeHeads").WithSummary("The newest signed tree heads").Produces(304);
        log.MapGet("/entries", Entries)
            .WithName("ListLogEntries")
            .WithSummary("Entries in order of their places")
            .ProducesProblem(422)
            .Produces(304);
        log.MapGet("/inclusion", Inclusion)
            .WithName("GetInclusionProof")
            .WithSummary("Proof that an entry is in the log")
            .ProducesProblem(422)
            .Produces(304);
        log.MapGet("/consistency", Consistency)
            .WithName("GetConsistencyProof")
            .WithSummary("Proof that an earlier log is the beginning of a later one")
            .ProducesProblem(422)
            .Produces(304);
        log.MapGet("/rows/{evaluation}", Row)
            .WithName("GetProvenRow")
            .WithSummary("A row of a board with its receipt and both proofs: what 'verify row.json' reads")
            .ProducesProblem(404)
            .Produces(304);
        log.MapGet("/files/{kind}/{sha256}", Evidence)
            .WithName("GetEvidence")
            .WithSummary("A file that numbers were computed from, by its hash; kind is labels or manifests")
            .ProducesProblem(404)
            .Produces<Stream>(200, "application/octet-stream");
        log.MapGet("/releases", Releases).WithName("ListReleases").WithSummary("Frozen boards, by name").Produces(304);
        log.MapGet("/releases/{name}", Release)
            .WithName("GetRelease")
            .WithSummary("A frozen board: its tree head, and its rows at that time")
            .ProducesProblem(404)
            .Produces(304);
        log.MapPost("/releases", Freeze)
            .WithName("FreezeBoard")
            .WithSummary("Freezes the board under a name that can be cited")
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(409)
            .ProducesProblem(422)
            .WithExample("""{ "name": "v2026.1", "note": "as cited in the workshop's report" }""");
        return api;
    }

    static async Task<Ok<LogView>> Now(LogReader reader, TransparencyLog log, CancellationToken cancellationToken) =>
        TypedResults.Ok(new LogView(log.PublicKey, SignedHead.Of(await reader.HeadAsync(cancellationToken))));

    static async Task<Ok<List<SignedHead>>> Heads(BenchDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            (
                await db.TreeHeads.AsNoTracking().OrderByDescending(head => head.Size).Take(MostHeads).ToListAsync(cancellationToken)
            ).ConvertAll(SignedHead.Of)
        );

    static async Task<Ok<List<LogEntryView>>> Entries(
        LogReader reader,
        long start = 0,
        int limit = 100,
        CancellationToken cancellationToken = default
    ) => TypedResults.Ok(await reader.EntriesAsync(start, limit, cancellationToken));

    static async Task<Ok<InclusionProof>> Inclusion(
        long place,
        LogReader reader,
        long? size = null,
        CancellationToken cancellationToken = default
    ) => TypedResults.Ok(await reader.InclusionAsync(place, size, cancellationToken));

    static async Task<Ok<ConsistencyProof>> Consistency(
        long from,
        LogReader reader,
        long? to = null,
        CancellationToken cancellationToken = default
    ) => TypedResults.Ok(await reader.ConsistencyAsync(from, to, cancellationToken));

    static async Task<Ok<ProvenRow>> Row(
        Guid evaluation,
        LogReader reader,
        string? labelSet = null,
        long? place = null,
        long? from = null,
        CancellationToken cancellationToken = default
    ) => TypedResults.Ok(await reader.RowAsync(evaluation, labelSet, place, from, cancellationToken));

    /// <summary>Only what a row of the database names is given out, so that a hash cannot be used to ask what else is
    /// here.</summary>
    static async Task<PhysicalFileHttpResult> Evidence(
        string kind,
        string sha256,
        BenchDb db,
        IBlobStore blobs,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // Labels that are kept back are in the list of the images too.
        var now = time.GetUtcNow().UtcDateTime;
        var key = kind switch
        {
            "labels" => await db
                .LabelSets.Where(set => set.Hash == sha256 && !db.Datasets.Any(of => of.Id == set.DatasetId && of.Ladder))
                .Select(set => set.Blob)
                .FirstOrDefaultAsync(cancellationToken),
            "manifests" => await db
                .Datasets.Where(dataset =>
                    dataset.ManifestHash == sha256 && !dataset.Ladder && (dataset.HeldOutUntil == null || dataset.HeldOutUntil <= now)
                )
                .Select(dataset => dataset.ManifestBlob)
                .FirstOrDefaultAsync(cancellationToken),
            _ => null,
        };
        if (key is null)
            throw RefusalException.NotFound(
                "file of this kind",
                "evidence-not-found",
                $"{kind}/{sha256}",
                "Take the address from the field 'files' of a row."
            );
        return TypedResults.PhysicalFile(
            Path.GetFullPath(await blobs.FetchAsync(key, cancellationToken)),
            "application/octet-stream",
            Path.GetFileName(key)
        );
    }

    static async Task<Ok<List<ReleaseView>>> Releases(ReleaseBook book, CancellationToken cancellationToken) =>
        TypedResults.Ok(await book.ListAsync(cancellationToken));

    static async Task<Ok<ReleaseView>> Release(string name, ReleaseBook book, CancellationToken cancellationToken) =>
        TypedResults.Ok(await book.GetAsync(name, cancellationToken));

    static async Task<Created<ReleaseView>> Freeze(FreezeRequest request, ReleaseBook book, CancellationToken cancellationToken)
    {
        var release = await book.FreezeAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/log/releases/{release.Name}", await book.GetAsync(release.Name, cancellationToken));
    }
}
