using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Crops;

/// <summary>Makes the missing crops of a range on several threads, in order, and says how far the crops reach without a
/// gap.</summary>
/// <param name="crops">The file to fill.</param>
/// <param name="geometry">What to make of each picture.</param>
/// <param name="locate">The path of the picture of an index.</param>
/// <param name="options">Threads, limits, what to do with undecodable pictures.</param>
/// <param name="place">Index of an image's crop in the file; the image's own when absent.</param>
public sealed class CropFiller(
    CropWriter crops,
    Geometry geometry,
    Func<int, ImageFile> locate,
    CropFillerOptions options,
    Func<int, int>? place = null
)
{
    readonly ConcurrentDictionary<int, ExcludedImage> _excluded = new();
    int _made;

    /// <summary>Pictures left out so far, by index. A picture below the reported progress is in here or its crop is
    /// ready.</summary>
    public IReadOnlyList<ExcludedImage> Excluded => [.. _excluded.Values.OrderBy(image => image.Index)];

    /// <summary>Told the index, width and height of each picture that was decoded, on any thread.</summary>
    public Action<int, int, int>? Sized { get; init; }

    /// <summary>Crops that had to be decoded, as against those that were in the file already.</summary>
    public int Made => _made;

    public bool IsExcluded(int index) => _excluded.ContainsKey(index);

    /// <summary>Fills images [first, first + count) and yields, ever higher, the index up to which all are ready; at
    /// the end first + count. Intermediate values may be passed over.</summary>
    /// <exception cref="ImageDecodeException">A picture cannot be decoded and the options do not leave it
    /// out.</exception>
    /// <exception cref="ImageChangedException">A picture is another than at import; never left out.</exception>
    /// <exception cref="ImageMissingException">A picture is not on this machine; never left out.</exception>
    /// <exception cref="CropDiskFullException">The disk is full.</exception>
    public async IAsyncEnumerable<int> FillAsync(int first, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (count == 0)
            yield break;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = Channel.CreateBounded<int>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
        );
        var range = new FillRange(first, count, progress.Writer);
        var degree = Math.Min(count, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var workers = Enumerable
            .Range(0, degree)
            .Select(_ =>
                Task.Factory.StartNew(
                    () => Work(range, stop),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
            .ToArray();
        var finished = Task.WhenAll(workers)
            .ContinueWith(all => progress.Writer.TryComplete(all.Exception?.InnerExceptions[0]), TaskScheduler.Default);
        try
        {
            await foreach (var ready in progress.Reader.ReadAllAsync(CancellationToken.None))
                yield return ready;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // The caller may have stopped listening: the threads end before the file is closed under them.
            await stop.CancelAsync();
            await finished;
        }
    }

    int Place(int index) => place?.Invoke(index) ?? index;

    void Work(FillRange range, CancellationTokenSource stop)
    {
        try
        {
            using var worker = new CropWorker(crops, geometry, options.Limits);
            while (!stop.IsCancellationRequested && range.TryTake(out var index))
            {
                if (!worker.IsReady(Place(index)))
                    Make(worker, index);
                range.Done(index);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    void Make(CropWorker worker, int index)
    {
        var file = locate(index);
        try
        {
            var (width, height) = worker.Make(Place(index), file);
            Sized?.Invoke(index, width, height);
            Interlocked.Increment(ref _made);
        }
        catch (ImageDecodeException refused) when (options.ExcludeUndecodable)
        {
            _excluded[index] = new(index, refused.Name, refused.Reason);
        }
    }
}
