using Bench.Service.Datasets.Layouts.Archives;

namespace Bench.Service.Datasets.Layouts.Registered;

/// <summary>Every layout and archive, in the order in which they are listed. What is not here does not exist: allowed
/// values, help texts and refusals are made from it.</summary>
public static class DatasetLayouts
{
    static readonly IDatasetLayout[] Folders =
    [
        new ImageFolderLayout(),
        new IlsvrcFlatLayout(),
        new ImageNetCLayout(),
        new ImageNetV2Layout(),
        new SequencesLayout(),
        new CsvLayout(),
    ];

    static readonly IArchive[] Archives = [new TarArchive(), new WebDatasetArchive(), new ParquetArchive()];

    /// <summary>Ids, as they appear in the API.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(row => row.Id)];

    /// <summary>Ids of layouts that are trees of corruptions and levels.</summary>
    public static IReadOnlyList<string> CorruptionTrees { get; } =
    [.. Folders.Where(layout => layout.IsCorruptionTree).Select(layout => layout.Id)];

    /// <summary>Ids of layouts whose images are frames of films.</summary>
    public static IReadOnlyList<string> Films { get; } = [.. Folders.Where(layout => layout.IsFilms).Select(layout => layout.Id)];

    /// <summary>Ids of layouts in which several images show one picture: copies under corruptions, frames of films.</summary>
    public static IReadOnlyList<string> ShowingPicturesOften { get; } = [.. CorruptionTrees, .. Films];

    /// <summary>Each with what lies at its path.</summary>
    internal static IEnumerable<(string Id, string Reads)> Table =>
        [.. Folders.Select(layout => (layout.Id, layout.Reads)), .. Archives.Select(archive => (archive.Id, archive.Reads))];

    /// <summary>Null where the id is an archive's, or none.</summary>
    public static IDatasetLayout? Find(string id) => Array.Find(Folders, layout => layout.Id == id);

    /// <summary>Null where the id is a folder's, or none.</summary>
    internal static IArchive? FindArchive(string id) => Array.Find(Archives, archive => archive.Id == id);
}
