using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference;

/// <summary>Keeps a child busy over a range of images: batches are asked for as soon as their crops are ready, and
/// their rows are handed on in order.</summary>
/// <remarks>Two threads of its own that block, one asking and one reading: waiting so costs no memory, however many
/// batches there are.</remarks>
internal sealed class BatchPump : IDisposable
{
    /// <summary>Batches asked for ahead of the one whose rows are due: as many as a child may run at once, and some
    /// that it fills meanwhile.</summary>
    static readonly int Ahead = Environment.ProcessorCount + 2;

    readonly CagedChild _child;
    readonly int _start,
        _end,
        _batch,
        _width;
    readonly ReadyMark? _ready;
    readonly RowsHandler _handler;
    readonly SemaphoreSlim _room = new(Ahead);
    readonly SemaphoreSlim _asked = new(0);

    /// <summary>Takes the rows of the images [first, first + count): count × width values.</summary>
    public delegate void RowsHandler(int first, int count, ReadOnlySpan<float> rows);

    BatchPump(CagedChild child, int start, int count, int batch, int width, ReadyMark? ready, RowsHandler handler) =>
        (_child, _start, _end, _batch, _width, _ready, _handler) = (child, start, start + count, batch, width, ready, handler);

    /// <param name="child">Was told which crops and which output to use.</param>
    /// <param name="start">First image of the range in the crop file.</param>
    /// <param name="count">Images of the range.</param>
    /// <param name="batch">Images of a request: those of a run, as the child was told, or fewer, or several runs' (<see
    /// cref="RunBatch.MostImages"/>).</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="ready">How far crops are ready; null when all are.</param>
    /// <param name="handler">Takes the rows, on a thread of its own.</param>
    /// <exception cref="Service.Work.FailureException">The child failed.</exception>
    public static async Task RunAsync(
        CagedChild child,
        int start,
        int count,
        int batch,
        int width,
        ReadyMark? ready,
        RowsHandler handler,
        CancellationToken cancellationToken
    )
    {
        using var pump = new BatchPump(child, start, count, batch, width, ready, handler);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A thread that reads from the child is not to be interrupted but by the child's end.
        await using var ending = cancellationToken.Register(child.Kill);
        var (asking, reading) = (OnItsOwnThread(() => pump.Ask(stop.Token)), OnItsOwnThread(() => pump.Read(stop.Token)));
        var first = await Task.WhenAny(asking, reading);
        if (!first.IsCompletedSuccessfully)
            await stop.CancelAsync();
        await Task.WhenAll(asking, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        // What ended one side is the reason; the other was only told to stop.
        await first;
        await Task.WhenAll(asking, reading);
    }

    static Task OnItsOwnThread(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void Ask(CancellationToken cancellationToken)
    {
        for (var first = _start; first < _end; first += _batch)
        {
            var images = Math.Min(_batch, _end - first);
            _ready?.Wait(first + images, cancellationToken);
            _room.Wait(cancellationToken);
            _child.Send(new RunBatch(first, images));
            _asked.Release();
        }
    }

    void Read(CancellationToken cancellationToken)
    {
        var rows = GC.AllocateUninitializedArray<float>(_batch * _width, pinned: true);
        for (var first = _start; first < _end; first += _batch)
        {
            var images = Math.Min(_batch, _end - first);
            _asked.Wait(cancellationToken);
            _child.ReadRows(rows.AsSpan(0, images * _width));
            _room.Release();
            _handler(first, images, rows.AsSpan(0, images * _width));
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        _asked.Dispose();
    }
}
