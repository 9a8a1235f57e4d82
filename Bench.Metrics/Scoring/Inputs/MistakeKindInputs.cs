using Bench.Metrics.Mistakes;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>The kind of each mistake of one label set.</summary>
sealed class MistakeKindInputs
{
    readonly MistakeSorter _sorter;
    readonly MistakeTally _tally;

    public MistakeKindInputs(MetricInputs inputs)
    {
        _sorter = new(inputs.Labels, inputs.Options.Mistakes!);
        _tally = new(_sorter.Sort(inputs.Predictions));
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
