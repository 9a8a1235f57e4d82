using System.Globalization;
using Bench.Api.Http;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations;

/// <summary>Lists images that an evaluation gets wrong, or those of one kind of mistake.</summary>
internal sealed class MistakeLister(ScoredViews views, ErrorKindReader kinds)
{
    const int UsualLimit = 50;
    const int MaxLimit = 500;

    /// <exception cref="RefusalException">A parameter is out of range, or there is no such evaluation, label set or class.</exception>
    public async Task<MistakePage> ListAsync(Guid evaluation, MistakeQuery query, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? UsualLimit;
        if (limit is < 1 or > MaxLimit)
            throw new RefusalException(RefusalKind.Malformed, "limit-invalid", $"limit is {limit}.", "Ask for 1 to 500 images.");
        var last = -1;
        if (!string.IsNullOrEmpty(query.Cursor) && !int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out last))
            throw PageRequest.CursorRefused();
        var labelSet = query.LabelSet ?? (query.Kind is null ? null : await views.MostAnnotatedAsync(evaluation, cancellationToken));
        var found = await views.FindAsync(evaluation, labelSet, cancellationToken);
        var view = await views.LoadAsync(found, cancellationToken);
        var sorted = query.Kind is null
            ? await kinds.FindAsync(found, cancellationToken)
            : await kinds.RequireAsync(found, cancellationToken);
        var (label, predicted) = (ClassOf(view, query.Label), ClassOf(view, query.Predicted));

        var images = Enumerable
            .Range(0, view.Used.Count)
            .Where(image => view.Used[image] && (query.Kind is { } kind ? sorted!.Kinds[image] == kind : !view.Correct[image]))
            .Where(image => label is null || Labels(view, image).Exists(known => known.Index == label))
            .Where(image => predicted is null || view.ClassOf(view.Predicted(image)).Index == predicted)
            .ToList();
        if (query.Order == MistakeOrder.Confidence && view.Predictions.Content >= PredictionContent.TopConfidence)
            images = [.. images.OrderByDescending(image => view.Predictions.ProbabilityAt(image, 0)).ThenBy(image => image)];
        var part = images.Skip(last < 0 ? 0 : images.IndexOf(last) + 1).Take(limit + 1).ToList();
        return new MistakePage(
            [.. part.Take(limit).Select(image => Describe(view, image, sorted?.Kinds[image]))],
            part.Count > limit ? part[limit - 1].ToString(CultureInfo.InvariantCulture) : null
        )
        {
            Checks = view.Checks,
        };
    }

    static int? ClassOf(ScoredView view, string? text) => string.IsNullOrWhiteSpace(text) ? null : ClassSearch.Find(view.Classes, text);

    static List<ClassRef> Labels(ScoredView view, int image) => [.. view.Labels.Of(image).ToArray().Select(label => view.ClassOf(label))];

    static Mistake Describe(ScoredView view, int image, MistakeKind? kind) =>
        new(
            image,
            view.Manifest.Images[image].Path,
            Labels(view, image),
            view.ClassOf(view.Predicted(image)),
            view.Predictions.Content < PredictionContent.TopConfidence ? null : view.Predictions.ProbabilityAt(image, 0),
            kind
        );
}
