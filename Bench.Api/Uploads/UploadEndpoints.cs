using System.Globalization;
using Bench.Api.Auth;
using Bench.Api.Trail;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Uploads;

/// <summary>Resumable uploads by the tus protocol 1.0 (https://tus.io): core, creation, creation-with-upload, checksum,
/// expiration, termination.</summary>
internal static class UploadEndpoints
{
    const string Version = "1.0.0";
    const string Extensions = "creation,creation-with-upload,checksum,expiration,termination";
    const string Bytes = "application/offset+octet-stream";

    public static RouteGroupBuilder MapUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/uploads").WithTags("Uploads").AddEndpointFilter(SpeakTus);
        uploads
            .MapMethods("", [HttpMethods.Options], Options)
            .WithName("DescribeUploads")
            .WithSummary("Supported version and extensions of the tus protocol");
        var own = uploads
            .MapGroup("")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(412);
        own.MapPost("", Create)
            .WithName("CreateUpload")
            .WithSummary("Begins a resumable upload (tus creation), with its first bytes where the request has a body")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces(201)
            .ProducesProblem(400)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(460);
        own.MapMethods("/{id}", [HttpMethods.Head], Head)
            .WithName("GetUploadOffset")
            .WithSummary("How many bytes have arrived (tus offset)")
            .Produces(200)
            .ProducesProblem(404)
            .ProducesProblem(410);
        own.MapPatch("/{id}", Append)
            .WithMetadata(new NotAuditedAttribute())
            .WithName("AppendToUpload")
            .WithSummary("Sends bytes from the offset on")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<Stream>(Bytes)
            .Produces(204)
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(410)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(423)
            .ProducesProblem(460);
        own.MapDelete("/{id}", Delete)
            .WithName("DeleteUpload")
            .WithSummary("Aborts an upload (tus termination)")
            .ProducesProblem(404)
            .ProducesProblem(410);
        return api;
    }

    static async ValueTask<object?> SpeakTus(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["Tus-Resumable"] = Version;
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers["Tus-Resumable"] == Version)
            return await next(context);
        http.Response.Headers["Tus-Version"] = Version;
        throw new RefusalException(
            RefusalKind.VersionUnknown,
            "tus-version",
            http.Request.Headers.TryGetValue("Tus-Resumable", out var spoken)
                ? $"Tus-Resumable is '{spoken}'; this service speaks {Version}."
                : "The header Tus-Resumable is missing: this address takes a file in pieces, by the tus protocol.",
            $"Send 'Tus-Resumable: {Version}', or the whole file with POST /api/v1/models."
        );
    }

    static NoContent Options(HttpResponse response, BenchOptions options)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = Extensions;
        response.Headers["Tus-Checksum-Algorithm"] = UploadChecksum.Algorithms;
        response.Headers["Tus-Max-Size"] = options.MaxModelBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    static async Task<Results<Created, ProblemHttpResult>> Create(
        [FromHeader(Name = "Upload-Length")] string? uploadLength,
        [FromHeader(Name = "Upload-Metadata")] string? uploadMetadata,
        [FromHeader(Name = "Upload-Checksum")] string? uploadChecksum,
        UploadStore store,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        // Refused before a byte of a part has travelled.
        if (http.Request.Headers["Upload-Concat"] is [{ } concat, ..])
            throw Bad(
                "upload-concat",
                $"Upload-Concat is '{FirstTen.Printable(concat)}', and uploads are not put together from parts here.",
                $"Send the file as one upload (parallelUploads: 1); Tus-Extension names what is offered: {Extensions}."
            );
        if (http.Request.Headers.ContainsKey("Upload-Defer-Length"))
            throw Bad(
                "upload-length",
                "Upload-Defer-Length announces a length that comes later, and that is not offered here.",
                "Send Upload-Length with the size of the file in bytes."
            );
        if (!long.TryParse(uploadLength, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw Bad("upload-length", $"Upload-Length is '{uploadLength}'.", "Send the size of the file in bytes as Upload-Length.");
        var metadata =
            UploadMetadata.Parse(uploadMetadata ?? "")
            ?? throw Bad(
                "upload-metadata",
                "Upload-Metadata is not comma-separated pairs of key and Base64 value.",
                $"Send for example 'filename bW9kZWwub25ueA==', at most {UploadMetadata.Longest} characters."
            );
        if (HasBody(http))
            RequireBytes(http.Request);
        var checksum = Checksum(uploadChecksum);
        var upload = await store.CreateAsync(
            length,
            uploadMetadata,
            UploadMetadata.FileName(metadata),
            Caller.Of(http.User)!,
            cancellationToken
        );
        if (HasBody(http))
            Reached(http.Response, await AppendFirstAsync(store, upload, http.Request.Body, checksum, cancellationToken));
        Expires(http.Response, upload.ExpiresAt);
        return TypedResults.Created($"/api/v1/uploads/{upload.Id}");
    }

    /// <summary>The bytes that came with the creation. A client that is refused them has no address of the upload, so none
    /// stays.</summary>
    static async Task<long> AppendFirstAsync(
        UploadStore store,
        Upload upload,
        Stream body,
        UploadChecksum? checksum,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await store.AppendAsync(upload, 0, body, checksum, cancellationToken);
        }
        catch (RefusalException)
        {
            await store.RemoveAsync(upload.Id, CancellationToken.None);
            throw;
        }
    }

    static bool HasBody(HttpContext http) =>
        http.Request.ContentLength != 0 && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    static void RequireBytes(HttpRequest request)
    {
        if (request.ContentType != Bytes)
            throw new RefusalException(
                RefusalKind.TypeUnsupported,
                "media-type-unsupported",
                $"The Content-Type is not {Bytes}.",
                $"Send the bytes as {Bytes}."
            );
    }

    static UploadChecksum? Checksum(string? text) =>
        text is null
            ? null
            : UploadChecksum.Parse(text)
                ?? throw Bad(
                    "upload-checksum-algorithm",
                    $"Upload-Checksum is '{text}'.",
                    $"Send one of {UploadChecksum.Algorithms} and the Base64 of the value."
                );

    static void Reached(HttpResponse response, long offset) =>
        response.Headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);

    static async Task<Ok> Head(Guid id, UploadStore store, HttpContext http, CancellationToken cancellationToken)
    {
        var upload = await store.FindAsync(id, Caller.Of(http.User)!, cancellationToken);
        http.Response.Headers["Upload-Offset"] = store.OffsetOf(id).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Upload-Length"] = upload.Length.ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(upload.Metadata))
            http.Response.Headers["Upload-Metadata"] = upload.Metadata;
        http.Response.Headers.CacheControl = "no-store";
        Expires(http.Response, upload.ExpiresAt);
        return TypedResults.Ok();
    }

    static async Task<NoContent> Append(
        Guid id,
        [FromHeader(Name = "Upload-Offset")] string? uploadOffset,
        [FromHeader(Name = "Upload-Checksum")] string? uploadChecksum,
        UploadStore store,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        RequireBytes(http.Request);
        if (!long.TryParse(uploadOffset, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            throw Bad("upload-offset", $"Upload-Offset is '{uploadOffset}'.", "Send the offset that HEAD gives.");
        var checksum = Checksum(uploadChecksum);
        var upload = await store.FindAsync(id, Caller.Of(http.User)!, cancellationToken);
        var reached = await store.AppendAsync(upload, offset, http.Request.Body, checksum, cancellationToken);
        Reached(http.Response, reached);
        Expires(http.Response, upload.ExpiresAt);
        return TypedResults.NoContent();
    }

    static async Task<NoContent> Delete(Guid id, UploadStore store, HttpContext http, CancellationToken cancellationToken)
    {
        var upload = await store.FindAsync(id, Caller.Of(http.User)!, cancellationToken);
        await store.RemoveAsync(upload.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    static void Expires(HttpResponse response, DateTime expiresAt) =>
        response.Headers["Upload-Expires"] = expiresAt.ToString("R", CultureInfo.InvariantCulture);

    static RefusalException Bad(string code, string message, string nextStep) => new(RefusalKind.Malformed, code, message, nextStep);
}
