using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>Takes predictions-only submissions.</summary>
internal static class PredictionsEndpoint
{
    static readonly FormLimits Limits = new(4L << 30, "predictions-too-large", "file", "order");

    public static async Task<Accepted<EvaluationView>> Submit(
        HttpRequest request,
        FormReceiver forms,
        PredictionSubmission submission,
        EvaluationReader reader,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        using var form = await forms.ReceiveAsync(request, Limits, cancellationToken);
        var manifest = ReadManifest(form.Field("manifest"));
        var file = form.RequireFile("the predictions");
        if (manifest.Format == SubmissionFormats.Csv && form.File("order") is not null)
            throw RefusalException.Invalid(
                "form-invalid",
                "There is a part 'order', and a csv names the image of each line itself.",
                "Leave the part 'order' out, or send ranks or scores as topk-npy or npz."
            );
        var dataset = await db.FindDatasetAsync(manifest.Dataset, cancellationToken);
        dataset.RequireReady();
        var id = await submission.TakeAsync(
            dataset,
            manifest,
            file,
            form.File("order"),
            Caller.Of(request.HttpContext.User)!,
            cancellationToken
        );
        return TypedResults.Accepted($"/api/v1/evaluations/{id}", await reader.ViewAsync(id, cancellationToken));
    }

    static PredictionsManifest ReadManifest(string? json)
    {
        var errors = new FieldErrors();
        var manifest = JsonManifest.ReadPart<PredictionsManifest>(json, "name, dataset and format are needed", errors);
        if (manifest is not null)
            ModelTexts.Check(manifest.OfModel(), errors);
        if (manifest is not null && !SubmissionFormats.All.Contains(manifest.Format))
            errors.Add("format", $"'{manifest.Format}' is not one of {string.Join(", ", SubmissionFormats.All)}");
        if (OutputKinds.Read(manifest?.OutputKind, errors) is not null && manifest is { Format: SubmissionFormats.TopKNpy })
            errors.Add("outputKind", "topk-npy holds ranks alone, which have no scale: leave it out");
        JsonManifest.ThrowIfRefused(errors);
        return manifest!;
    }
}
