using System.Runtime.InteropServices;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference;

/// <summary>A child that has a model open, for one use. Disposing ends it, unless it was laid by with
/// <see cref="KeepAsync"/>.</summary>
internal sealed partial class ModelChild(ModelChildren children, OpenChild open, InferenceOptions options, TimeProvider time)
    : IAsyncDisposable
{
    readonly long _taken = time.GetTimestamp();
    bool _isKept;

    public CagedChild Child => open.Child;

    public ModelOpened Opened => open.Opened;

    /// <summary>The folder that it sees in addition to the model: files made here it may read.</summary>
    public string Folder => open.Folder.Path;

    /// <summary>Shows it a file of the same file system.</summary>
    /// <returns>Its path inside the cage.</returns>
    /// <exception cref="IOException">The file system has no links.</exception>
    public string Show(string path)
    {
        var shown = Path.Combine(Folder, Path.GetFileName(path));
        return Link(path, shown) == 0
            ? Child.Inside(shown)
            : throw new IOException($"{path} could not be linked to {shown}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Lays it by for the next one who wants this model: every request has been answered, and nothing of this
    /// use is left to be seen.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await Child.AskAsync<Ready>(new ReleaseImages(), options.AnswerTimeout, cancellationToken);
        foreach (var file in Directory.GetFiles(Folder))
            File.Delete(file);
        var busy = open.Busy + time.GetElapsedTime(_taken);
        if (busy >= options.ShardTimeout)
            return;
        _isKept = true;
        await children.KeepAsync(open with { Busy = busy });
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isKept)
            await open.DisposeAsync();
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
