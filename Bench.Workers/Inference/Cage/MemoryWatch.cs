using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Bench.Workers.Inference.Cage;

/// <summary>Kills a child whose memory outgrows its limit. The kernel's own limit covers the heap; this covers
/// everything, and tells us why the child died.</summary>
/// <remarks>Counted is all that no file backs: private pages, shared ones, and the scratch of the cage, taken as
/// full.</remarks>
internal sealed class MemoryWatch : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    readonly Process _process;
    readonly Action<Process> _kill;
    readonly long _limit;
    readonly bool _countsShared;
    readonly int _root;
    readonly Dictionary<int, ProcessFiles> _files = [];
    readonly CancellationTokenSource _stop = new();
    readonly Task _watching;

    /// <param name="crops">The crops that it reads. Where their folder is memory itself, nothing tells them from its
    /// own shared pages, and those do not count.</param>
    public MemoryWatch(Process process, long limitBytes, string crops)
        : this(process, limitBytes, crops, static child => child.Kill(entireProcessTree: true)) { }

    internal MemoryWatch(Process process, long limitBytes, string crops, Action<Process> kill)
    {
        (_process, _root, _kill) = (process, process.Id, kill);
        _limit = limitBytes;
        _countsShared = new DriveInfo(crops).DriveFormat != "tmpfs";
        _watching = WatchAsync();
    }

    public bool Exceeded { get; private set; }

    async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_process.HasExited)
                    return;
                if (!Exceeded && BytesInMemory(_root) + Walls.ScratchBytes <= _limit)
                    continue;
                Exceeded = true;
                Kill();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            // Stopped, or the child went by itself between the question and the kill.
        }
    }

    /// <remarks>What could not be killed is killed at the next look: of a tree of processes some come and go.</remarks>
    void Kill()
    {
        try
        {
            _kill(_process);
        }
        catch (Exception error) when (error is Win32Exception or AggregateException) { }
    }

    /// <summary>Resident memory of a process and all below it; crops are mapped files and do not count.</summary>
    long BytesInMemory(int processId)
    {
        Span<byte> text = stackalloc byte[4096];
        try
        {
            if (!_files.TryGetValue(processId, out var files))
                _files.Add(processId, files = new(processId));
            var status = Read(files.Status, text);
            var total = 1024 * (KiB(status, "RssAnon:"u8) + (_countsShared ? KiB(status, "RssShmem:"u8) : 0));
            var children = Read(files.Children, text);
            while (!children.IsEmpty)
                total += BytesInMemory((int)Next(ref children));
            return total;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has just gone.
            if (_files.Remove(processId, out var files))
                files.Dispose();
            return 0;
        }
    }

    /// <summary>One read from the start: the kernel writes the numbers again each time.</summary>
    static ReadOnlySpan<byte> Read(SafeFileHandle file, Span<byte> into) => into[..RandomAccess.Read(file, into, 0)].TrimEnd(" \n"u8);

    /// <summary>A line of <c>status</c>; 0 where it is missing, as it is when the process is about to go.</summary>
    static long KiB(ReadOnlySpan<byte> status, ReadOnlySpan<byte> name)
    {
        var at = status.IndexOf(name);
        if (at < 0)
            return 0;
        var rest = status[(at + name.Length)..].TrimStart(" \t"u8);
        return Next(ref rest);
    }

    static long Next(ref ReadOnlySpan<byte> numbers)
    {
        if (!Utf8Parser.TryParse(numbers, out long number, out var length))
            throw new IOException("a line of /proc without a number");
        numbers = numbers[length..].TrimStart((byte)' ');
        return number;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        foreach (var files in _files.Values)
            files.Dispose();
    }

    /// <summary>The kernel's files about one process, kept open: they are read ten times a second during the image
    /// loop, and reading them allocates nothing.</summary>
    sealed class ProcessFiles(int processId) : IDisposable
    {
        public SafeFileHandle Status { get; } = Open($"/proc/{processId}/status");

        public SafeFileHandle Children { get; } = Open($"/proc/{processId}/task/{processId}/children");

        public void Dispose()
        {
            Status.Dispose();
            Children.Dispose();
        }

        static SafeFileHandle Open(string path) => File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
    }
}
