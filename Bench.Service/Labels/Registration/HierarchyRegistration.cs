using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Hierarchy;
using Bench.Service.Evaluations.Score.Derived;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Registers an is-a file and asks for the rescoring of every completed evaluation.</summary>
public sealed class HierarchyRegistration(
    BenchDb db,
    IBlobStore blobs,
    Counterparts counterparts,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    /// <exception cref="RefusalException">The file is not in order; nothing has changed.</exception>
    public async Task<Hierarchy> RunAsync(ReceivedFile file, string? source, CancellationToken cancellationToken)
    {
        var edges = Read(file);
        var newest = await db
            .Hierarchies.AsNoTracking()
            .OrderByDescending(hierarchy => hierarchy.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest?.Hash == file.Sha256)
            return newest;
        var key = BlobKeys.Hierarchy(file.Sha256);
        // Dies before the commit: a blob named by its hash lies unused.
        await blobs.PutAsync(key, file.Path, cancellationToken);
        var row = new Hierarchy
        {
            Id = Guid.CreateVersion7(),
            Source = source,
            Hash = file.Sha256,
            Blob = key,
            Relations = edges.Count,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Hierarchies.Add(row);
        var rescoring = await counterparts.RescoringOfAllAsync(cancellationToken);
        db.Work.AddRange(rescoring);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);
        return row;
    }

    static IReadOnlyList<IsAEdge> Read(ReceivedFile file)
    {
        try
        {
            using var reader = File.OpenText(file.Path);
            var edges = IsAFile.Read(reader);
            return edges.Count > 0 ? edges : throw new FormatException("the is-a file has no relation");
        }
        catch (FormatException error)
        {
            throw RefusalException.Invalid(
                "hierarchy-invalid",
                Sentence.Of(error.Message),
                "Send one 'parent child' pair of class ids a line, as wordnet.is_a.txt has them."
            );
        }
    }
}
