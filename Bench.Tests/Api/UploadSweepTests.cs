using System.Net;
using Bench.Api.Uploads;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Api;

/// <summary>What uploads leave behind.</summary>
public sealed class UploadSweepTests
{
    [Fact]
    public async Task What_expired_and_what_a_kill_left_goes_and_what_is_under_way_stays()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (expired, open) = (await AnnouncedAsync(client), await AnnouncedAsync(client));
        await using (var scope = app.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<BenchDb>()
                .Uploads.Where(upload => upload.Id == expired)
                .ExecuteUpdateAsync(set => set.SetProperty(upload => upload.ExpiresAt, DateTime.UnixEpoch), cancellation);
        var options = app.Services.GetRequiredService<BenchOptions>();
        foreach (var age in new[] { "old", "new" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(options.UploadsPath, $"{age}.unpacked"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "model.onnx"), "model", cancellation);
            await File.WriteAllTextAsync(Path.Combine(options.UploadsPath, age), "form", cancellation);
        }
        var dayAndHourAgo = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25);
        File.SetLastWriteTimeUtc(Path.Combine(options.UploadsPath, "old"), dayAndHourAgo);
        Directory.SetLastWriteTimeUtc(Path.Combine(options.UploadsPath, "old.unpacked"), dayAndHourAgo);
        using var sweep = new UploadSweep(
            app.Services.GetRequiredService<IServiceScopeFactory>(),
            options,
            TimeProvider.System,
            NullLogger<UploadSweep>.Instance
        );

        await sweep.SweepAsync(cancellation);

        Directory
            .EnumerateFileSystemEntries(options.UploadsPath)
            .Select(path => Path.GetFileName(path))
            .ShouldBe([$"{open:N}.upload", "new", "new.unpacked"], ignoreOrder: true);
        using var gone = await client.SendAsync(ApiClient.Tus(HttpMethod.Head, $"/api/v1/uploads/{expired}"));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<Guid> AnnouncedAsync(HttpClient client)
    {
        using var created = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "4")));
        return Guid.Parse(created.Headers.Location!.ToString()[^36..]);
    }
}
