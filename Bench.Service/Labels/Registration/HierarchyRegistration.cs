using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Metrics.Hierarchy;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Registers an is-a file or published distances, or removes them, and asks for the rescoring of every completed
/// evaluation.</summary>
public sealed class HierarchyRegistration(
    BenchDb db,
    ClassFiles files,
    DatasetStore datasets,
    ClassHierarchies hierarchies,
    TimeProvider time
)
{
    /// <exception cref="RefusalException">The file is not in order; nothing has changed.</exception>
    public async Task<Hierarchy> RunAsync(ReceivedFile file, string? source, CancellationToken cancellationToken)
    {
        var read = Read(file);
        var registered = await db.Hierarchies.AsNoTracking().OrderByDescending(hierarchy => hierarchy.Id).ToListAsync(cancellationToken);
        if (registered is [var newest, ..] && newest.Hash == file.Sha256)
            return newest;
        await RequireFitAsync(read, registered, cancellationToken);
        var row = new Hierarchy
        {
            Id = Guid.CreateVersion7(),
            Source = source,
            Hash = file.Sha256,
            Blob = BlobKeys.Hierarchy(file.Sha256),
            Relations = read.Count,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        await files.AddAsync(row, row.Blob, file.Path, cancellationToken);
        return row;
    }

    /// <exception cref="RefusalException">There is no such hierarchy.</exception>
    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        // The file stays: receipts and scores of before name it.
        if (!await files.RemoveAsync(db.Hierarchies.Where(hierarchy => hierarchy.Id == id), cancellationToken))
            throw RefusalException.NotFound("hierarchy", "hierarchy-not-found", id.ToString(), "List them with GET /api/v1/hierarchies.");
    }

    /// <summary>A file that fits no classes here would be registered for nothing. Before there is a dataset there is nothing to
    /// fit.</summary>
    async Task RequireFitAsync(HierarchyFile file, IReadOnlyList<Hierarchy> registered, CancellationToken cancellationToken)
    {
        var ready = await db.Datasets.AsNoTracking().Where(dataset => dataset.State == DatasetState.Ready).ToListAsync(cancellationToken);
        var (fits, reason) = (false, (string?)null);
        foreach (var dataset in ready.DistinctBy(dataset => (dataset.ClassSpaceBlob, dataset.ClassCount, dataset.Variant)))
        {
            var target = await datasets.TargetAsync(dataset, cancellationToken);
            var space = target.Manifest.Mask is { } mask
                ? mask.Select(index => target.Classes[index].Id)
                : target.Classes.Classes.Select(known => known.Id);
            string[] ids = [.. space];
            await RequireWholeAsync(file, registered, dataset.Key, ids);
            try
            {
                file.RequireFit(ids);
                fits = true;
                if (HierarchySense.WhyNot(file, ids) is { } senseless)
                    throw RefusalException.Invalid(
                        "hierarchy-unfit",
                        Sentence.Of($"the file {senseless}"),
                        "Register the relations as they are published, with each class at its own place."
                    );
            }
            catch (FormatException error)
            {
                reason ??=
                    $"the file fits the classes of no dataset here; of '{dataset.Key}' {error.Message}"
                    + (
                        FitsTurnedRound(file, ids)
                            ? ". It does with the two of each line exchanged: the wider one, the parent, comes first"
                            : ""
                    );
            }
        }
        if (!fits && reason is not null)
            throw RefusalException.Invalid(
                "hierarchy-unfit",
                Sentence.Of(reason),
                "Register a file that holds every class of a dataset under one root, by the ids that its class space has."
            );
    }

    /// <exception cref="RefusalException">It is the file in use but for a part that it has lost.</exception>
    async Task RequireWholeAsync(HierarchyFile file, IReadOnlyList<Hierarchy> registered, string dataset, string[] ids)
    {
        var inForce = await hierarchies.InForceAsync(registered, distances: file.Distances is not null, ids);
        if (inForce is not null && CutHierarchy.WhyNot(file, inForce, ids, dataset) is { } cut)
            throw RefusalException.Invalid(
                "hierarchy-cut",
                $"The file {cut}. It seems to have been cut off.",
                "Send the whole file. If fewer relations are meant, remove the file in use first, with DELETE /api/v1/hierarchies/{id}."
            );
    }

    static bool FitsTurnedRound(HierarchyFile file, IReadOnlyList<string> classes)
    {
        if (file.Distances is not null)
            return false;
        try
        {
            new HierarchyFile([.. file.Edges.Select(edge => new IsAEdge(edge.Child, edge.Parent))], null).RequireFit(classes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static HierarchyFile Read(ReceivedFile file)
    {
        try
        {
            var read = HierarchyText.Read(file.Path, FirstTen.Printable(file.FileName));
            return read.Count > 0 ? read : throw new FormatException("the is-a file has no relation");
        }
        catch (FormatException error)
        {
            throw RefusalException.Invalid(
                "hierarchy-invalid",
                Sentence.Of(error.Message),
                "Send one 'parent child' pair of class ids a line, as wordnet.is_a.txt has them, or one 'class "
                    + "class height' of published distances."
            );
        }
    }
}
