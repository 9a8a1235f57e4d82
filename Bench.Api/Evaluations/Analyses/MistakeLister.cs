using System.Globalization;
using Bench.Api.Evaluations.Facets;
using Bench.Api.Http;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Lists images that an evaluation gets wrong, or those of one kind of mistake.</summary>
internal sealed class MistakeLister(ScoredEvaluations evaluations, ErrorKindReader kinds, DatasetFacets facets)
{
    const int UsualLimit = 50;
    const int MaxLimit = 500;

    /// <exception cref="RefusalException">A parameter is out of range, or there is no such evaluation, label set or
    /// class.</exception>
    public async Task<MistakePage> ListAsync(Guid evaluation, MistakeQuery query, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? UsualLimit;
        if (limit is < 1 or > MaxLimit)
            throw new RefusalException(RefusalKind.Malformed, "limit-invalid", $"limit is {limit}.", "Ask for 1 to 500 images.");
        var labelSet = query.LabelSet ?? (query.Kind is null ? null : await evaluations.MostAnnotatedAsync(evaluation, cancellationToken));
        var found = await evaluations.FindAsync(evaluation, labelSet, cancellationToken);
        var list = $"mistakes {evaluation} {query with { LabelSet = found.LabelSet.Key, Limit = null, Cursor = null }}";
        var last = ListCursor.Read<int>(list, query.Cursor) ?? -1;
        var scored = await evaluations.LoadAsync(found, cancellationToken);
        var sorted = query.Kind is null
            ? await kinds.FindAsync(found, cancellationToken)
            : await kinds.RequireAsync(found, cancellationToken);
        var (label, predicted) = (ClassOf(scored, query.Label), ClassOf(scored, query.Predicted));

        var slice = await facets.ImagesAsync(
            scored.Loaded.Dataset.Id,
            scored.Manifest,
            new(query.Set, query.Facet, query.Value, query.Within),
            cancellationToken
        );

        var images = Enumerable
            .Range(0, scored.Used.Count)
            .Where(image => scored.Used[image] && (query.Kind is { } kind ? sorted!.Kinds[image] == kind : !scored.Correct[image]))
            .Where(image => slice is null || slice[image])
            .Where(image => label is null || Labels(scored, image).Exists(known => known.Index == label))
            .Where(image => predicted is null || scored.ClassOf(scored.Predicted(image)).Index == predicted)
            .ToList();
        if (query.Order == MistakeOrder.Confidence && scored.Predictions.Content >= PredictionContent.TopConfidence)
            images = [.. images.OrderByDescending(image => scored.Predictions.ProbabilityAt(image, 0)).ThenBy(image => image)];
        // Rescored meanwhile, the image that was the last may be no mistake any more.
        var next = last < 0 ? 0 : images.IndexOf(last) + 1;
        if (next == 0 && last >= 0)
            next = query.Order == MistakeOrder.Confidence ? throw ListCursor.Refused() : images.Count(image => image < last);
        var part = images.Skip(next).Take(limit + 1).ToList();
        return new MistakePage(
            [.. part.Take(limit).Select(image => Describe(scored, image, sorted?.Kinds[image]))],
            part.Count > limit ? ListCursor.Write(list, part[limit - 1].ToString(CultureInfo.InvariantCulture)) : null
        )
        {
            Checks = scored.Checks,
        };
    }

    static int? ClassOf(ScoredEvaluation scored, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : ClassSearch.Find(scored.Classes, text);

    static List<ClassRef> Labels(ScoredEvaluation scored, int image) =>
        [.. scored.Labels.Of(image).ToArray().Select(label => scored.ClassOf(label))];

    static Mistake Describe(ScoredEvaluation scored, int image, MistakeKind? kind) =>
        new(
            image,
            scored.Manifest.Images[image].Path,
            Labels(scored, image),
            scored.ClassOf(scored.Predicted(image)),
            scored.Predictions.Content < PredictionContent.TopConfidence ? null : scored.Predictions.ProbabilityAt(image, 0),
            kind
        );
}
