using Bench.Api.Evaluations.Facets;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Comparison;
using Bench.Metrics.Facets;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Refusals;

namespace Bench.Api.Slices;

/// <summary>Compares the models of a board by one property of the images, from the stored outcomes alone.</summary>
internal sealed class SliceReader(Boards boards, DatasetFacets facets, DatasetStore datasets, BenchDb db)
{
    /// <param name="dataset">Key of the dataset; the first board's when null.</param>
    /// <param name="query">Which facet, and which of its values ranks.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RefusalException">There is no such dataset, label set, set of facets, facet or value, or the
    /// dataset hides its answers.</exception>
    public async Task<SliceBoard> ReadAsync(string? dataset, SliceQuery query, CancellationToken cancellationToken)
    {
        var subject = LeaderboardPlanner.Subject(await boards.SubjectsAsync(cancellationToken), dataset, query.LabelSet);
        var board = await boards.GetAsync(subject, cancellationToken);
        var sources = await facets.OfAsync(subject.DatasetId, key: null, cancellationToken);
        // What is right by some property of the images would be a score of a part of them.
        HiddenAnswers.RequireOpen(sources.Dataset);
        var columns = await facets.ColumnsAsync(sources, cancellationToken);
        if (columns.Count == 0)
            throw DatasetFacets.Missing($"the images of '{subject.Dataset}'");
        var facet = FacetColumn.Find(columns, query.Set, query.Facet);
        var column = facet.Column;
        var places = facet.Places;
        var chosen = query.Value is { } value ? places.ToList().IndexOf(facet.PlaceOf(value)) : -1;
        var manifest = await datasets.ManifestAsync(sources.Dataset, cancellationToken);
        var within = FacetWithin.Read(query.Within, manifest);
        var clusters = manifest.Pictures;
        ushort[] any = [.. column.Codes.ToArray().Select(code => (ushort)Math.Min(code, (ushort)1))];
        var rows = new List<SliceRow>();
        foreach (var (entry, everywhere) in await OutcomesAsync(board, cancellationToken))
        {
            var outcomes = within is null
                ? everywhere
                : everywhere.Among(Enumerable.Range(0, manifest.Count).Where(image => within.Images[image]));
            var counts = FacetEstimate.Of(outcomes, column.Codes.Span, column.Values.Count, clusters);
            var all = FacetEstimate.Of(outcomes, any, 1, clusters)[0];
            rows.Add(
                new(0, entry.ModelId, entry.Name, entry.EvaluationId, Cell(all), [.. places.Select(place => Cell(counts[place]))])
                {
                    Checks = entry.Checks,
                }
            );
        }
        var accuracies = rows.ConvertAll(Key);
        return new(
            subject.Dataset,
            subject.LabelSet,
            facet.Set,
            facet.Version,
            column.Name,
            query.Value,
            [.. columns.Select(each => new FacetName(each.Set, each.Column.Name))],
            [.. places.Select(place => column.Values[place])],
            [
                .. rows.Select(row => row with { Rank = 1 + accuracies.Count(other => other > Key(row)) })
                    .OrderBy(row => row.Rank)
                    .ThenBy(row => row.Model, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(row => row.ModelId),
            ],
            within?.Text,
            FacetWithin.Choices(manifest)
        )
        {
            Checks = board.Checks,
        };

        double Key(SliceRow row) => (chosen < 0 ? row.All : row.Cells[chosen]).Accuracy ?? double.NegativeInfinity;
    }

    async Task<List<(BoardEntry Entry, ImageOutcomes Outcomes)>> OutcomesAsync(Board board, CancellationToken cancellationToken)
    {
        var entries = board.Entries.ToDictionary(entry => entry.EvaluationId);
        return await db
            .Scorings.Where(scoring => scoring.LabelSetId == board.Subject.LabelSetId)
            .OutcomesAsync(board.Subject.ImageCount, cancellationToken)
            .Where(stored => entries.ContainsKey(stored.EvaluationId))
            .Select(stored => (entries[stored.EvaluationId], stored.Outcomes))
            .ToListAsync(cancellationToken);
    }

    static SliceCell Cell(FacetEstimate value) =>
        new(
            value.N,
            Finite(value.Accuracy),
            Finite(value.AccuracyInterval.Low),
            Finite(value.AccuracyInterval.High),
            Finite(value.ErrorRatio)
        );
}
