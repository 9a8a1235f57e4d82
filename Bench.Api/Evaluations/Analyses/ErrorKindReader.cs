using Bench.Data.Outcomes;
using Bench.Metrics.Mistakes;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Refusals;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Sorts an evaluation's images by kind of mistake. It reads all predictions, so the answer is kept.</summary>
internal sealed class ErrorKindReader(ScoredEvaluations views, MistakeEvidences evidences, IMemoryCache cache)
{
    const string OutOfVocabulary =
        "needs pictures and an image-text model, which is asked whether a class outside the dataset fits better; "
        + "such mistakes are counted as a kind after it";

    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <param name="evaluation">A completed evaluation.</param>
    /// <param name="labelSet">Key of a label set; null takes <c>multilabel</c> where the dataset has it, else
    /// <c>original</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation or label set, or nothing is registered to sort
    /// by.</exception>
    public async Task<ErrorKinds> ReadAsync(Guid evaluation, string? labelSet, CancellationToken cancellationToken)
    {
        var scored = await views.FindAsync(
            evaluation,
            labelSet ?? await views.MostAnnotatedAsync(evaluation, cancellationToken),
            cancellationToken
        );
        return Answer(await RequireAsync(scored, cancellationToken), scored.Checks);
    }

    /// <summary>The images sorted.</summary>
    /// <exception cref="RefusalException">Nothing is registered to sort by.</exception>
    public async Task<SortedMistakes> RequireAsync(FoundScoring scored, CancellationToken cancellationToken) =>
        await FindAsync(scored, cancellationToken)
        ?? throw RefusalException.Conflict(
            "error-kinds-unknown",
            "Mistakes cannot be told apart here: no superclasses of the dataset's classes are registered, or the label set has no "
                + "one class that an "
                + "image should have been called.",
            "An operator registers an is-a file with POST /api/v1/hierarchies, or an error-rules file with POST /api/v1/error-rules; "
                + "ask under original or multilabel."
        );

    /// <summary>The same; null where nothing is registered to sort by.</summary>
    public async Task<SortedMistakes?> FindAsync(FoundScoring scored, CancellationToken cancellationToken)
    {
        var sources = await evidences.SourcesAsync(scored.Evaluation.DatasetId, cancellationToken);
        if (sources.Hierarchies.Count == 0 && sources.Rules is null)
            return null;
        var key = (typeof(SortedMistakes), scored.Scoring.Id, sources.Version);
        if (cache.TryGetValue(key, out SortedMistakes? known))
            return known;
        var view = await views.LoadAsync(scored, cancellationToken);
        if (!view.Labels.SingleLabel && view.Labels.OriginalClass.IsEmpty)
            return null;
        if (await evidences.OfAsync(view.Loaded, sources, cancellationToken) is not { } evidence)
            return null;
        var sorter = new MistakeSorter(view.Labels, evidence);
        var kinds = sorter.Sort(view.Predictions);
        for (var image = 0; image < kinds.Length; image++)
            if (!view.Used[image])
                kinds[image] = null;
        var sorted = new SortedMistakes(
            scored.LabelSet.Key,
            scored.LabelSet.Version,
            kinds,
            new MistakeTally(kinds, view.Manifest.Pictures),
            sorter,
            evidence.Relations,
            sources
        );
        return cache.Set(key, sorted, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    static ErrorKinds Answer(SortedMistakes sorted, IReadOnlyList<Check> checks) =>
        new(
            sorted.LabelSet,
            sorted.Version,
            sorted.Tally.N,
            sorted.Tally.NotOwn,
            sorted.Tally.Errors,
            [.. MistakeTally.Kinds.Select(kind => Count(sorted.Tally, kind))],
            [.. Missing(sorted.Sorter)],
            new ErrorEvidence(
                sorted.Relations.Superclasses,
                sorted.Relations.IsDerived ? "is-a" : "error-rules",
                sorted.Relations.CollapsedPairs,
                sorted.Sorter.PairsTogether,
                sorted.Sources.Shown is { } shown && sorted.Sorter.WhyNoneTogether is null ? $"{shown.Key} v{shown.Version}" : null,
                [.. sorted.Sources.Reviewed.Select(set => $"{set.Key} v{set.Version}")]
            )
        )
        {
            Checks = checks,
        };

    static ErrorKindCount Count(MistakeTally tally, MistakeKind kind)
    {
        var (images, errors) = (tally.OfImages(kind), tally.OfErrors(kind));
        return new(
            kind,
            kind.Severity(),
            tally[kind],
            Finite(images.Share),
            Finite(images.Interval.Low),
            Finite(images.Interval.High),
            Finite(errors.Share),
            Finite(errors.Interval.Low),
            Finite(errors.Interval.High)
        );
    }

    static IEnumerable<MissingErrorKind> Missing(MistakeSorter sorter)
    {
        yield return new("outOfVocabulary", OutOfVocabulary);
        if (sorter.WhyNoneTogether is { } together)
            yield return new("coOccurring", together);
        if (sorter.WhyNoneNonPrototypical is { } prototypical)
            yield return new("nonPrototypical", prototypical);
    }
}
