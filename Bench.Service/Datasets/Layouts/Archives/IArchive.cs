namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>One way in which labelled images are packed. It is unpacked into a folder, which is then read by a
/// layout.</summary>
interface IArchive
{
    /// <summary>Id in the API.</summary>
    string Id { get; }

    /// <summary>The files that it reads, as Markdown for the documents' table.</summary>
    string Reads { get; }

    /// <summary>The layout that the unpacked folder is in.</summary>
    /// <param name="folder">What was unpacked.</param>
    /// <param name="published">The layout in which its variant is published.</param>
    string InnerLayout(string folder, string published);

    /// <summary>Unpacks every image. A file that is already there in full is left as it is; a file is never seen half
    /// written.</summary>
    /// <param name="root">The archive, or a folder of several.</param>
    /// <param name="content">Where the images are put.</param>
    /// <param name="cancellationToken">Stops between two images; those that are unpacked stay.</param>
    /// <exception cref="DatasetImportException">A damaged archive, a member that leads out of the folder, or a limit
    /// passed.</exception>
    Task UnpackAsync(string root, ContentFolder content, CancellationToken cancellationToken);
}
