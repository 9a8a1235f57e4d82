using System.Text;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>WebDataset shards: tar members <c>key.jpg</c> and <c>key.cls</c> (class index or id, as text) are side by
/// side. Other members of a sample are left aside.</summary>
/// <remarks>Images are unpacked to <c>&lt;shard&gt;/&lt;key&gt;.jpg</c>, with a <c>labels.csv</c>. A key ends at the
/// first dot of the file name, as in the webdataset library.</remarks>
sealed class WebDatasetArchive : IArchive
{
    const int LongestLabel = 200;

    public string Id => "webdataset";

    public string Reads => "WebDataset shards, `key.jpg` next to `key.cls`, unpacked once";

    public string InnerLayout(string folder, string published) => LayoutIds.IlsvrcFlat;

    public async Task UnpackAsync(string root, ContentFolder content, CancellationToken cancellationToken)
    {
        var (pictures, labels) = (
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        var aside = new FirstTen();
        foreach (var shard in ArchiveFiles.Find(root, ".tar", ".tar.gz", ".tgz"))
        {
            var (stem, file) = (ArchiveFiles.Stem(shard), Path.GetFileName(shard));
            await foreach (var (name, stream, length) in TarMembers.ReadAsync(shard, cancellationToken))
            {
                var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
                if (dot < 0 || Litter.IsIn(name))
                    continue;
                var key = $"{stem}/{name[..dot]}";
                if (ImageTree.IsImage(name))
                {
                    var path = $"{stem}/{name}";
                    await content.AddAsync(path, stream, length, cancellationToken);
                    if (!pictures.TryAdd(key, path))
                        throw new DatasetImportException(
                            DatasetImportCodes.LayoutInvalid,
                            $"the sample '{FirstTen.Printable(key)}' has two pictures"
                        );
                }
                else if (name[dot..] is ".cls")
                {
                    if (length > LongestLabel)
                        throw new DatasetImportException(
                            DatasetImportCodes.ListInvalid,
                            $"the label '{FirstTen.Printable(name)}' of {file} has {length:N0} bytes"
                        );
                    // A shard truncated here gives a shorter label, and is refused where the next member is read.
                    var text = new byte[length];
                    var read = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
                    labels[key] = Text(text.AsSpan(0, read), name, file);
                }
                else
                    aside.Add($"{name} ({file})");
            }
        }
        // Members other than pictures are usual; without a picture they are what was meant as one.
        if (pictures.Count == 0 && aside.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"no member ends like a picture ({ImageTree.Endings}): there are {aside}"
            );
        var unlabelled = FirstTen.Of(pictures.Keys.Where(k => !labels.ContainsKey(k)));
        var lost = FirstTen.Of(labels.Keys.Where(k => !pictures.ContainsKey(k)));
        if (unlabelled.Any)
            throw new DatasetImportException(DatasetImportCodes.ListInvalid, $"{unlabelled.Count:N0} samples have no .cls: {unlabelled}");
        if (lost.Any)
            throw new DatasetImportException(DatasetImportCodes.ListInvalid, $"{lost.Count:N0} samples have no picture: {lost}");
        foreach (var (key, path) in pictures)
            content.Label(path, labels[key]);
        await content.WriteLabelsAsync(cancellationToken);
    }

    /// <exception cref="DatasetImportException">It is no text.</exception>
    static string Text(ReadOnlySpan<byte> label, string name, string file)
    {
        var text = Encoding.UTF8.GetString(label).Trim();
        return text.Length > 0 && !text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.Contains('\uFFFD')
            ? text
            : throw new DatasetImportException(
                DatasetImportCodes.ListInvalid,
                $"the label '{FirstTen.Printable(name)}' of {file} is {(label.IsEmpty ? "empty" : "no text")}; a "
                    + $"class index or id in plain text is expected"
            );
    }
}
