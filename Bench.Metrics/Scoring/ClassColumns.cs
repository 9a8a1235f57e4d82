using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

/// <summary>Goes through the probabilities class by class instead of image by image, a few columns at a time, for all label views at once.</summary>
/// <remarks>The matrix is stored by image; a block of columns is gathered into a buffer of 32 × N float32, so memory does not grow with C.</remarks>
static class ClassColumns
{
    const int Block = 32, Rows = 64;

    public static void Run(PredictionScan scan, IReadOnlyList<LabelView> views, IReadOnlyList<ClassScores> scores)
    {
        var p = scan.Predictions;
        var positives = views.Select(v => new ClassPositives(v)).ToArray();
        var groups = UsedPatterns.Group(positives, p.Count);
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(0, (p.Classes + Block - 1) / Block, scan.Parallel, () => spare.TryTake(out var left) ? left : new(p.Count), (b, _, scratch) =>
        {
            var first = b * Block;
            var width = Math.Min(Block, p.Classes - first);
            Gather(scan, first, width, scratch.Columns);
            for (var c = 0; c < width; c++)
            {
                scratch.Column.Load(scratch.Columns, c * p.Count);
                foreach (var group in groups)
                {
                    scratch.Score.Load(scratch.Column, group);
                    for (var place = 0; place < group.Views.Count; place++)
                    {
                        var v = group.Views[place];
                        scratch.Score.Score(group, place, positives[v], first + c, scores[v], views[v].RanksClasses);
                    }
                }
            }
            return scratch;
        }, spare.Add);
    }

    static void Gather(PredictionScan scan, int first, int width, float[] columns)
    {
        var p = scan.Predictions;
        var n = p.Count;
        Span<float> tile = stackalloc float[Rows * width];
        for (var start = 0; start < n; start += Rows)
        {
            var rows = Math.Min(Rows, n - start);
            Fill(p, first, width, start, tile[..(rows * width)]);
            for (var c = 0; c < width; c++)
            {
                var column = columns.AsSpan(c * n + start, rows);
                for (var r = 0; r < column.Length; r++) column[r] = tile[r * width + c];
            }
        }
        var classes = p.TopClass.Span;
        for (var h = 0; h < classes.Length; h++)
        {
            var c = classes[h] - first;
            if ((uint)c < (uint)width) columns[c * n + h / p.HeadSize] = p.ProbabilityAt(h / p.HeadSize, h % p.HeadSize);
        }
    }

    /// <summary>Probabilities of a few classes of a few images, row after row, from the tail alone.</summary>
    static void Fill(Predictions p, int first, int width, int start, Span<float> tile)
    {
        var logits = p.Logits.Span;
        var sums = p.LogSumExp.Span;
        var top = p.TopLogit.Span;
        for (var r = 0; r * width < tile.Length; r++)
        {
            var i = start + r;
            var ceiling = float.BitDecrement(top[(i + 1) * p.HeadSize - 1]);
            HalfLogits.ToSingle(logits.Slice(i * p.Classes + first, width), tile.Slice(r * width, width), p.TailScale, ceiling, sums[i]);
        }
        TensorPrimitives.Exp(tile, tile);
        TensorPrimitives.Min(tile, 1, tile);
    }

    sealed class Scratch(int images)
    {
        public float[] Columns { get; } = new float[Block * images];

        public ClassColumn Column { get; } = new(images);

        public ColumnScore Score { get; } = new();
    }
}
