using System.Threading.Channels;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference;

/// <summary>Keeps a child busy over a range of images: batches are asked for as soon as their crops are ready, and their rows are handed on in order.</summary>
internal static class BatchPump
{
    /// <summary>Batches asked for ahead of the one whose rows are due: the child fills one while it runs another.</summary>
    const int Ahead = 2;

    /// <summary>Takes the rows of the images [first, first + count): count × width values.</summary>
    public delegate void RowsHandler(int first, int count, ReadOnlySpan<float> rows);

    /// <param name="start">First image of the range in the crop file.</param>
    /// <param name="count">Images of the range.</param>
    /// <param name="batch">Images a run, as the child was told.</param>
    /// <param name="width">Values of a row.</param>
    /// <param name="ready">Completes when every crop before the given index is ready.</param>
    /// <exception cref="Jobs.FailureException">The child failed.</exception>
    public static async Task RunAsync(
        CagedChild child, int start, int count, int batch, int width, Func<int, CancellationToken, ValueTask> ready, RowsHandler handler, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = Channel.CreateBounded<(int First, int Count)>(Ahead);
        var asking = AskAsync();
        try
        {
            var rows = GC.AllocateUninitializedArray<float>(batch * width, pinned: true);
            await foreach (var (first, images) in asked.Reader.ReadAllAsync(stop.Token))
            {
                await child.ReadRowsAsync(rows.AsMemory(0, images * width), stop.Token);
                handler(first, images, rows.AsSpan(0, images * width));
            }
        }
        finally
        {
            // Where the rows failed the asking must not wait on; where the asking failed its reason is thrown here or was by the reader.
            await stop.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await asking;

        async Task AskAsync()
        {
            try
            {
                for (var first = start; first < start + count; first += batch)
                {
                    var images = Math.Min(batch, start + count - first);
                    await ready(first + images, stop.Token);
                    await asked.Writer.WaitToWriteAsync(stop.Token);
                    child.Send(new RunBatch(first, images));
                    await asked.Writer.WriteAsync((first, images), stop.Token);
                }
                asked.Writer.Complete();
            }
            catch (Exception error)
            {
                asked.Writer.Complete(error);
                throw;
            }
        }
    }
}
