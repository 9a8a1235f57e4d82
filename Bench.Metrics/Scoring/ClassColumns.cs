using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

/// <summary>Goes through the probabilities class by class instead of image by image, a few columns at a time, for all label views at once.</summary>
/// <remarks>The matrix is stored by image; a block of columns is gathered into a buffer of 32 × N float32, so memory does not grow with C.</remarks>
static class ClassColumns
{
    const int Block = 32;

    public static void Run(PredictionScan scan, IReadOnlyList<LabelView> views, IReadOnlyList<ClassScores> scores)
    {
        var p = scan.Predictions;
        var positives = views.Select(v => new ClassPositives(v)).ToArray();
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(0, (p.Classes + Block - 1) / Block, scan.Parallel, () => spare.TryTake(out var left) ? left : new(p.Count), (b, _, scratch) =>
        {
            var first = b * Block;
            var width = Math.Min(Block, p.Classes - first);
            Gather(scan, first, width, scratch.Columns);
            for (var c = 0; c < width; c++)
            {
                scratch.Column.Sort(scratch.Columns.AsSpan(c * p.Count, p.Count));
                for (var v = 0; v < views.Count; v++) scratch.Column.Score(positives[v], first + c, scores[v], views[v].RanksClasses);
            }
            return scratch;
        }, spare.Add);
    }

    static void Gather(PredictionScan scan, int first, int width, float[] columns)
    {
        var p = scan.Predictions;
        var n = p.Count;
        var logits = p.Logits.Span;
        var sums = p.LogSumExp.Span;
        var top = p.TopLogit.Span;
        Span<float> row = stackalloc float[Block];
        row = row[..width];
        for (var i = 0; i < n; i++)
        {
            TensorPrimitives.ConvertToSingle(logits.Slice(i * p.Classes + first, width), row);
            if (p.TailScale != 1) TensorPrimitives.Multiply(row, p.TailScale, row);
            TensorPrimitives.Min(row, float.BitDecrement(top[(i + 1) * p.HeadSize - 1]), row);
            TensorPrimitives.Subtract(row, sums[i], row);
            TensorPrimitives.Exp(row, row);
            for (var c = 0; c < width; c++) columns[c * n + i] = Math.Min(row[c], 1);
        }
        var classes = p.TopClass.Span;
        for (var h = 0; h < classes.Length; h++)
        {
            var c = classes[h] - first;
            if ((uint)c < (uint)width) columns[c * n + h / p.HeadSize] = p.ProbabilityAt(h / p.HeadSize, h % p.HeadSize);
        }
    }

    sealed class Scratch(int images)
    {
        public float[] Columns { get; } = new float[Block * images];

        public ClassColumn Column { get; } = new(images);
    }
}
