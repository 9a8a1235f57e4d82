namespace Bench.Service.Datasets.Layouts;

/// <summary>One way in which labelled images lie in a folder.</summary>
public interface IDatasetLayout
{
    /// <summary>Id in the API.</summary>
    string Id { get; }

    /// <summary>The files that it reads, as Markdown for the documents' table.</summary>
    string Reads { get; }

    /// <summary>Whether it has pictures; else it is a list alone, which takes predictions-only submissions.</summary>
    bool HasImages => true;

    /// <summary>Whether its pictures are at the model's size already: they are cropped and never resized.</summary>
    bool CropOnly => false;

    /// <summary>Whether it has so many pictures that their predictions keep the best classes alone.</summary>
    bool HeadOnly => false;

    /// <summary>Whether it is a tree of corruptions and levels: each picture is in every one of them.</summary>
    bool IsCorruptionTree => false;

    /// <summary>Whether its images are frames of films.</summary>
    bool IsFilms => false;

    /// <summary>Names of the class folders, for a class space made from them; null when the layout has none.</summary>
    IReadOnlyCollection<string>? ClassFolders(ImageTree tree);

    /// <summary>All images with their labels, in any order.</summary>
    /// <exception cref="DatasetImportException">The folder is not in this layout; the message names what is missing or
    /// extra.</exception>
    Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken);
}
