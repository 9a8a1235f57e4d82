using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Writes verdicts down, one an image, the last word standing.</summary>
public sealed class VerdictBook(BenchDb db, DatasetStore datasets, TimeProvider time)
{
    const int LongestNote = 1000;

    /// <exception cref="RefusalException">The verdict needs a class and has none, or names one that there is not; nothing has
    /// changed.</exception>
    public async Task<LabelVerdict> PutAsync(
        Dataset dataset,
        int image,
        VerdictRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var category = await ClassAsync(dataset, request, cancellationToken);
        if (request.Note?.Length > LongestNote)
            throw RefusalException.Invalid(
                "verdict-invalid",
                $"The note has {request.Note.Length} characters; {LongestNote} is the most.",
                "Shorten it."
            );
        var now = time.GetUtcNow().UtcDateTime;
        var row = new LabelVerdict
        {
            Id = Guid.CreateVersion7(),
            DatasetId = dataset.Id,
            Image = image,
            Verdict = request.Verdict,
            Class = category,
            Note = request.Note,
            By = caller.Name,
            KeyId = caller.KeyId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await OverwriteAsync(row, cancellationToken))
            return row;
        db.LabelVerdicts.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Somebody else spoke in the same moment: this is the later word.
            db.Entry(row).State = EntityState.Detached;
            await OverwriteAsync(row, cancellationToken);
        }
        return row;
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(Guid datasetId, int image, CancellationToken cancellationToken) =>
        await db
            .LabelVerdicts.Where(verdict => verdict.DatasetId == datasetId && verdict.Image == image)
            .ExecuteDeleteAsync(cancellationToken) > 0;

    async Task<bool> OverwriteAsync(LabelVerdict row, CancellationToken cancellationToken) =>
        await db
            .LabelVerdicts.Where(verdict => verdict.DatasetId == row.DatasetId && verdict.Image == row.Image)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(verdict => verdict.Verdict, row.Verdict)
                        .SetProperty(verdict => verdict.Class, row.Class)
                        .SetProperty(verdict => verdict.Note, row.Note)
                        .SetProperty(verdict => verdict.By, row.By)
                        .SetProperty(verdict => verdict.KeyId, row.KeyId)
                        .SetProperty(verdict => verdict.UpdatedAt, row.UpdatedAt),
                cancellationToken
            ) > 0;

    async Task<int?> ClassAsync(Dataset dataset, VerdictRequest request, CancellationToken cancellationToken)
    {
        var needed = request.Verdict is Verdict.Guessed or Verdict.Both;
        if (!needed && request.Class is not null)
            throw RefusalException.Invalid("verdict-invalid", "This verdict names no class.", "Leave class out, or say guessed or both.");
        if (!needed)
            return null;
        if (string.IsNullOrWhiteSpace(request.Class))
            throw RefusalException.Invalid(
                "verdict-invalid",
                "This verdict needs the class that is right.",
                "Send class: an id or index of the dataset's class space."
            );
        return (await datasets.ClassesAsync(dataset, cancellationToken)).Resolve(request.Class)
            ?? throw RefusalException.Invalid(
                "verdict-invalid",
                $"'{request.Class}' is no class of this dataset.",
                "Send a class id or index of the dataset's class space."
            );
    }
}
