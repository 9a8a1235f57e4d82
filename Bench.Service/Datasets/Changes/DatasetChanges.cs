using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Work;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Inquiries;
using Bench.Service.Log;
using Bench.Service.Readers;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Changes;

/// <summary>Changes a dataset that others may be compared with: nothing that rests on it stays on the board
/// unmarked.</summary>
public sealed class DatasetChanges(
    BenchDb db,
    DatasetStore store,
    UnreadBlobs leftovers,
    Counterparts counterparts,
    WorkQueue queue,
    WorkScheduler scheduler,
    TimeProvider time,
    VariantCatalog variants,
    Sights sights
)
{
    /// <summary>Forgets a dataset, its label sets, evaluations, attacks, audits and explanations.</summary>
    /// <param name="key">Of the dataset.</param>
    /// <param name="withdraw">Whether numbers that other datasets have from a comparison with it go off the board; else
    /// it is refused while there are any.</param>
    /// <param name="cancellationToken">Stops it before anything has changed.</param>
    /// <exception cref="RefusalException">There is no such dataset, or others are compared with it.</exception>
    public async Task RemoveAsync(string key, bool withdraw, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Evaluations.Where(evaluation => evaluation.DatasetId == dataset.Id).HoldAsync(cancellationToken);
        var dependents = await DependentsAsync(dataset, cancellationToken);
        var made = await db.Datasets.Where(other => other.ParentId == dataset.Id).Select(other => other.Key).ToListAsync(cancellationToken);
        if (made.Count > 0)
            throw RefusalException.Conflict(
                "dataset-in-use",
                $"The pictures of {string.Join(", ", made.Order(StringComparer.Ordinal).Select(other => $"'{other}'"))} "
                    + $"are made from '{key}'.",
                "Delete these first."
            );
        if (dependents.Count > 0 && !withdraw)
            throw RefusalException.Conflict(
                "dataset-in-use",
                $"'{key}' is what {string.Join(", ", dependents.Select(other => $"'{other.Key}'"))} "
                    + $"{(dependents.Count == 1 ? "is" : "are")} compared with: "
                    + "clean-top1, accuracy-drop and the like rest on it.",
                $"Delete these first, compare them with another (PUT /api/v1/datasets/{{key}}/clean), or repeat "
                    + $"with ?withdraw=true: then these numbers go off the board."
            );
        var evaluations = db.Evaluations.Where(evaluation => evaluation.DatasetId == dataset.Id).Select(evaluation => evaluation.Id);
        var asked = await db.ContentsAsync(db.Inquiries.Where(inquiry => inquiry.DatasetId == dataset.Id), cancellationToken);
        List<string> unread = [.. await BlobsAsync(dataset.Id, cancellationToken), .. asked.Blobs];
        if (dataset.BoxesHash is { } boxes)
            unread.Add(BlobKeys.Boxes(dataset.Id, boxes));
        // Explanations under way may still be held against boxes that were replaced.
        unread.AddRange(asked.Boxes.Select(each => BlobKeys.Boxes(each.Dataset, each.Hash)));
        await db
            .Work.Where(item => item.SubjectId == dataset.Id || evaluations.Contains(item.SubjectId) || asked.Ids.Contains(item.SubjectId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.AddRetractionsAsync(
            await evaluations.ToListAsync(cancellationToken),
            await sights.OfAsync(caller: null, cancellationToken),
            $"the dataset '{key}' was deleted",
            time.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.Datasets.Where(candidate => candidate.Id == dataset.Id).ExecuteDeleteAsync(cancellationToken);
        var rescoring = await RescoringAsync([.. dependents.Select(other => other.Id)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);
        // Dies here: blobs, a data owner's keys among them, stay in the store, and no row names them any more.
        await leftovers.DeleteAsync(unread);
        // Dies here: what was unpacked of its archive stays behind. It wastes disk space and changes no result.
        DeleteUnpacked(store.UnpackFolder(dataset.Id));
    }

    /// <summary>Blobs of what was evaluated over the dataset. What is named by its content alone (manifest, classes,
    /// labels) stays: another dataset may be about to name it.</summary>
    async Task<List<string>> BlobsAsync(Guid dataset, CancellationToken cancellationToken)
    {
        var evaluations = db.Evaluations.Where(evaluation => evaluation.DatasetId == dataset);
        var ids = evaluations.Select(evaluation => evaluation.Id);
        IQueryable<string?>[] named =
        [
            evaluations.Select(evaluation => evaluation.PredictionsBlob),
            db.Work.Where(item => ids.Contains(item.SubjectId)).Select(item => item.Result),
        ];
        var blobs = new List<string>();
        foreach (var keys in named)
            blobs.AddRange((await keys.Where(key => key != null).ToListAsync(cancellationToken)).OfType<string>());
        return blobs;
    }

    static void DeleteUnpacked(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A machine that may only read the datasets' folder: the dataset is gone all the same.
        }
    }

    /// <summary>Compares a dataset with another one from now on; null leaves it to its variant.</summary>
    /// <exception cref="RefusalException">One of the two is not there, or the other is compared with this
    /// one.</exception>
    public async Task<Dataset> SetCleanAsync(string key, string? clean, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        if (clean == key)
            throw RefusalException.Invalid(
                "dataset-invalid",
                $"'{key}' cannot be compared with itself.",
                "Name another dataset, or null for none."
            );
        if (clean is not null)
        {
            await db.FindDatasetAsync(clean, cancellationToken);
            var all = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
            var changed = all.Find(each => each.Id == dataset.Id)!;
            changed.CleanDataset = clean;
            MeantDatasets.RequireNoCircle(changed, all, variants);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db
            .Datasets.Where(candidate => candidate.Id == dataset.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.CleanDataset, clean), cancellationToken);
        var rescoring = await RescoringAsync([dataset.Id], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);
        return await db.FindDatasetAsync(key, cancellationToken);
    }

    /// <summary>Names the model that the dataset's numbers are given relative to, when they are read; null names none.</summary>
    /// <exception cref="RefusalException">The dataset or the model is not there.</exception>
    public async Task<Dataset> SetOracleAsync(string key, Guid? model, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        if (model is { } id && !await db.Models.AnyAsync(candidate => candidate.Id == id, cancellationToken))
            throw RefusalException.NotFound("model", "model-not-found", id.ToString(), "List the models with GET /api/v1/models.");
        await db
            .Datasets.Where(candidate => candidate.Id == dataset.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.OracleModelId, model), cancellationToken);
        dataset.OracleModelId = model;
        return dataset;
    }

    async Task<List<WorkItem>> RescoringAsync(IReadOnlyCollection<Guid> datasets, CancellationToken cancellationToken)
    {
        var rescoring = await counterparts.RescoringOfDatasetsAsync(datasets, cancellationToken);
        await queue.SupersedeAsync(rescoring, cancellationToken);
        db.Work.AddRange(rescoring);
        await db.SaveChangesAsync(cancellationToken);
        return rescoring;
    }

    /// <summary>Datasets that are compared with this one, or are meant to be.</summary>
    async Task<List<Dataset>> DependentsAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var compared = await db.ComparedWithAsync(dataset.Id, variants, cancellationToken);
        var named = await db
            .Datasets.AsNoTracking()
            .Where(other => other.CleanDataset == dataset.Key && other.Id != dataset.Id)
            .ToListAsync(cancellationToken);
        return [.. compared.Concat(named).DistinctBy(other => other.Id).OrderBy(other => other.Key, StringComparer.Ordinal)];
    }
}
