using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Boxes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Datasets;

internal static class BoxEndpoints
{
    static readonly FormLimits Limits = new(256L << 20, "boxes-too-large", "file");

    public static RouteGroupBuilder MapBoxes(this RouteGroupBuilder api)
    {
        var boxes = api.MapGroup("/datasets/{key}/boxes")
            .WithTags("Datasets")
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404);
        boxes
            .MapPut("", Set)
            .Accepts<BoxesForm>("multipart/form-data")
            .WithName("SetDatasetBoxes")
            .WithSummary("Attaches boxes of objects, against which explanations of the dataset's images are held")
            .WithDescription(
                "multipart/form-data with the part 'file': CSV lines file_name,x0,y0,x1,y1 with edges in pixels of the stored pictures, "
                    + "any number of lines an image. It takes the place of the file before."
            )
            .ProducesProblem(400)
            .ProducesProblem(409)
            .ProducesProblem(413)
            .ProducesProblem(422)
            .DisableAntiforgery();
        boxes
            .MapDelete("", Remove)
            .WithName("RemoveDatasetBoxes")
            .WithSummary("Detaches a dataset's boxes; explanations keep their numbers");
        return api;
    }

    static async Task<Ok<BoxesView>> Set(
        string key,
        HttpRequest request,
        FormReceiver forms,
        DatasetBoxes boxes,
        CancellationToken cancellationToken
    )
    {
        using var form = await forms.ReceiveAsync(request, Limits, cancellationToken);
        var file = form.RequireFile("the CSV file of boxes");
        return TypedResults.Ok(View(await boxes.SetAsync(key, file, cancellationToken)));
    }

    static async Task<NoContent> Remove(string key, DatasetBoxes boxes, CancellationToken cancellationToken)
    {
        await boxes.RemoveAsync(key, cancellationToken);
        return TypedResults.NoContent();
    }

    static BoxesView View(Dataset dataset) => new(dataset.Key, dataset.BoxesHash!, dataset.BoxedImages);
}

/// <summary>The form that attaches boxes.</summary>
/// <param name="File">CSV lines file_name,x0,y0,x1,y1.</param>
internal sealed record BoxesForm(IFormFile File);

/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Images">Images that have a box.</param>
public sealed record BoxesView(string Dataset, string Sha256, int Images);
