using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Writes verdicts down, one of each reviewer on an image, and keeps all that was ever said.</summary>
public sealed class VerdictBook(BenchDb db, DatasetStore datasets, TimeProvider time)
{
    const int LongestNote = 1000;

    /// <exception cref="RefusalException">The verdict needs a class and has none, or names one that there is not;
    /// nothing has changed.</exception>
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
                $"The note has {Counted.Of(request.Note.Length, "character")}; {LongestNote} is the most.",
                "Shorten it."
            );
        if (request.Note?.Any(letter => letter is not ('\n' or '\r' or '\t') && !OneLine.IsPrintable(letter)) == true)
            throw RefusalException.Invalid(
                "verdict-invalid",
                "The note has characters that are not printed, or that turn the reading direction.",
                "Leave them out."
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
        while (!await OverwriteAsync(row, cancellationToken) && !await AddAsync(row, cancellationToken)) { }
        return row;
    }

    /// <summary>Takes a reviewer's verdict back.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(Guid datasetId, int image, string by, CancellationToken cancellationToken)
    {
        // Dies before the commit: nothing has changed.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Of(datasetId, image, by).ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        db.LabelVerdictChanges.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                DatasetId = datasetId,
                Image = image,
                By = by,
                At = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <returns>False where the reviewer has said something of the image in this moment.</returns>
    async Task<bool> AddAsync(LabelVerdict row, CancellationToken cancellationToken)
    {
        var change = ChangeOf(row);
        db.LabelVerdicts.Add(row);
        db.LabelVerdictChanges.Add(change);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            db.Entry(row).State = EntityState.Detached;
            db.Entry(change).State = EntityState.Detached;
            return false;
        }
    }

    /// <returns>Whether the reviewer had said something before.</returns>
    async Task<bool> OverwriteAsync(LabelVerdict row, CancellationToken cancellationToken)
    {
        // Dies before the commit: the earlier verdict still counts.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await Of(row.DatasetId, row.Image, row.By)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(verdict => verdict.Verdict, row.Verdict)
                        .SetProperty(verdict => verdict.Class, row.Class)
                        .SetProperty(verdict => verdict.Note, row.Note)
                        .SetProperty(verdict => verdict.KeyId, row.KeyId)
                        .SetProperty(verdict => verdict.UpdatedAt, row.UpdatedAt),
                cancellationToken
            );
        if (changed == 0)
            return false;
        db.LabelVerdictChanges.Add(ChangeOf(row));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    IQueryable<LabelVerdict> Of(Guid datasetId, int image, string by) =>
        db.LabelVerdicts.Where(verdict => verdict.DatasetId == datasetId && verdict.Image == image && verdict.By == by);

    static LabelVerdictChange ChangeOf(LabelVerdict row) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            DatasetId = row.DatasetId,
            Image = row.Image,
            Verdict = row.Verdict,
            Class = row.Class,
            Note = row.Note,
            By = row.By,
            At = row.UpdatedAt,
        };

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
                "Send class: an id, index or name of a class of the dataset."
            );
        var classes = await datasets.ClassesAsync(dataset, cancellationToken);
        try
        {
            return ClassSearch.Find(classes, request.Class);
        }
        catch (RefusalException error)
        {
            throw RefusalException.Invalid("verdict-invalid", error.Failure.Message, error.Failure.NextStep);
        }
    }
}
