using Bench.Data;
using Bench.Data.Blobs;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bench.Service.Labels.Registration;

/// <summary>Makes a file about classes the one in use, by which all evaluations are scored, and asks for the rescoring of
/// every completed one.</summary>
public sealed class ClassFiles(BenchDb db, IBlobStore blobs, Counterparts counterparts, WorkQueue queue, WorkScheduler scheduler)
{
    /// <param name="row">The row that names the file.</param>
    /// <param name="blob">Key of the file, with its hash.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AddAsync(object row, string blob, string path, CancellationToken cancellationToken)
    {
        // Dies before the commit: a blob named by its hash lies unused.
        await blobs.PutAsync(blob, path, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(row);
        await RescoreAsync(transaction, cancellationToken);
    }

    /// <summary>Takes files out of force.</summary>
    /// <param name="rows">The rows that name them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when there were none.</returns>
    public async Task<bool> RemoveAsync<T>(IQueryable<T> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await rows.ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        await RescoreAsync(transaction, cancellationToken);
        return true;
    }

    async Task RescoreAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var rescoring = await counterparts.RescoringOfAllAsync(cancellationToken);
        await queue.SupersedeAsync(rescoring, cancellationToken);
        db.Work.AddRange(rescoring);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);
    }
}
