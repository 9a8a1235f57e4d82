using System.Globalization;
using System.Text;
using Bench.Data;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>Where an archive's images are put: safe paths only, within the limits, each file whole or absent.</summary>
public sealed class ContentFolder(string root, UnpackLimits limits, IProgress<DatasetImportProgress>? progress)
{
    const int ReportEvery = 64;

    readonly string _root = DatasetPath.RealPath(root);
    readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    readonly StringBuilder _labels = new("file_name,label\n");
    long _bytes;

    /// <summary>Limits of an archive's content.</summary>
    public UnpackLimits Limits => limits;

    /// <summary>Writes one image. A file that is there already with that length is left as it is: the import died after
    /// it.</summary>
    /// <param name="path">Path that the archive gives it.</param>
    /// <param name="content">Its bytes; <paramref name="length"/> of them are read.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="DatasetImportException">The path leads out or appears twice, or a limit is passed.</exception>
    public async Task AddAsync(string path, Stream content, long length, CancellationToken cancellationToken)
    {
        if (!DatasetPath.IsSafe(path))
            throw new DatasetImportException(
                DatasetImportCodes.PathUnsafe,
                $"the archive has the member '{FirstTen.Printable(path)}', which is not a path inside it"
            );
        if (path.Contains('\uFFFD'))
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"the name of the member '{FirstTen.Printable(path)}' is not UTF-8: pack the archive again with names in it"
            );
        if (!_paths.Add(path))
            throw new DatasetImportException(DatasetImportCodes.LayoutInvalid, $"the archive has '{FirstTen.Printable(path)}' twice");
        if (length > limits.ImageBytes)
            throw TooLarge($"'{FirstTen.Printable(path)}' has {length:N0} bytes; an image may have {limits.ImageBytes:N0}");
        if (_paths.Count > limits.Images)
            throw TooLarge($"the archive has more than {limits.Images:N0} images");
        if ((_bytes += length) > limits.TotalBytes)
            throw TooLarge($"the archive unfolds to more than {limits.TotalBytes:N0} bytes");

        var target = Path.Join(_root, path);
        if (!File.Exists(target) || new FileInfo(target).Length != length)
        {
            var partial = target + ".partial";
            await using (var file = Create(path, partial))
                await CopyAsync(path, content, file, length, cancellationToken);
            File.Move(partial, target, overwrite: true);
        }
        if (_paths.Count % ReportEvery == 0)
            progress?.Report(new DatasetImportProgress("unpacking", _paths.Count, 0));
    }

    /// <exception cref="DatasetImportException">No file may have this path.</exception>
    static FileStream Create(string path, string partial)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
            return new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        }
        catch (IOException error) when (!StorageFault.Is(error))
        {
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"the archive's member '{FirstTen.Printable(path)}' cannot be a file here: its name is longer than that of a file may be, "
                    + "or another member has a part of its path as its name",
                error
            );
        }
    }

    static async Task CopyAsync(string path, Stream content, FileStream file, long length, CancellationToken cancellationToken)
    {
        try
        {
            await content.CopyToAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"'{FirstTen.Printable(path)}' cannot be unpacked: {e.Message}",
                e
            );
        }
        if (file.Length != length)
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"'{FirstTen.Printable(path)}' has {file.Length:N0} of its {length:N0} bytes: the archive is truncated"
            );
    }

    /// <summary>Remembers the label of an image; see <see cref="WriteLabelsAsync"/>.</summary>
    public void Label(string path, string label) =>
        _labels.Append(
            CultureInfo.InvariantCulture,
            $"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"
        );

    /// <summary>Writes <c>labels.csv</c>, which makes the folder one of layout <c>ilsvrc-flat</c>.</summary>
    public async Task WriteLabelsAsync(CancellationToken cancellationToken)
    {
        var partial = Path.Join(_root, "labels.csv.partial");
        await File.WriteAllTextAsync(partial, _labels.ToString(), cancellationToken);
        File.Move(partial, Path.Join(_root, "labels.csv"), overwrite: true);
    }

    static DatasetImportException TooLarge(string message) => new(DatasetImportCodes.TooLarge, message);
}
