using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Hierarchy;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;

namespace Bench.Service.Evaluations.Scores;

/// <summary>How severe mistakes among a dataset's classes are.</summary>
/// <param name="Hierarchy">By an is-a file.</param>
/// <param name="Published">By distances as they were published.</param>
/// <param name="WithoutHierarchy">Why there is no hierarchy although an is-a file is registered.</param>
public sealed record ClassSeverities(ClassHierarchy? Hierarchy, ClassDistances? Published, string? WithoutHierarchy);

/// <summary>The registered files as a hierarchy of a dataset's classes. Files are immutable and named by their hash, so
/// each is parsed once.</summary>
public sealed class ClassHierarchies(IBlobStore blobs)
{
    readonly SharedOnce<string, HierarchyFile> _files = new(async blob =>
        HierarchyText.Read(await blobs.FetchAsync(blob, CancellationToken.None), "the is-a file")
    );

    /// <summary>The newest file of a kind, is-a relations or distances, that holds some classes.</summary>
    /// <param name="files">Registered files, newest first.</param>
    /// <param name="distances">Whether it is distances.</param>
    /// <param name="ids">The classes.</param>
    /// <returns>Null where none does.</returns>
    public async Task<HierarchyFile?> InForceAsync(IReadOnlyList<Hierarchy> files, bool distances, IReadOnlyList<string> ids)
    {
        foreach (var registered in files)
        {
            var file = await _files.GetAsync(registered.Blob, CancellationToken.None);
            try
            {
                if (file.Distances is not null != distances)
                    continue;
                file.RequireFit(ids);
                return file;
            }
            catch (FormatException)
            {
                // Of other classes: an older file may hold these.
            }
        }
        return null;
    }

    /// <param name="files">Registered files, newest first.</param>
    /// <param name="classes">The class space.</param>
    /// <param name="mask">Classes that are scored; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What the newest files that fit say.</returns>
    public async Task<ClassSeverities> OfAsync(
        IReadOnlyList<Hierarchy> files,
        ClassSpace classes,
        ushort[]? mask,
        CancellationToken cancellationToken
    )
    {
        string[] ids = [.. mask is null ? classes.Classes.Select(known => known.Id) : mask.Select(c => classes[c].Id)];
        var found = new ClassSeverities(null, null, null);
        foreach (var registered in files)
        {
            var file = await _files.GetAsync(registered.Blob, cancellationToken);
            try
            {
                found = file.Distances is null
                    ? found with
                    {
                        Hierarchy = found.Hierarchy ?? ClassHierarchy.Build(file.Edges, ids),
                    }
                    : found with
                    {
                        Published = found.Published ?? file.Distances.Of(ids),
                    };
            }
            catch (FormatException error) when (file.Distances is null)
            {
                found = found with
                {
                    WithoutHierarchy = found.WithoutHierarchy ?? $"the registered is-a file does not fit this dataset: {error.Message}",
                };
            }
            catch (FormatException)
            {
                // Distances of other classes: an older file may have these.
            }
        }
        return found.Hierarchy is null ? found : found with { WithoutHierarchy = null };
    }
}
