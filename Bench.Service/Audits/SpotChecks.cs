using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Start;
using Bench.Service.Inquiries;
using Bench.Service.Log;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>Starts spot checks of submitted predictions.</summary>
public sealed class SpotChecks(BenchDb db, InquiryDesk desk, LogKey key, TimeProvider time)
{
    /// <summary>Its name in the contract, and so in the audit log.</summary>
    public const string Operation = "StartSpotCheck";

    public const int UsualImages = 500,
        MostImages = 2_000;

    /// <summary>Draws the rows and has the model asked about them. The rows are in the log by then, so nobody could
    /// know which would be drawn; who asks again about them and the model has the same ones drawn.</summary>
    /// <returns>The audit's id.</returns>
    /// <exception cref="RefusalException">There is nothing to check, or the model cannot be run; nothing has
    /// changed.</exception>
    public async Task<Guid> StartAsync(SpotCheckRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Images is < 1 or > MostImages)
            throw new RefusalException(
                RefusalKind.Malformed,
                "images-invalid",
                $"{Counted.Of(request.Images.Value, "image was", "images were")} asked for.",
                $"Ask for 1 to {MostImages}."
            );
        var evaluation =
            await db.Evaluations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == request.EvaluationId, cancellationToken)
            ?? throw EvaluationQueries.Unknown(request.EvaluationId);
        if (!caller.MayChange(evaluation.OwnerKeyId))
            throw RefusalException.NotOwner(
                "The predictions were submitted with another key.",
                "Use the key that submitted them, or ask an operator."
            );
        if (evaluation.RowsRoot is not { } root || evaluation.PredictionsBlob is null)
            throw RefusalException.Conflict(
                "rows-not-committed",
                "The evaluation has no submitted rows to check: the service made its predictions, or does not keep them.",
                "Check predictions that were submitted without a model."
            );
        var model = await db.FindRunnableModelAsync(request.ModelId, cancellationToken);
        model.RequireInspected();
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(known => known.Id == evaluation.DatasetId, cancellationToken);
        await db.RequireRunnableAsync(dataset, model, cancellationToken);
        var images = Math.Min(request.Images ?? UsualImages, dataset.ImageCount);
        var earlier = await db.EarlierSpotChecksAsync(evaluation, model, caller.KeyId, cancellationToken);
        var audit = new ModelAudit
        {
            Id = Guid.CreateVersion7(),
            Kind = ModelAuditKind.SpotCheck,
            ModelId = model.Id,
            EvaluationId = evaluation.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Spec = WorkJson.Write(SpotCheckSpec.Of(key.Signer, images, root, model.Sha256, earlier)),
            Preprocessing = model.Preprocessing ?? PreprocessingJson.Write(Preprocessing.Default),
            Total = images,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        return (await desk.AcceptAsync([audit], once: false, caller, cancellationToken))[0];
    }
}
