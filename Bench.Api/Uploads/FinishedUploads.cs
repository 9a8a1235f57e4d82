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
    /// <summary>The file of a complete upload. It stays the upload's until it is removed or moved away.</summary>
    /// <exception cref="RefusalException">There is no such upload of this caller, or bytes are missing.</exception>
    public async Task<ReceivedFile> OpenAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken);
        if (upload is null || !caller.MayChange(upload.ApiKeyId))
            throw UploadStore.Unknown(id);
        var path = UploadStore.PathOf(options, id);
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
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
    public async Task RemoveAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is not { } upload)
            return;
        await db.Uploads.Where(candidate => candidate.Id == upload).ExecuteDeleteAsync(cancellationToken);
        File.Delete(UploadStore.PathOf(options, upload));
    }
}
