using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.Problems;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Workers.Datasets.Registry;
using Bench.Workers.Evaluation;
using Bench.Workers.Evaluation.Submissions;
using Bench.Workers.Jobs;
using Bench.Workers.Labels;

namespace Bench.Api.Evaluations;

/// <summary>Turns predictions made elsewhere into an evaluation that waits to be scored: checked against the dataset, put into its image order, stored in our own format.</summary>
internal sealed class PredictionSubmission(BenchDb db, DatasetStore datasets, IBlobStore blobs, WorkScheduler scheduler, BenchOptions options, TimeProvider time)
{
    /// <returns>Id of the evaluation.</returns>
    /// <exception cref="RefusalException">The predictions do not fit the dataset; nothing has changed.</exception>
    public async Task<Guid> TakeAsync(Dataset dataset, PredictionsManifest manifest, ReceivedFile file, ReceivedFile? order, Caller caller, CancellationToken cancellationToken)
    {
        var target = new LabelTarget(await datasets.ManifestAsync(dataset, cancellationToken), dataset.ManifestHash!, await datasets.ClassesAsync(dataset, cancellationToken));
        var predictions = await ReadAsync(manifest, file, order, target, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = manifest.Name.Trim(),
            Description = manifest.Description,
            Architecture = manifest.Architecture,
            TrainingData = manifest.TrainingData,
            License = manifest.License,
            Url = manifest.Url,
            OwnerKeyId = caller.KeyId,
            State = ModelState.PredictionsOnly,
            CreatedAt = now,
        };
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            OwnerKeyId = caller.KeyId,
            Verified = false,
            State = EvaluationState.Scoring,
            Total = dataset.ImageCount,
            Done = dataset.ImageCount,
            StartedAt = now,
            CreatedAt = now,
        };
        // Dies before the commit: a blob under an id that no row has.
        evaluation.PredictionsBlob = await StoreAsync(evaluation.Id, predictions, target, cancellationToken);
        var scoring = new WorkItem { Id = Guid.CreateVersion7(), Kind = WorkKind.ScoreEvaluation, SubjectId = evaluation.Id, CreatedAt = now };
        db.Models.Add(model);
        db.Evaluations.Add(evaluation);
        db.Work.Add(scoring);
        await db.SaveChangesAsync(cancellationToken);
        await scheduler.EnqueueAsync([scoring], cancellationToken);
        return evaluation.Id;
    }

    static async Task<Bench.Metrics.Predictions> ReadAsync(PredictionsManifest manifest, ReceivedFile file, ReceivedFile? order, LabelTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await SubmissionReader.ReadAsync(new SubmissionFile { Format = manifest.Format, Path = file.Path, OrderPath = order?.Path, Target = target }, cancellationToken);
        }
        catch (SubmissionException error)
        {
            throw RefusalException.Invalid(error.Code, $"{char.ToUpperInvariant(error.Message[0])}{error.Message[1..].TrimEnd('.')}.", "Give every image of the dataset one prediction, under the name that the dataset has for it.");
        }
    }

    async Task<string> StoreAsync(Guid evaluation, Bench.Metrics.Predictions predictions, LabelTarget target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.CachePath);
        var path = Path.Combine(options.CachePath, $"{Guid.NewGuid():N}.npz");
        try
        {
            StoredPredictions.Write(predictions, path, target.ManifestHash, target.Classes.Key);
            var key = BlobKeys.Predictions(evaluation, attempt: 0);
            await blobs.PutAsync(key, path, cancellationToken);
            return key;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
