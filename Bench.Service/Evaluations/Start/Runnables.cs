using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Registry;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Start;

/// <summary>Models that can be run, and datasets that they can be run over, as far as that is known before a
/// run.</summary>
public static class Runnables
{
    /// <exception cref="RefusalException">There is no such model, or it cannot be run.</exception>
    public static async Task<Model> FindRunnableModelAsync(this BenchDb db, Guid id, CancellationToken cancellationToken)
    {
        var model =
            await db.Models.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken)
            ?? throw ModelAccess.Unknown(id);
        if (model.State == ModelState.PredictionsOnly)
            throw RefusalException.Conflict(
                "model-without-file",
                $"The model '{model.Name}' came as predictions alone; there is nothing to run.",
                "Upload its .onnx file with POST /api/v1/models."
            );
        if (model.State == ModelState.Invalid)
            throw new RefusalException(
                RefusalKind.Conflict,
                model.Failure
                    ?? new Failure(
                        "model-invalid",
                        $"The model '{model.Name}' did not pass inspection.",
                        "Export it again and upload the new file."
                    )
            );
        return model;
    }

    /// <exception cref="RefusalException">There is no such dataset, it has no pictures, or the model's outputs do not
    /// fit its classes.</exception>
    public static async Task<Dataset> FindRunnableDatasetAsync(
        this BenchDb db,
        string key,
        Model model,
        CancellationToken cancellationToken
    )
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        await db.RequireRunnableAsync(dataset, model, cancellationToken);
        return dataset;
    }

    /// <exception cref="RefusalException">The dataset is not ready or has no pictures, or the model's outputs do not
    /// fit its classes.</exception>
    public static async Task RequireRunnableAsync(this BenchDb db, Dataset dataset, Model model, CancellationToken cancellationToken)
    {
        dataset.RequireReady();
        if (!dataset.HasImages)
            throw RefusalException.Conflict(
                "dataset-without-images",
                $"The dataset '{dataset.Key}' is a list without pictures.",
                "Submit predictions with POST /api/v1/evaluations/predictions."
            );
        await OutputFit.RequireAsync(db, model, dataset, cancellationToken);
    }

    /// <summary>How its answers are read, known before it is run.</summary>
    /// <exception cref="RefusalException">It has not been inspected.</exception>
    public static void RequireInspected(this Model model)
    {
        if (model.State != ModelState.Ready)
            throw RefusalException.Conflict(
                "model-not-inspected",
                $"The model '{model.Name}' has not been inspected yet.",
                $"Wait until GET /api/v1/models/{model.Id} says 'ready'."
            );
    }
}
