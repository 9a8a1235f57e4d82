using Bench.Metrics.Mistakes;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Views;

/// <summary>The kind of each mistake of one label view.</summary>
sealed class KindView
{
    readonly MistakeSorter _sorter;
    readonly MistakeTally _tally;

    public KindView(LabelView view)
    {
        _sorter = new(view.Labels, view.Options.Mistakes!);
        _tally = new(_sorter.Sort(view.Predictions));
    }

    /// <summary>Share of the used images.</summary>
    public Estimate OfImages(MistakeKind kind) =>
        WhyNone(kind) is { } why ? Estimate.Undefined(why, _tally.N) : Estimate.Proportion(_tally[kind], _tally.N);

    /// <summary>Share of the mistakes.</summary>
    public Estimate OfErrors(MistakeKind kind) =>
        _tally.Errors == 0 ? Estimate.Undefined("no mistake was made", 0) : Estimate.Proportion(_tally[kind], _tally.Errors);

    string? WhyNone(MistakeKind kind) =>
        kind switch
        {
            MistakeKind.CoOccurring => _sorter.WhyNoneTogether,
            MistakeKind.NonPrototypical => _sorter.WhyNoneNonPrototypical,
            _ => null,
        };
}
