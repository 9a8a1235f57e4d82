namespace Bench.Metrics.Numerics;

/// <summary>Runs over images in fixed blocks, so that whatever a block computes does not depend on the number of
/// threads.</summary>
static class RowBlocks
{
    public const int Size = 512;

    public static int CountOf(int images) => (images + Size - 1) / Size;

    public static void Run(int images, ParallelOptions parallel, Action<int, int> block) =>
        Parallel.For(0, CountOf(images), parallel, b => block(b * Size, Math.Min(images, (b + 1) * Size)));
}
