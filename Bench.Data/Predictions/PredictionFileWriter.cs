using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Data.Predictions;

/// <summary>Writes a prediction file batch by batch, in image order, without holding more than a batch: every array's
/// place in the file is known from the start.</summary>
/// <remarks>The bytes go to a neighbour named <c>….partial</c>; the file appears under its name when it is complete, or
/// never. The same rows give the same bytes, whatever the batches.</remarks>
public sealed class PredictionFileWriter : IDisposable
{
    readonly string _path;
    readonly string _partial;
    readonly PredictionMeta _meta;
    readonly StoredZip _zip;
    readonly Member _metaJson;
    readonly Member _topClass;
    readonly Member? _topLogit;
    readonly Member? _logSumExp;
    readonly Member? _logits;
    readonly SafeFileHandle _file;
    bool _completed;

    /// <param name="path">The file to make.</param>
    /// <param name="meta">What it says of itself; its row count must be met exactly.</param>
    /// <param name="confidence">Whether logits of the head and their log-sum-exp are written.</param>
    /// <param name="logits">Whether all logits are written; needs <paramref name="confidence"/>.</param>
    public PredictionFileWriter(string path, PredictionMeta meta, bool confidence = true, bool logits = true)
    {
        if (logits && !confidence)
            throw new ArgumentException("logits need the head's confidence as well", nameof(logits));
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("prediction files are written on little-endian machines only");
        (_path, _partial, _meta) = (path, path + ".partial", meta);
        var json = meta.ToBytes();
        _metaJson = new Member("meta.json", [], json.Length);
        _topClass = Member.Array("topk_class", NpyType.U2, meta.Rows, meta.HeadSize);
        _topLogit = confidence ? Member.Array("topk_logit", NpyType.F4, meta.Rows, meta.HeadSize) : null;
        _logSumExp = confidence ? Member.Array("logsumexp", NpyType.F4, meta.Rows) : null;
        _logits = logits ? Member.Array("logits", NpyType.F2, meta.Rows, meta.Classes) : null;
        _zip = new StoredZip([.. Members.Select(m => m.Entry)]);
        // Not preallocated: where that finds no room, the runtime's exception says so in words alone.
        _file = File.OpenHandle(_partial, FileMode.Create, FileAccess.Write, FileShare.None);
        foreach (var member in Members)
            member.Start(_file);
        _metaJson.Append(_file, json);
    }

    /// <summary>Rows written so far.</summary>
    public int Rows { get; private set; }

    IEnumerable<Member> Members => new[] { _metaJson, _topClass, _topLogit, _logSumExp, _logits }.OfType<Member>();

    /// <summary>Adds the next rows. Arrays that the file does not have must be empty.</summary>
    /// <param name="topClass">[n, K] class indices, best first.</param>
    /// <param name="topLogit">[n, K] their logits.</param>
    /// <param name="logSumExp">[n] log Σ exp over all logits.</param>
    /// <param name="logits">[n, C] all logits.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are more rows than
    /// announced.</exception>
    public void Append(
        ReadOnlySpan<ushort> topClass,
        ReadOnlySpan<float> topLogit,
        ReadOnlySpan<float> logSumExp,
        ReadOnlySpan<Half> logits
    )
    {
        var rows = topClass.Length / _meta.HeadSize;
        if (
            rows * _meta.HeadSize != topClass.Length
            || topLogit.Length != (_topLogit is null ? 0 : topClass.Length)
            || logSumExp.Length != (_logSumExp is null ? 0 : rows)
            || logits.Length != (_logits is null ? 0L : (long)rows * _meta.Classes)
        )
            throw new ArgumentException(
                $"{topClass.Length} classes, {topLogit.Length} logits of the head, {logSumExp.Length} sums and {logits.Length} "
                    + "logits are not whole rows of this file"
            );
        if (rows > _meta.Rows - Rows)
            throw new ArgumentException($"{rows} more rows after {Rows} of {_meta.Rows}");
        _topClass.Append(_file, MemoryMarshal.AsBytes(topClass));
        _topLogit?.Append(_file, MemoryMarshal.AsBytes(topLogit));
        _logSumExp?.Append(_file, MemoryMarshal.AsBytes(logSumExp));
        _logits?.Append(_file, MemoryMarshal.AsBytes(logits));
        Rows += rows;
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void Complete()
    {
        if (Rows != _meta.Rows)
            throw new InvalidOperationException($"{Rows} of {_meta.Rows} rows were written");
        foreach (var member in Members)
            member.Finish(_file);
        RandomAccess.Write(_file, _zip.Directory(), _zip.DirectoryOffset);
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        File.Move(_partial, _path, overwrite: true);
        _completed = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_completed)
            File.Delete(_partial);
    }

    /// <summary>One member of the file while it grows.</summary>
    sealed class Member(string name, byte[] header, long length)
    {
        readonly Crc32 _checksum = new();
        long _written;

        public StoredZipEntry Entry { get; } = new(name, header.Length + length);

        public static Member Array(string name, NpyType type, params long[] shape)
        {
            var header = new NpyHeader(type, shape);
            return new Member(name + ".npy", header.ToBytes(), header.DataBytes);
        }

        public void Start(SafeFileHandle file) => Append(file, header);

        public void Append(SafeFileHandle file, ReadOnlySpan<byte> bytes)
        {
            _checksum.Append(bytes);
            RandomAccess.Write(file, bytes, Entry.DataOffset + _written);
            _written += bytes.Length;
        }

        public void Finish(SafeFileHandle file)
        {
            Entry.Checksum = _checksum.GetCurrentHashAsUInt32();
            RandomAccess.Write(file, StoredZip.HeaderOf(Entry), Entry.HeaderOffset);
        }
    }
}
