using System.IO.Compression;
using Bench.Onnx.Model;

namespace Bench.Onnx.Archives;

/// <summary>Which entries of an archive become which files: settled before the first byte is written.</summary>
internal sealed record ArchivePlan(string ModelPath, IReadOnlyList<(ZipArchiveEntry Entry, string Path)> Files)
{
    const int FileKindMask = 0xF000,
        RegularFile = 0x8000,
        Folder = 0x4000,
        SymbolicLink = 0xA000;

    /// <exception cref="OnnxRefusalException">An entry is not a plain file at a plain path, the whole is too large, or
    /// there is not exactly one model.</exception>
    public static ArchivePlan Make(ZipArchive archive, ModelArchiveLimits limits)
    {
        var files = new List<(ZipArchiveEntry Entry, string Path)>();
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long packed = 0,
            unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            // Windows PowerShell 5 packs with its own separators.
            var path = entry.FullName.Replace('\\', '/');
            CheckName(entry, path, limits);
            CheckKind(entry);
            if (path.EndsWith('/') || IsFinderNote(path))
                continue;
            if (!paths.Add(path))
                throw OnnxRefusalException.Archive($"The archive has two entries named '{path}'.");
            for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
                folders.Add(path[..slash]);
            files.Add((entry, path));
            packed += entry.CompressedLength;
            // Lengths are stated by the archive: the sum saturates rather than wraps.
            unpacked = entry.Length > limits.MaxTotalBytes - unpacked ? long.MaxValue : unpacked + entry.Length;
            if (unpacked == long.MaxValue)
                throw TooLarge($"The archive unpacks to more than {limits.MaxTotalBytes} bytes.");
        }
        if (paths.FirstOrDefault(folders.Contains) is { } both)
            throw OnnxRefusalException.Archive($"The archive has '{both}' both as a file and as a folder.");
        if (unpacked > Math.Max(packed, 1) * (Int128)limits.MaxRatio)
            throw TooLarge($"The archive unpacks {packed} bytes to {unpacked}, more than {limits.MaxRatio} times as many.");
        var models = files.Where(file => file.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (models is not [var model])
            throw models.Length == 0
                ? ArchiveKind.WithoutModel([.. files.Select(file => file.Path)])
                : OnnxRefusalException.Archive(
                    $"The archive has {models.Length} .onnx files: '{models[0].Path}', '{models[1].Path}'"
                        + (models.Length > 2 ? ", …." : ".")
                );
        return new(model.Path, files);
    }

    static void CheckName(ZipArchiveEntry entry, string name, ModelArchiveLimits limits)
    {
        if (name.Length > limits.MaxPathLength)
            throw OnnxRefusalException.Archive(
                $"The archive has an entry whose path has {name.Length} characters; at most {limits.MaxPathLength} are allowed."
            );
        var segments = name.TrimEnd('/').Split('/');
        if (name.Any(c => char.IsControl(c) || c is ':') || segments.Any(segment => segment is "" or "." or ".."))
            throw OnnxRefusalException.Archive(
                $"The archive's entry '{string.Concat(entry.FullName.Where(c => !char.IsControl(c)))}' is not a path inside its folder."
            );
    }

    static void CheckKind(ZipArchiveEntry entry)
    {
        var kind = entry.ExternalAttributes >> 16 & FileKindMask;
        if (kind == SymbolicLink)
            throw OnnxRefusalException.Archive($"The archive's entry '{entry.FullName}' is a symbolic link.");
        if (kind is not (0 or RegularFile or Folder))
            throw OnnxRefusalException.Archive($"The archive's entry '{entry.FullName}' is not a plain file.");
        if (entry.IsEncrypted)
            throw OnnxRefusalException.Archive($"The archive's entry '{entry.FullName}' is encrypted.");
    }

    /// <summary>macOS packs a note with each file, <c>__MACOSX/._model.onnx</c> among them.</summary>
    static bool IsFinderNote(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal)
        || name[(name.LastIndexOf('/') + 1)..].StartsWith("._", StringComparison.Ordinal);

    static OnnxRefusalException TooLarge(string message) =>
        new(new(OnnxProblemCodes.TooLarge, message, "Upload a smaller model, or ask the operator to raise the limit."));
}
