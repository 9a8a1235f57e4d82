using Bench.Metrics.Hierarchy;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>How severe each mistake of one label set is, by the is-a hierarchy.</summary>
sealed class MistakeSeverityInputs
{
    readonly float[] _severity;
    readonly float[] _wrong;
    readonly MetricInputs _inputs;
    readonly double _sum;
    readonly int _mistakes;

    /// <param name="inputs">The labels.</param>
    /// <param name="distances">Published distances; null measures by the hierarchy.</param>
    public MistakeSeverityInputs(MetricInputs inputs, ClassDistances? distances = null)
    {
        (_inputs, _severity, _wrong) = (inputs, new float[inputs.Labels.Count], new float[inputs.Labels.Count]);
        foreach (var i in inputs.Images)
        {
            if (inputs.Correct[i])
                continue;
            var predicted = inputs.Predictions.TopClass.Span[i * inputs.Predictions.HeadSize];
            var severity =
                distances?.Severity(predicted, inputs.Labels.Of(i)) ?? inputs.Options.Hierarchy!.Severity(predicted, inputs.Labels.Of(i));
            (_severity[i], _wrong[i]) = (severity, 1);
            _sum += severity;
            _mistakes++;
        }
    }

    /// <summary>Mean over the mistakes; NaN without any.</summary>
    public Estimate OverMistakes() => new(_sum / _mistakes, _mistakes) { Replicated = new ReplicatedMean(_severity, _wrong) };

    /// <summary>Mean over all used images, right ones counting 0.</summary>
    public Estimate OverAll() => new(_sum / _inputs.N, _inputs.N) { Replicated = new ReplicatedMean(_severity, _inputs.UsedMask) };
}
