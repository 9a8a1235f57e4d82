using System.Globalization;
using Bench.Api.Http;
using Bench.Data;
using Bench.Imaging.Decode;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Mistakes;

internal static class ImageEndpoints
{
    public static RouteGroupBuilder MapDatasetImages(this RouteGroupBuilder api)
    {
        api.MapGet("/datasets/{key}/images/{index:int}", Picture)
            .WithTags("Datasets")
            .WithName("GetDatasetImage")
            .WithSummary("Bytes of one image, by its place in the dataset's order")
            .Produces<Stream>(200, "image/jpeg", "image/png")
            .ProducesProblem(404);
        api.MapGet("/datasets/{key}/images/{image}/answers", Answers)
            .WithTags("Datasets")
            .WithName("GetImageAnswers")
            .WithSummary(
                "One image, by its place, path or name: what every label set says of it, what people said, what every model answered"
            )
            .AddEndpointFilter<EntityTagFilter>()
            .Produces(304)
            .ProducesProblem(404)
            .ProducesProblem(409);
        return api;
    }

    static async Task<Ok<ImageReport>> Answers(string key, string image, ImageReporter reporter, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reporter.ReadAsync(key, image, cancellationToken));

    /// <remarks>The path comes from the manifest and is resolved, links and all, inside the dataset's own folder; what
    /// is not JPEG or PNG by its first bytes is not handed out.</remarks>
    static async Task<Results<FileStreamHttpResult, NotFound>> Picture(
        string key,
        int index,
        BenchDb db,
        DatasetStore store,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.Datasets.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Key == key, cancellationToken);
        if (dataset is not { HasImages: true, ManifestBlob: not null })
            return TypedResults.NotFound();
        var manifest = await store.ManifestAsync(dataset, cancellationToken);
        if (index < 0 || index >= manifest.Count)
            return TypedResults.NotFound();

        Stream file;
        try
        {
            file = await store.OpenPictureAsync(dataset, manifest, index, cancellationToken);
        }
        catch (Exception error) when (error is DatasetImportException or ImageDecodeException or IOException or UnauthorizedAccessException)
        {
            return TypedResults.NotFound();
        }
        var head = new byte[8];
        var type = ContentType(
            head.AsSpan(0, await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken))
        );
        if (type is null)
        {
            await file.DisposeAsync();
            return TypedResults.NotFound();
        }
        file.Position = 0;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.Stream(file, type, entityTag: new EntityTagHeaderValue($"\"{TagOf(manifest, index)}\""));
    }

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
