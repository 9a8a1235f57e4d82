using System.Globalization;
using Bench.Api.Http;
using Bench.Data;
using Bench.Imaging.Decode;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Mistakes;

internal static class ImageEndpoints
{
    public static RouteGroupBuilder MapDatasetImages(this RouteGroupBuilder api)
    {
        api.MapGet("/datasets/{key}/images/{index}", Picture)
            .WithTags("Datasets")
            .WithName("GetDatasetImage")
            .WithSummary("Bytes of one image, by its place in the dataset's order")
            .Produces<Stream>(200, "image/jpeg", "image/png")
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapGet("/datasets/{key}/images/{image}/answers", Answers)
            .WithTags("Datasets")
            .WithName("GetImageAnswers")
            .WithSummary(
                "One image, by its place, path or name: what every label set says of it, what people said, what every model answered"
            )
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(404)
            .ProducesProblem(409);
        return api;
    }

    static async Task<Ok<ImageReport>> Answers(string key, string image, ImageReporter reporter, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reporter.ReadAsync(key, image, cancellationToken));

    /// <remarks>The path comes from the manifest and is resolved, links and all, inside the dataset's own folder; what
    /// is not JPEG or PNG by its first bytes is not handed out.</remarks>
    static async Task<FileStreamHttpResult> Picture(
        string key,
        int index,
        BenchDb db,
        DatasetStore store,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        dataset.RequireReady();
        if (!dataset.HasImages)
            throw Missing($"The dataset '{key}' is a list alone: it has no pictures.");
        if (dataset.ManifestBlob is null || index < 0 || index >= dataset.ImageCount)
            throw RefusalException.NotFound(
                "image",
                "image-not-found",
                index.ToString(CultureInfo.InvariantCulture),
                $"Give a place in the dataset's order, from 0 to {dataset.ImageCount - 1}."
            );
        var manifest = await store.ManifestAsync(dataset, cancellationToken);

        Stream file;
        try
        {
            file = await store.OpenPictureAsync(dataset, manifest, index, cancellationToken);
        }
        catch (Exception error) when (error is DatasetImportException or ImageDecodeException or IOException or UnauthorizedAccessException)
        {
            throw Missing($"The picture of image {index} is not there, or cannot be read here.");
        }
        var head = new byte[8];
        var type = ContentType(
            head.AsSpan(0, await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken))
        );
        if (type is null)
        {
            await file.DisposeAsync();
            throw Missing($"The picture of image {index} is neither JPEG nor PNG, which alone are handed out.");
        }
        file.Position = 0;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.Stream(file, type, entityTag: new EntityTagHeaderValue($"\"{TagOf(manifest, index)}\""));
    }

    static RefusalException Missing(string why) =>
        new(RefusalKind.NotFound, "picture-missing", why, "Tell the operator, who has the dataset's files.");

    /// <summary>An entity tag of the picture; of a generated one, of its source and how it was made.</summary>
    static string TagOf(DatasetManifest manifest, int index) =>
        manifest.ShiftOf(index) is { } shift
            ? string.Create(CultureInfo.InvariantCulture, $"{manifest.Images[index].Hash}-{shift.Key:x16}-{shift.Quality}")
            : manifest.Images[index].Hash.ToString();

    static string? ContentType(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] => "image/png",
            _ => null,
        };
}
