using System.Globalization;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Datasets.Import;

/// <summary>Remembers hashes already computed, by path, size and time of change, so that an import that died goes on
/// where it was.</summary>
/// <remarks>One line a file, appended as files are done: <c>sha-256 TAB bytes TAB ticks TAB path</c>. A torn last line
/// is ignored when it is read again. The journal is a shortcut, never a source: a file whose size or time differs is
/// hashed again. The import deletes it when the manifest is stored.</remarks>
sealed class HashJournal : IDisposable
{
    readonly Dictionary<string, (ContentHash Hash, long Size, long Ticks)> _known = new(StringComparer.Ordinal);
    readonly StreamWriter? _writer;
    readonly Lock _lock = new();

    public HashJournal(string? path)
    {
        if (path is null)
            return;
        if (File.Exists(path))
            foreach (var line in File.ReadLines(path))
                Remember(line);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
        // Ends a line that was torn when the process died.
        _writer.WriteLine();
    }

    public bool TryGet(string path, FileInfo file, out ContentHash hash)
    {
        var known = _known.TryGetValue(path, out var entry) && entry.Size == file.Length && entry.Ticks == file.LastWriteTimeUtc.Ticks;
        hash = known ? entry.Hash : default;
        return known;
    }

    /// <summary>Safe to call from several threads.</summary>
    public void Add(string path, FileInfo file, ContentHash hash)
    {
        if (_writer is null)
            return;
        lock (_lock)
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hash}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}\t{path}"));
    }

    public void Dispose() => _writer?.Dispose();

    void Remember(string line)
    {
        if (
            line.Split('\t') is [var hash, var size, var ticks, var path]
            && ContentHash.TryParse(hash, out var value)
            && !value.IsNone
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var changed)
        )
            _known[path] = (value, bytes, changed);
    }
}
