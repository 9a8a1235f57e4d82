using Bench.Data;
using Bench.Service.Storage;

namespace Bench.Api.Webhooks;

/// <summary>Where the keys lie that encrypt secrets of webhooks and who is signed in.</summary>
static class KeyRingFolder
{
    /// <summary>Only this user reads it: the ring and the database together are enough to sign as Bench does.</summary>
    public static DirectoryInfo Of(BenchOptions bench, WebhookOptions webhooks) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(PathOf(bench, webhooks))
            : Directory.CreateDirectory(PathOf(bench, webhooks), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Reads every key; where there is none yet, one has to be written. Whatever protects with the ring would meet it later, and
    /// log it as a fault of ours.</summary>
    /// <exception cref="InvalidOperationException">It is no folder, or this process may not write it.</exception>
    /// <exception cref="UnauthorizedAccessException">A key may not be read.</exception>
    public static void Require(BenchOptions bench, WebhookOptions webhooks)
    {
        var folder = PathOf(bench, webhooks);
        var keys = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.xml") : [];
        foreach (var key in keys)
            File.OpenRead(key).Dispose();
        if (keys.Length == 0)
            OwnFolders.Require($"Webhooks:{nameof(WebhookOptions.KeyRing)}", folder, () => Of(bench, webhooks));
    }

    static string PathOf(BenchOptions bench, WebhookOptions webhooks) =>
        Path.GetFullPath(webhooks.KeyRing ?? Path.Combine(bench.DataPath, "keys"));
}
