using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Hierarchy;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Registers an is-a file and asks for the rescoring of every completed evaluation.</summary>
public sealed class HierarchyRegistration(BenchDb db, ClassFiles files, TimeProvider time)
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
        var row = new Hierarchy
        {
            Id = Guid.CreateVersion7(),
            Source = source,
            Hash = file.Sha256,
            Blob = BlobKeys.Hierarchy(file.Sha256),
            Relations = edges.Count,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        await files.AddAsync(row, row.Blob, file.Path, cancellationToken);
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
