using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Review;

/// <summary>By how many rows a file may be turned: the shifts at which most answers are the label of the image there.</summary>
/// <remarks>Every pair of an answer and an image with that label is a vote for their distance. Two blocks that changed places are a turn of
/// the whole; a turn of a part has the votes of that part.</remarks>
static class RowShifts
{
    /// <summary>Pairs that are looked at; of more, every so many-th row votes.</summary>
    const long MostPairs = 10_000_000;

    const int Best = 3;

    /// <returns>Other shifts than none, best first: row r belongs to image r + shift, counted on from the first behind the last.</returns>
    public static IReadOnlyList<int> Of(Answers answers, IReadOnlyList<ManifestImage> images)
    {
        var shown = new Dictionary<ushort, List<int>>();
        for (var image = 0; image < images.Count; image++)
            foreach (var label in images[image].Classes)
            {
                if (!shown.TryGetValue(label, out var places))
                    shown[label] = places = [];
                places.Add(image);
            }
        var pairs = Enumerable.Range(0, images.Count).Sum(row => (long)(shown.GetValueOrDefault(answers.Best(row))?.Count ?? 0));
        var step = (int)(pairs / MostPairs) + 1;
        var votes = new int[images.Count];
        for (var row = 0; row < images.Count; row += step)
            foreach (var image in shown.GetValueOrDefault(answers.Best(row)) ?? [])
                votes[image >= row ? image - row : image - row + votes.Length]++;
        return
        [
            .. Enumerable
                .Range(1, Math.Max(0, votes.Length - 1))
                .Where(shift => votes[shift] > 0)
                .OrderByDescending(shift => votes[shift])
                .Take(Best),
        ];
    }
}
