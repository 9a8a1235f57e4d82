using System.Globalization;
using Bench.Data;
using Bench.Service.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether there is room, and whether a file can be written, in every folder that this process writes. Red
/// while there still is some room, so that what has begun can end.</summary>
internal sealed class SpaceHealth(FreeSpace space, BenchOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (data, wrong) = (new Dictionary<string, object>(), new List<string>());
        foreach (var (name, folder) in space.Folders)
        {
            try
            {
                var free = FreeSpace.Available(folder);
                data[$"{name}FreeBytes"] = free;
                if (free < options.MinFreeBytes)
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name} has {free} bytes free, fewer than Bench:MinFreeBytes"));
                else
                {
                    TryWrite(folder);
                    if (folder == options.DataPath)
                        TryWrite(Directory.CreateDirectory(options.UploadsPath).FullName);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Without the exception's own words, which name the folder: anybody may read this.
                wrong.Add($"{name} cannot be written");
            }
        }
        return Task.FromResult(
            wrong.Count == 0 ? HealthCheckResult.Healthy(null, data) : HealthCheckResult.Unhealthy(string.Join("; ", wrong), data: data)
        );
    }

    /// <summary>A byte, for an empty file fits where nothing else does.</summary>
    static void TryWrite(string folder)
    {
        using var file = new FileStream(
            Path.Combine(folder, $".ready-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        file.WriteByte(0);
        file.Flush();
    }
}
