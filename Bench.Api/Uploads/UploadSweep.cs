using Bench.Data;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Uploads;

/// <summary>Removes uploads that expired, and files that a kill left without an owner.</summary>
internal sealed class UploadSweep(IServiceScopeFactory scopes, BenchOptions options, TimeProvider time, ILogger<UploadSweep> log)
    : RepeatedWork(Interval, time, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = Time.GetUtcNow().UtcDateTime;
        foreach (
            var expired in await db
                .Uploads.Where(upload => upload.ExpiresAt < now)
                .Select(upload => upload.Id)
                .ToListAsync(cancellationToken)
        )
        {
            await db.Uploads.Where(upload => upload.Id == expired).ExecuteDeleteAsync(cancellationToken);
            File.Delete(UploadStore.PathOf(options, expired));
        }
        // A file without a write for a whole lifetime belongs to no request, nor does a folder that an archive was unpacked to.
        if (!Directory.Exists(options.UploadsPath))
            return;
        var here = Time.OfFiles().GetUtcNow().UtcDateTime;
        foreach (var left in new DirectoryInfo(options.UploadsPath).EnumerateFileSystemInfos())
            if (left.LastWriteTimeUtc + UploadStore.Lifetime < here)
                if (left is DirectoryInfo folder)
                    folder.Delete(recursive: true);
                else
                    left.Delete();
    }
}
