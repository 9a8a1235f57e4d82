using System.Globalization;
using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Benchmarks.Attacks;

/// <summary>Accuracy over queries of Square with its paper's settings (L∞ 0.05, p 0.05, a schedule for 10,000 queries), for comparison
/// with the published curves.</summary>
internal static class SquareCurveCommand
{
    const int Budget = 10_000;

    /// <param name="data">Folder of the models and photographs.</param>
    /// <param name="images">Photographs.</param>
    /// <param name="most">Queries after which it ends, each image.</param>
    public static void Run(string data, int images, int most)
    {
        foreach (var name in AttackedModel.Names)
        {
            var model = new AttackedModel(data, name);
            using var session = model.Open();
            var pictures = model.Pictures(session, images);
            using var enough = new CancellationTokenSource();
            var watched = new AttackedPictures(
                new Watched(session, () => pictures.Queries),
                pictures.Originals,
                pictures.Labels,
                pictures.Ids,
                chunk: 1
            );
            pictures = watched;
            try
            {
                // The first query is about the picture as it is.
                ((Watched)watched.Target).StopAfter(most + 1, enough);
                AttackEnsemble.Run([new SquareAttack(Budget, 0.05f, 3, 224)], watched, new(AttackNorm.Linf, 0.05f), seed: 1, enough.Token);
            }
            catch (OperationCanceledException) { }
            int[] told = [0, 1, 10, 100, 1000];
            var shares = told.Where(queries => queries <= most)
                .Select(queries =>
                {
                    var left = Enumerable
                        .Range(0, images)
                        .Count(image =>
                            !watched.Fooled[image] || watched.FooledBy[image] != "clean" && watched.Queries[image] - 1 > queries
                        );
                    return string.Create(CultureInfo.InvariantCulture, $"{(double)left / images:0.000}");
                });
            Console.WriteLine($"| {name} | {images} | {string.Join(" | ", shares)} |");
        }
    }

    /// <summary>Ends the attack when an image has been asked about often enough.</summary>
    sealed class Watched(IAttackTarget inner, Func<int[]> queries) : IAttackTarget
    {
        CancellationTokenSource? _enough;
        int _most;

        public int Pixels => inner.Pixels;

        public int Classes => inner.Classes;

        public bool HasGradient => false;

        public void StopAfter(int most, CancellationTokenSource enough) => (_most, _enough) = (most, enough);

        public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
        {
            inner.Logits(pictures, logits);
            if (queries().Max() > _most)
                _enough?.Cancel();
        }

        public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients) =>
            throw new NotSupportedException();
    }
}
