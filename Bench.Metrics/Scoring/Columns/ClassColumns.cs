using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Scoring.Columns;

/// <summary>Goes through the probabilities class by class instead of image by image, a few columns at a time, for all
/// label sets at once.</summary>
/// <remarks>The matrix is stored by image; a block of columns is turned into a buffer of 32 × N halves, so memory does
/// not grow with C. Predictions at another temperature share the stored matrix and so the turned block.</remarks>
static class ClassColumns
{
    const int Block = 32;

    /// <param name="views">Label sets of predictions that share one stored matrix.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <returns>The scores of each label set, in order.</returns>
    public static ClassScores[] Run(IReadOnlyList<ColumnSubject> views, ParallelOptions parallel)
    {
        if (views.Count == 0)
            return [];
        var p = views[0].Predictions;
        ClassScores[] scores = [.. views.Select(view => new ClassScores(view.Predictions.Classes))];
        var parts = views
            .Zip(scores)
            .GroupBy(pair => pair.First.Predictions, ReferenceEqualityComparer.Instance)
            .Select(part => new Part((Predictions)part.Key!, [.. part.Select(pair => pair.First)], [.. part.Select(pair => pair.Second)]))
            .ToArray();
        var heads = new HeadPlaces(p);
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(
            0,
            (p.Classes + Block - 1) / Block,
            parallel,
            () => spare.TryTake(out var left) ? left : new(p.Count),
            (b, _, scratch) =>
            {
                var first = b * Block;
                var width = Math.Min(Block, p.Classes - first);
                Turn(p, first, width, scratch.Halves);
                foreach (var part in parts)
                    for (var c = 0; c < width; c++)
                        part.Score(scratch.Halves.AsSpan(c * p.Count, p.Count), first + c, heads.Of(first + c), scratch);
                return scratch;
            },
            spare.Add
        );
        return scores;
    }

    /// <summary>The stored halves of a few classes, column after column.</summary>
    static void Turn(Predictions p, int first, int width, Span<Half> columns)
    {
        var stored = MemoryMarshal.Cast<Half, ushort>(p.Logits.Span);
        var turned = MemoryMarshal.Cast<Half, ushort>(columns);
        for (var i = 0; i < p.Count; i++)
        {
            var row = stored.Slice(i * p.Classes + first, width);
            for (var c = 0; c < row.Length; c++)
                turned[c * p.Count + i] = row[c];
        }
    }

    /// <summary>Label sets of the same probabilities.</summary>
    sealed class Part
    {
        readonly Predictions _predictions;
        readonly ColumnSubject[] _views;
        readonly ClassScores[] _scores;
        readonly ClassPositives[] _positives;
        readonly IReadOnlyList<UsedPatterns> _groups;
        readonly float[] _ceilings;

        public Part(Predictions predictions, ColumnSubject[] views, ClassScores[] scores)
        {
            (_predictions, _views, _scores) = (predictions, views, scores);
            _positives = [.. views.Select(v => new ClassPositives(v))];
            _groups = UsedPatterns.Group(_positives, predictions.Count);
            _ceilings = new float[predictions.Count];
            for (var i = 0; i < _ceilings.Length; i++)
                _ceilings[i] = float.BitDecrement(predictions.TopLogit.Span[(i + 1) * predictions.HeadSize - 1]);
        }

        public void Score(ReadOnlySpan<Half> halves, int @class, ReadOnlySpan<int> heads, Scratch scratch)
        {
            HalfLogits.ToProbabilities(halves, _predictions.TailScale, _ceilings, _predictions.LogSumExp.Span, scratch.Probabilities);
            foreach (var place in heads)
                scratch.Probabilities[place / _predictions.HeadSize] = _predictions.ProbabilityAt(
                    place / _predictions.HeadSize,
                    place % _predictions.HeadSize
                );
            scratch.Column.Load(scratch.Probabilities);
            foreach (var group in _groups)
            {
                scratch.Columns.Load(scratch.Column, group);
                for (var place = 0; place < group.Views.Count; place++)
                {
                    var v = group.Views[place];
                    scratch.Columns.Score(group, place, _positives[v], @class, _scores[v], _views[v].RanksClasses);
                }
            }
        }
    }

    /// <summary>The place of each class in the heads.</summary>
    sealed class HeadPlaces
    {
        readonly int[] _starts;
        readonly int[] _places;

        public HeadPlaces(Predictions p)
        {
            var classes = p.TopClass.Span;
            (_starts, _places) = (new int[p.Classes + 1], new int[classes.Length]);
            foreach (var c in classes)
                _starts[c + 1]++;
            for (var c = 0; c < p.Classes; c++)
                _starts[c + 1] += _starts[c];
            var next = _starts.AsSpan().ToArray();
            for (var place = 0; place < classes.Length; place++)
                _places[next[classes[place]]++] = place;
        }

        /// <summary>Places in <see cref="Predictions.TopClass"/>, ascending.</summary>
        public ReadOnlySpan<int> Of(int @class) => _places.AsSpan(_starts[@class].._starts[@class + 1]);
    }

    sealed class Scratch(int images)
    {
        public Half[] Halves { get; } = new Half[Block * images];

        public float[] Probabilities { get; } = new float[images];

        public ClassColumn Column { get; } = new(images);

        public ColumnScore Columns { get; } = new();
    }
}
