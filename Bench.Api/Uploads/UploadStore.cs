using System.Buffers;
using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Uploads;

/// <summary>Resumable uploads: a row for what was announced, a file for what has come. The offset is the file's length,
/// so whatever was acknowledged survives a kill.</summary>
internal sealed class UploadStore(BenchDb db, BenchOptions options, UploadLocks locks, FreeSpace space, Ledger ledger, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    static readonly TimeSpan ProlongedEvery = TimeSpan.FromMinutes(1);
    const int BufferSize = 1 << 18;

    public static string PathOf(BenchOptions options, Guid id) => Path.Combine(options.UploadsPath, $"{id:N}.upload");

    string PathOf(Guid id) => PathOf(options, id);

    public async Task<Upload> CreateAsync(
        long length,
        string? metadata,
        string? fileName,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (length > options.MaxModelBytes)
            throw new RefusalException(
                RefusalKind.TooLarge,
                "model-too-large",
                $"The upload would have {length} bytes; at most {options.MaxModelBytes} are allowed.",
                "Send a smaller file, or ask the operator to raise the limit."
            );
        var now = time.GetUtcNow().UtcDateTime;
        var upload = new Upload
        {
            Id = Guid.CreateVersion7(),
            ApiKeyId = caller.KeyId,
            Length = length,
            FileName = fileName,
            Metadata = metadata,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        space.Require(length);
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ledger.RequireUploadAsync(caller, length, cancellationToken);
        // Dies after this: an empty file without a row, which the sweep removes.
        await using (File.Create(PathOf(upload.Id))) { }
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return upload;
    }

    /// <exception cref="RefusalException">There is no such upload, it is another key's, or it has expired.</exception>
    public async Task<Upload> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
        if (upload is null || !caller.MayChange(upload.ApiKeyId) || !File.Exists(PathOf(id)))
            throw Unknown(id);
        return upload.ExpiresAt > time.GetUtcNow().UtcDateTime
            ? upload
            : throw new RefusalException(
                RefusalKind.Gone,
                "upload-expired",
                $"The upload '{id}' expired at {upload.ExpiresAt:u}.",
                "Begin a new one with POST /api/v1/uploads."
            );
    }

    public long OffsetOf(Guid id) => new FileInfo(PathOf(id)) is { Exists: true } file ? file.Length : throw Unknown(id);

    /// <summary>Appends what comes, as far as it comes: when the sender goes away, what has arrived is kept.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="offset">Where the sender believes to be.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="checksum">What they must hash to; then they count all or not at all. Null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The new offset.</returns>
    /// <exception cref="RefusalException">Another request is writing, the offset is another, there are too many bytes,
    /// or the checksum differs.</exception>
    public async Task<long> AppendAsync(
        Upload upload,
        long offset,
        Stream body,
        UploadChecksum? checksum,
        CancellationToken cancellationToken
    )
    {
        using var held = locks.TryTake(upload.Id) ?? throw Locked();
        await using var file = Open(upload.Id);
        if (file.Length != offset)
            throw RefusalException.Conflict(
                "upload-offset",
                $"Upload-Offset is {offset}; the upload is at {file.Length}.",
                "Ask for the offset with HEAD and resume from there."
            );
        space.RequireSome();
        file.Position = offset;
        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        try
        {
            await CopyAsync(upload, body, file, hash, cancellationToken);
        }
        catch (Exception error) when (checksum is not null || error is RefusalException)
        {
            // Bytes that could not be checked, or that are too many, were never there.
            file.SetLength(offset);
            throw;
        }
        finally
        {
            // Acknowledged means on disk: a kill of this process or of the machine takes nothing back.
            file.Flush(flushToDisk: true);
        }
        if (checksum is not null && !CryptographicOperations.FixedTimeEquals(hash!.GetHashAndReset(), checksum.Value))
        {
            file.SetLength(offset);
            throw new RefusalException(
                RefusalKind.ChecksumWrong,
                "upload-checksum",
                $"The bytes do not have the {checksum.Algorithm.Name} that Upload-Checksum says; they were dropped.",
                "Send them again from the same offset."
            );
        }
        await ProlongAsync(upload);
        return file.Length;
    }

    /// <exception cref="RefusalException">Another process of the API writes to it, or it was given up just now.</exception>
    FileStream Open(Guid id)
    {
        try
        {
            return new FileStream(
                PathOf(id),
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Write,
                    Share = FileShare.Read,
                    BufferSize = 0,
                    Options = FileOptions.Asynchronous,
                }
            );
        }
        catch (FileNotFoundException)
        {
            throw Unknown(id);
        }
        catch (IOException error) when (FileInUse.Is(error))
        {
            throw Locked();
        }
    }

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        // The file first: it is what makes room, also where there is none to write a row's end. Dies in between: a row
        // without a file, which no request finds and the sweep removes.
        File.Delete(PathOf(id));
        try
        {
            await db.Uploads.Where(upload => upload.Id == id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception error) when (StorageFault.Is(error))
        {
            // The sweep removes the row.
        }
    }

    /// <summary>Moves the end of an upload's life away from the instant at which bytes came; not at every piece, for each
    /// commit waits for the disk.</summary>
    async Task ProlongAsync(Upload upload)
    {
        var expiresAt = time.GetUtcNow().UtcDateTime + Lifetime;
        if (expiresAt - upload.ExpiresAt < ProlongedEvery)
            return;
        await db
            .Uploads.Where(candidate => candidate.Id == upload.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.ExpiresAt, expiresAt), CancellationToken.None);
        upload.ExpiresAt = expiresAt;
    }

    async Task CopyAsync(Upload upload, Stream body, FileStream file, IncrementalHash? hash, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await FillAsync() is > 0 and var count)
                await KeepAsync(count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // A server hands out what one read of the socket gave, which is little; a write of each would cost more than its bytes.
        async Task<int> FillAsync()
        {
            var filled = 0;
            try
            {
                while (filled < buffer.Length && await body.ReadAsync(buffer.AsMemory(filled), cancellationToken) is > 0 and var count)
                    filled += count;
                return filled;
            }
            catch
            {
                // What has come is kept when the sender goes.
                await KeepAsync(filled);
                throw;
            }
        }

        async Task KeepAsync(int count)
        {
            if (file.Position + count > upload.Length)
                throw new RefusalException(
                    RefusalKind.TooLarge,
                    "upload-overflow",
                    $"The bytes go beyond the {upload.Length} that Upload-Length announced.",
                    "Send no more than was announced, or begin a new upload."
                );
            space.RequireSome(file.Position, file.Position + count);
            hash?.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
        }
    }

    static RefusalException Locked() =>
        new(
            RefusalKind.Locked,
            "upload-locked",
            "Another request is writing to this upload.",
            "Wait until it ends, ask for the offset with HEAD, and resume from there."
        );

    public static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound(
            "upload",
            "upload-not-found",
            id.ToString(),
            "Begin one with POST /api/v1/uploads; an upload can be seen only with the key that began it."
        );
}
