using System.Globalization;
using Bench.Api.Http;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>Images on which exactly one of two models is right, page by page.</summary>
internal static class DifferingImages
{
    /// <param name="subject">Whose images they are; none are listed where its answers are hidden.</param>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model.</param>
    /// <param name="names">Paths of the dataset's images; null when its list is not at hand.</param>
    /// <param name="limit">Most images of one answer.</param>
    /// <param name="cursor">'next' of the answer before; null at the beginning.</param>
    /// <returns>The images, in the order of the dataset, and where to go on; null at the end.</returns>
    /// <exception cref="RefusalException">The cursor is of other images.</exception>
    public static (IReadOnlyList<DifferingImage> Images, string? Next) Of(
        BoardSubject subject,
        ComparedOutcomes first,
        ComparedOutcomes second,
        IReadOnlyList<string>? names,
        int limit,
        string? cursor
    )
    {
        var list = $"differing images {subject.DatasetId} {subject.LabelSet} {first.Entry.EvaluationId} {second.Entry.EvaluationId}";
        var from = ListCursor.Read<int>(list, cursor) ?? 0;
        if (subject.HidesAnswers)
            return ([], null);
        var (a, b) = (first.Outcomes, second.Outcomes);
        var found = new List<DifferingImage>();
        for (var image = Math.Max(0, from); image < a.Used.Count; image++)
        {
            if (!a.Used[image] || !b.Used[image] || a.Correct[image] == b.Correct[image])
                continue;
            if (found.Count == limit)
                return (found, ListCursor.Write(list, image.ToString(CultureInfo.InvariantCulture)));
            found.Add(new DifferingImage(image, names?[image], a.Correct[image] ? "a" : "b"));
        }
        return (found, null);
    }
}
