namespace Bench.Service.Storage;

/// <summary>A file that is made here and given to a store, which may move it away. Gone when it is disposed, whatever
/// happened.</summary>
/// <remarks>Dying before leaves it in its folder under a name that nobody reads.</remarks>
public sealed class TemporaryFile : IDisposable
{
    TemporaryFile(string path) => Path = path;

    /// <summary>Where it is to be written; nothing is there yet.</summary>
    public string Path { get; }

    /// <param name="folder">Made where it is missing; on the store's file system where that can be, so that giving it
    /// away is a rename.</param>
    public static TemporaryFile In(string folder)
    {
        Directory.CreateDirectory(folder);
        return new TemporaryFile(System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.tmp"));
    }

    public void Dispose() => File.Delete(Path);
}
