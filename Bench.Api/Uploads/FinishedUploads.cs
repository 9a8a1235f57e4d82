using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Uploads;

/// <summary>Resumable uploads that are complete, and their files.</summary>
internal sealed class FinishedUploads(BenchDb db, BenchOptions options, TimeProvider time)
{
    /// <summary>Reads the file of a complete upload. It stays the upload's until it is removed or moved away.</summary>
    /// <exception cref="RefusalException">There is no such upload of this caller, bytes are missing, or another request has taken it or
    /// given it up meanwhile.</exception>
    public async Task<T> ReadAsync<T>(Guid id, Caller caller, Func<ReceivedFile, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(await OpenAsync(id, caller, cancellationToken));
        }
        catch (FileNotFoundException) when (!File.Exists(UploadStore.PathOf(options, id)))
        {
            throw UploadStore.Unknown(id);
        }
    }

    async Task<ReceivedFile> OpenAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
        var path = UploadStore.PathOf(options, id);
        if (upload is null || !caller.MayChange(upload.ApiKeyId) || !File.Exists(path))
            throw UploadStore.Unknown(id);
        var length = new FileInfo(path).Length;
        if (length != upload.Length)
            throw RefusalException.Conflict(
                "upload-incomplete",
                $"The upload '{id}' has {length} of {Counted.Of(upload.Length, "byte")}.",
                $"Send the rest with PATCH /api/v1/uploads/{id} from Upload-Offset {length}, then try again."
            );
        await using var stream = new FileStream(
            path,
            new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }
        );
        return new ReceivedFile(
            path,
            upload.FileName ?? "",
            length,
            Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken))
        )
        {
            IsCounted = upload.ExpiresAt > time.GetUtcNow().UtcDateTime,
        };
    }

    /// <summary>Forgets an upload whose file was taken, and deletes what is left of it.</summary>
    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.Uploads.Where(upload => upload.Id == id).ExecuteDeleteAsync(cancellationToken);
        File.Delete(UploadStore.PathOf(options, id));
    }
}
