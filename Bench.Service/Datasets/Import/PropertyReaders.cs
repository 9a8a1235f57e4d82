using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bench.Imaging.Properties;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Datasets.Import;

/// <summary>Reads whole files for their hash and their properties on any number of threads.</summary>
sealed class PropertyReaders : IDisposable
{
    readonly ConcurrentBag<PropertyReader> _spare = [];

    /// <exception cref="IOException">The file cannot be read, or is empty.</exception>
    public (ContentHash Hash, ImageProperties? Properties) Read(FileInfo file, string name)
    {
        using var handle = File.OpenHandle(file.FullName, options: FileOptions.SequentialScan);
        var length = (int)RandomAccess.GetLength(handle);
        if (length == 0)
            throw new EndOfStreamException();
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var reader = _spare.TryTake(out var left) ? left : new PropertyReader();
        try
        {
            var read = 0;
            for (int more; read < length && (more = RandomAccess.Read(handle, buffer.AsSpan(read, length - read), read)) > 0; )
                read += more;
            var bytes = buffer.AsSpan(0, read);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes, hash);
            return (new ContentHash(hash), reader.Read(bytes, name));
        }
        finally
        {
            _spare.Add(reader);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        while (_spare.TryTake(out var reader))
            reader.Dispose();
    }
}
