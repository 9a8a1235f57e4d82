using System.Diagnostics;
using System.Runtime.InteropServices;
using Bench.Workers.Inference.Protocol;
using Bench.Workers.Jobs;

namespace Bench.Workers.Inference.Cage;

/// <summary>The parent's hold on one child: asks, reads answers with a time limit, watches its memory, kills it, and says in one failure how it ended.</summary>
internal sealed class CagedChild : IAsyncDisposable
{
    readonly Process _process;
    readonly InferenceOptions _options;
    readonly (string Outside, string Inside)[] _mounts;
    readonly Task<string> _errors;
    readonly MemoryWatch _memory;

    public CagedChild(Process process, string modelFolder, string modelMount, string cropFolder, string cropMount, InferenceOptions options)
    {
        _process = process;
        _options = options;
        _mounts = [(modelFolder, modelMount), (cropFolder, cropMount)];
        _errors = StandardErrorTail.ReadAsync(process.StandardError);
        _memory = new MemoryWatch(process, options.MemoryBytes);
    }

    public int ProcessId => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Where a file of the model or crop folder stands inside the cage.</summary>
    public string Inside(string path)
    {
        var full = Path.GetFullPath(path);
        foreach (var (outside, inside) in _mounts)
        {
            var relative = Path.GetRelativePath(Path.GetFullPath(outside), full);
            if (!relative.StartsWith("..", StringComparison.Ordinal)) return Path.Combine(inside, relative);
        }
        throw new ArgumentException($"{path} is in no folder of this cage", nameof(path));
    }

    /// <summary>Asks and waits for an answer of the kind that is due.</summary>
    /// <exception cref="FailureException">The child refused, died, talked garbage or was too slow; the model's evaluation ends with this reason.</exception>
    public async Task<T> AskAsync<T>(ChildRequest request, TimeSpan timeout, CancellationToken cancellationToken) where T : ChildAnswer
    {
        var answer = await GuardedAsync(timeout, async token =>
        {
            Send(request);
            return await Frames.ReadAnswerAsync(_process.StandardOutput.BaseStream, token);
        }, cancellationToken);
        return answer switch
        {
            T due => due,
            Refused refused => throw ChildFailures.Of(refused),
            _ => throw ChildFailures.Garbage($"{answer.GetType().Name} came where {typeof(T).Name} was due"),
        };
    }

    /// <summary>Sends a request whose answer is read later: this is how the child is kept busy.</summary>
    public void Send(ChildRequest request)
    {
        try
        {
            Frames.WriteJson(_process.StandardInput.BaseStream, request);
        }
        catch (IOException)
        {
            // The pipe is broken because the child is gone: reading its answer tells how.
        }
    }

    /// <summary>Reads the rows of the oldest unanswered run.</summary>
    /// <exception cref="FailureException">As for asking.</exception>
    public async Task ReadRowsAsync(Memory<float> rows, CancellationToken cancellationToken)
    {
        var bytes = FloatBytes.Of(rows);
        var instead = await GuardedAsync(_options.AnswerTimeout, token => Frames.ReadRowsAsync(_process.StandardOutput.BaseStream, bytes, token), cancellationToken);
        if (instead is Refused refused) throw ChildFailures.Of(refused);
        if (instead is not null) throw ChildFailures.Garbage($"{instead.GetType().Name} came where rows were due");
    }

    async Task<TAnswer> GuardedAsync<TAnswer>(TimeSpan timeout, Func<CancellationToken, Task<TAnswer>> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await read(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Kill();
            throw ChildFailures.TooSlow(timeout);
        }
        catch (Exception error) when (error is ProtocolException or IOException)
        {
            // A last word on standard error and the exit code tell apart a crash, a full memory and garbage.
            Kill(after: TimeSpan.FromMilliseconds(500));
            await _process.WaitForExitAsync(CancellationToken.None);
            throw ChildFailures.OfDeath(_process.ExitCode, _memory.Exceeded, _killed, await _errors, error.Message);
        }
    }

    bool _killed;

    void Kill(TimeSpan after = default)
    {
        if (after > TimeSpan.Zero && _process.WaitForExit(after)) return;
        _killed = true;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has gone by itself in between.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _errors;
        await _memory.DisposeAsync();
        _process.Dispose();
    }

    /// <summary>Float memory seen as the bytes that a pipe reads into.</summary>
    sealed class FloatBytes(Memory<float> floats) : System.Buffers.MemoryManager<byte>
    {
        public static Memory<byte> Of(Memory<float> floats) => new FloatBytes(floats).Memory;

        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(floats.Span);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0)
        {
            var handle = floats.Pin();
            unsafe
            {
                return new System.Buffers.MemoryHandle((byte*)handle.Pointer + elementIndex, default, this);
            }
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
