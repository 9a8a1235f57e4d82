using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bench.Benchmarks;

/// <summary>Rank intervals of a whole board over 50,000 images. Goal: ≤ 2 s for 1,000 models on two cores.</summary>
/// <remarks>Skills spread from 60 % to 90 %, and neighbours agree on most images as real models do, so that many pairs are in
/// doubt.</remarks>
[MemoryDiagnoser]
public class RankIntervalBenchmark
{
    ImageOutcomes[] _board = [];

    [Params(100, 1_000)]
    public int Models { get; set; }

    /// <summary>1 is the board of one label set; 10 has a mask for every tenth model.</summary>
    [Params(1, 10)]
    public int Masks { get; set; }

    [GlobalSetup]
    public void MakeBoard() => _board = Board(Models, 50_000, Masks);

    [Benchmark]
    public int Compute() => RankIntervals.Compute(_board)[0].High;

    internal static ImageOutcomes[] Board(int models, int images, int masks)
    {
        var random = new Random(1);
        var ease = Enumerable.Range(0, images).Select(_ => random.NextDouble()).ToArray();
        var used = Enumerable.Range(0, masks).Select(_ => Bits(images, _ => masks == 1 || random.NextDouble() < 0.95)).ToArray();
        return
        [
            .. Enumerable
                .Range(0, models)
                .Select(model =>
                {
                    var mask = used[model % masks];
                    var skill = 0.6 + 0.3 * model / models;
                    return new ImageOutcomes(
                        Bits(images, image => mask[image] && 0.8 * ease[image] + 0.2 * random.NextDouble() < skill),
                        mask
                    );
                }),
        ];
    }

    static BitSet Bits(int count, Func<int, bool> predicate)
    {
        var set = new BitSet(count);
        for (var i = 0; i < count; i++)
            set[i] = predicate(i);
        return set;
    }
}
