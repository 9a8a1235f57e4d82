using Bench.Data;

namespace Bench.Service.Storage;

/// <summary>A folder of one piece of work below the cache. Gone with all that is in it when it is disposed.</summary>
/// <remarks>Dying before leaves it under a name that nobody reads.</remarks>
public sealed class ScratchFolder : IDisposable
{
    ScratchFolder(string path) => Path = path;

    public string Path { get; }

    public static ScratchFolder Create(BenchOptions options)
    {
        var path = System.IO.Path.Combine(options.CachePath, "scratch", Guid.NewGuid().ToString("N"));
        return new ScratchFolder(Directory.CreateDirectory(path).FullName);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // An operator may clear the cache at any time: what was done here was done all the same.
        }
    }
}
