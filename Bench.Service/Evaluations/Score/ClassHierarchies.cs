using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Hierarchy;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Evaluations.Score;

/// <summary>The registered is-a file as a hierarchy of a dataset's classes. Files are immutable and named by their hash, so each is parsed
/// once.</summary>
public sealed class ClassHierarchies(IBlobStore blobs)
{
    readonly SharedOnce<string, IReadOnlyList<IsAEdge>> _files = new(async blob =>
    {
        using var reader = File.OpenText(await blobs.FetchAsync(blob, CancellationToken.None));
        return IsAFile.Read(reader);
    });

    /// <returns>The hierarchy, or why these classes have none; neither when no file is registered.</returns>
    public async Task<(ClassHierarchy? Hierarchy, string? Reason)> OfAsync(
        Hierarchy? file,
        ClassSpace classes,
        ushort[]? mask,
        CancellationToken cancellationToken
    )
    {
        if (file is null)
            return (null, null);
        var edges = await _files.GetAsync(file.Blob, cancellationToken);
        try
        {
            return (
                ClassHierarchy.Build(
                    edges,
                    [.. mask is null ? classes.Classes.Select(known => known.Id) : mask.Select(c => classes[c].Id)]
                ),
                null
            );
        }
        catch (FormatException error)
        {
            return (null, $"the registered is-a file does not fit this dataset: {error.Message}");
        }
    }
}
