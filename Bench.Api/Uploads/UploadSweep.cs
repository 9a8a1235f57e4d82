using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Uploads;

/// <summary>Removes uploads that expired, and files that a kill left without an owner.</summary>
internal sealed class UploadSweep(IServiceScopeFactory scopes, BenchOptions options, TimeProvider time, ILogger<UploadSweep> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception error) when (error is System.Data.Common.DbException or IOException)
            {
                log.LogWarning(error, "a sweep of uploads failed; the next one tries again");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var expired in await db.Uploads.Where(upload => upload.ExpiresAt < now).Select(upload => upload.Id).ToListAsync(cancellationToken))
        {
            await db.Uploads.Where(upload => upload.Id == expired).ExecuteDeleteAsync(cancellationToken);
            File.Delete(UploadStore.PathOf(options, expired));
        }
        // What nobody has written to for a whole lifetime belongs to no request.
        if (!Directory.Exists(options.UploadsPath)) return;
        foreach (var file in new DirectoryInfo(options.UploadsPath).EnumerateFiles())
            if (file.LastWriteTimeUtc + UploadStore.Lifetime < now) file.Delete();
    }
}
