using Bench.Data;
using Bench.Data.Labels;
using Bench.Metrics.LabelErrors;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.LabelErrors;

/// <summary>Says which of a dataset's label sets already list a candidate label error: somebody has seen it.</summary>
/// <remarks>
/// A label set lists it when it uses the image and does not accept the doubted label, or accepts the suggested class;
/// when it leaves the image out for another reason than that it says nothing of it; or when its reviewers' verdict on
/// the image is known, whatever it is.
/// </remarks>
internal sealed class ListedErrors(BenchDb db, LabelSetRegistry registry)
{
    static readonly string[] SaysNothing = ["not-annotated", "not-in-slice", "out-of-distribution"];

    /// <summary>A function from a candidate to the keys of the label sets that list it.</summary>
    /// <param name="datasetId">The dataset.</param>
    /// <param name="doubted">The label set that is doubted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Func<ConsensusCandidate, IReadOnlyList<string>>> OfAsync(
        Guid datasetId,
        Guid doubted,
        CancellationToken cancellationToken
    )
    {
        // Remarks count through their verdicts alone; a set of verdicts given here is the review itself.
        var rows = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == datasetId && set.IsCurrent && set.Id != doubted && set.Format != LabelFormats.Verdicts)
            .OrderBy(set => set.Id)
            .ToListAsync(cancellationToken);
        var sets = new List<(LabelSet Row, ImportedLabelSet Set, LabelColumn? Verdicts)>();
        foreach (var row in rows)
        {
            var set = await registry.LoadAsync(row, cancellationToken);
            sets.Add((row, set, set.Columns.FirstOrDefault(column => column.Name == "verdict")));
        }
        return candidate => [.. sets.Where(each => Lists(each.Row, each.Set, each.Verdicts, candidate)).Select(each => each.Row.Key)];
    }

    static bool Lists(LabelSet row, ImportedLabelSet set, LabelColumn? verdicts, ConsensusCandidate candidate)
    {
        if (verdicts?.Of(candidate.Image) is not null)
            return true;
        if (row.Kind == LabelSetKind.Annotations)
            return false;
        var labels = set.Labels;
        if (labels.IsUsed(candidate.Image))
            return !labels.Accepts(candidate.Image, (ushort)candidate.Given)
                || labels.Accepts(candidate.Image, (ushort)candidate.Suggested);
        var reason = labels.ExclusionReasons[labels.Exclusions.Span[candidate.Image] - 1];
        // An empty list of ReaL means that its reviewers found no class; in a table of one's own, that nothing is said.
        return !SaysNothing.Contains(reason) && (reason != "no-label" || row.Format == LabelFormats.RealJson);
    }
}
