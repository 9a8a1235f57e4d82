using Bench.Metrics.Hierarchy;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Views;

/// <summary>How severe each mistake of one label view is, by the is-a hierarchy.</summary>
sealed class MistakeView
{
    readonly float[] _severity;
    readonly float[] _wrong;
    readonly LabelView _view;
    readonly double _sum;
    readonly int _mistakes;

    /// <param name="view">The labels.</param>
    /// <param name="distances">Published distances; null measures by the hierarchy.</param>
    public MistakeView(LabelView view, ClassDistances? distances = null)
    {
        (_view, _severity, _wrong) = (view, new float[view.Labels.Count], new float[view.Labels.Count]);
        foreach (var i in view.Images)
        {
            if (view.Correct[i])
                continue;
            var predicted = view.Predictions.TopClass.Span[i * view.Predictions.HeadSize];
            var severity =
                distances?.Severity(predicted, view.Labels.Of(i)) ?? view.Options.Hierarchy!.Severity(predicted, view.Labels.Of(i));
            (_severity[i], _wrong[i]) = (severity, 1);
            _sum += severity;
            _mistakes++;
        }
    }

    /// <summary>Mean over the mistakes; NaN without any.</summary>
    public Estimate OverMistakes() => new(_sum / _mistakes, _mistakes) { Replicated = new ReplicatedMean(_severity, _wrong) };

    /// <summary>Mean over all used images, right ones counting 0.</summary>
    public Estimate OverAll() => new(_sum / _view.N, _view.N) { Replicated = new ReplicatedMean(_severity, _view.UsedMask) };
}
