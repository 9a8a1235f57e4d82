using System.Diagnostics;
using System.Runtime.InteropServices;
using Bench.Service.Work;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Cage;

/// <summary>The parent's hold on one child: asks, reads answers with a time limit, watches its memory, kills it, and
/// says in one failure how it ended.</summary>
internal sealed class CagedChild : IAsyncDisposable
{
    /// <summary>A child whose pipe is closed has this long to end by itself and say why.</summary>
    static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    readonly Process _process;
    readonly InferenceOptions _options;
    readonly (string Outside, string Inside)[] _mounts;
    readonly Task<string> _errors;
    readonly MemoryWatch _memory;
    readonly Timer _patience;
    volatile bool _killed,
        _tooSlow;

    public CagedChild(Process process, string modelFolder, string modelMount, string crops, string cropMount, InferenceOptions options)
    {
        _process = process;
        _options = options;
        _mounts = [(modelFolder, modelMount), (crops, cropMount)];
        _errors = StandardErrorTail.ReadAsync(process.StandardError);
        _memory = new MemoryWatch(process, options.MemoryBytes, crops);
        _patience = new Timer(_ =>
        {
            _tooSlow = true;
            Kill();
        });
    }

    public int ProcessId => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Where a file of the model, or of the crops, is inside the cage.</summary>
    public string Inside(string path)
    {
        var full = Path.GetFullPath(path);
        foreach (var (outside, inside) in _mounts)
        {
            var relative = Path.GetRelativePath(Path.GetFullPath(outside), full);
            if (relative == ".")
                return inside;
            if (!relative.StartsWith("..", StringComparison.Ordinal))
                return Path.Combine(inside, relative);
        }
        throw new ArgumentException($"{path} is in no folder of this sandbox", nameof(path));
    }

    /// <summary>Asks and waits for an answer of the kind that is due.</summary>
    /// <exception cref="FailureException">The child refused, died, talked garbage or was too slow; the model's
    /// evaluation ends with this reason.</exception>
    /// <exception cref="ChildEndedException">The child was told to end, as this process may be.</exception>
    public async Task<T> AskAsync<T>(ChildRequest request, TimeSpan timeout, CancellationToken cancellationToken)
        where T : ChildAnswer
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        ChildAnswer answer;
        try
        {
            Send(request);
            answer = await Frames.ReadAnswerAsync(_process.StandardOutput.BaseStream, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Kill();
            throw ChildFailures.TooSlow(timeout);
        }
        catch (Exception error) when (error is ProtocolException or IOException)
        {
            throw Ended(error);
        }
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
            Frames.WriteRequest(_process.StandardInput.BaseStream, request);
        }
        catch (IOException)
        {
            // The pipe is broken because the child is gone: reading its answer tells how.
        }
    }

    /// <summary>Sends pictures to be run, and seeds where their gradients are wanted; <see cref="ReadRows"/> reads the
    /// answer.</summary>
    public void Send(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds) => Send(pictures, seeds, Frames.Pictures);

    /// <summary>The same for the logits at which the reverse pass begins.</summary>
    public void SendForOwnLogits(ReadOnlySpan<float> pictures) => Send(pictures, [], Frames.OwnLogits);

    void Send(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, byte kind)
    {
        try
        {
            Frames.WritePictures(_process.StandardInput.BaseStream, pictures, seeds, kind);
        }
        catch (IOException)
        {
            // As above.
        }
    }

    /// <summary>Reads the rows of the oldest unanswered run; blocks, and allocates nothing.</summary>
    /// <exception cref="FailureException">As for asking.</exception>
    public void ReadRows(Span<float> rows)
    {
        _patience.Change(_options.AnswerTimeout, Timeout.InfiniteTimeSpan);
        ChildAnswer? instead;
        try
        {
            instead = Frames.ReadRows(_process.StandardOutput.BaseStream, MemoryMarshal.AsBytes(rows));
        }
        catch (Exception error) when (error is ProtocolException or IOException)
        {
            throw _tooSlow ? ChildFailures.TooSlow(_options.AnswerTimeout) : Ended(error);
        }
        finally
        {
            _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        if (instead is Refused refused)
            throw ChildFailures.Of(refused);
        if (instead is not null)
            throw ChildFailures.Garbage($"{instead.GetType().Name} came where rows were due");
    }

    /// <summary>How it ended: a last word on standard error and the exit code tell apart a crash, a full memory and
    /// garbage.</summary>
    Exception Ended(Exception error)
    {
        if (!_process.WaitForExit(LastWords))
            Kill();
        _process.WaitForExit();
        return ChildFailures.OfDeath(_process.ExitCode, _memory.Exceeded, _killed, _errors.GetAwaiter().GetResult(), error.Message);
    }

    /// <summary>Ends it at once. A reader finds its pipe closed.</summary>
    public void Kill()
    {
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
        await _patience.DisposeAsync();
        _process.Dispose();
    }
}
