using System.IO.Compression;
using System.IO.Hashing;
using Bench.Onnx.Model;

namespace Bench.Onnx.Archives;

/// <summary>A .zip with one .onnx file and its external data.</summary>
/// <remarks>
/// The archive is hostile: names, sizes and counts are checked before anything is written, and the bytes are counted
/// again as they come. Files are newly written, so no link of any kind can come out of an archive.
/// </remarks>
public static class ModelArchive
{
    /// <summary>Unpacks into <paramref name="folder"/>, which must not exist yet; unless the result is a model, nothing
    /// is left of it.</summary>
    /// <exception cref="IOException">The folder exists, or a disk failed: the server's fault, not the
    /// archive's.</exception>
    public static async Task<ModelArchiveResult> UnpackAsync(
        string archivePath,
        string folder,
        ModelArchiveLimits limits,
        CancellationToken cancellationToken
    )
    {
        if (Path.Exists(folder))
            throw new IOException($"the folder {folder} exists already");
        var done = false;
        try
        {
            await using var stream = new FileStream(
                archivePath,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 64 << 10,
                useAsync: true
            );
            ZipDirectory.RefuseTooManyEntries(stream, limits);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var plan = ArchivePlan.Make(archive, limits);
            Directory.CreateDirectory(folder);
            foreach (var (entry, path) in plan.Files)
                await ExtractAsync(entry, Path.Combine(folder, path), cancellationToken);
            done = true;
            return ModelArchiveResult.Unpacked(Path.GetFullPath(Path.Combine(folder, plan.ModelPath)));
        }
        catch (OnnxRefusalException refusal)
        {
            return ModelArchiveResult.Refuse(refusal.Problem);
        }
        catch (InvalidDataException damaged)
        {
            return ModelArchiveResult.Refuse(OnnxRefusalException.Archive($"The archive cannot be read: {damaged.Message}").Problem);
        }
        finally
        {
            if (!done && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static async Task ExtractAsync(ZipArchiveEntry entry, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var crc = new Crc32();
        var buffer = new byte[128 << 10];
        long written = 0;
        await using var source = await entry.OpenAsync(cancellationToken);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            written += read;
            if (written > entry.Length)
                break;
            crc.Append(buffer.AsSpan(0, read));
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        if (written != entry.Length || crc.GetCurrentHashAsUInt32() != entry.Crc32)
            throw OnnxRefusalException.Archive(
                $"The archive is damaged: '{entry.FullName}' does not unpack to the {entry.Length} bytes that it was packed from."
            );
    }
}
