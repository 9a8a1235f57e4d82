using Bench.Data;

namespace Bench.Service.Storage;

/// <summary>The folders without which a process cannot begin. A refusal names the setting of such a
/// folder.</summary>
public static class OwnFolders
{
    /// <exception cref="InvalidOperationException">One is no folder, or this process may not write it.</exception>
    public static void Require(BenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(nameof(BenchOptions.DataDirectory), options.DataPath);
        Require(nameof(BenchOptions.CacheDirectory), options.CachePath);
    }

    /// <param name="setting">Which names the folder, below <see cref="BenchOptions.Section"/>.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="make">Makes it, where that takes more than a name.</param>
    /// <inheritdoc cref="Require(BenchOptions)"/>
    public static void Require(string setting, string folder, Action? make = null)
    {
        try
        {
            make?.Invoke();
            using var file = TemporaryFile.In(folder);
            File.WriteAllBytes(file.Path, []);
        }
        // A full disk is told as one.
        catch (Exception error) when (StorageFault.IsRefused(error) || (error is IOException && !StorageFault.Is(error)))
        {
            var place = new FileInfo(folder);
            var why =
                place.LinkTarget is { } target && !Directory.Exists(folder) ? $"a link to '{target}', which is not there"
                : place.Exists && place.LinkTarget is null ? "a file; a folder is expected"
                : $"where the user '{Environment.UserName}' cannot write ({StorageFault.Reason(error).TrimEnd('.')}). Give the user that "
                    + "right, or name another folder";
            // Without its cause, which would be told in its stead.
            throw new InvalidOperationException($"{BenchOptions.Section}:{setting} is '{folder}', {why}");
        }
    }
}
