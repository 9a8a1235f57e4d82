using Bench.Metrics.Conformal;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Makes robust prediction sets image by image: those held out first, then those of the calibration, then
/// those that are tested.</summary>
internal sealed class ConformalSetMaker
{
    readonly RobustConformalSpec _spec;
    readonly double[] _radii;
    readonly List<double> _heldOut = [];
    readonly List<double> _calibration = [];
    PostTrainingTransform? _transform;
    (double Rscp, double Plus)[]? _cuts;

    /// <param name="spec">How they are made.</param>
    /// <param name="radii">Radii that were asked for.</param>
    /// <param name="done">Images that are done.</param>
    public ConformalSetMaker(RobustConformalSpec spec, IReadOnlyList<double> radii, IEnumerable<ConformalImage> done)
    {
        (this._spec, this._radii) = (spec, [0, .. radii]);
        foreach (var image in done)
            Note(image);
    }

    /// <param name="role">What the image is used for.</param>
    /// <param name="scores">Asks the model.</param>
    /// <param name="picture">In [0, 1].</param>
    /// <param name="image">Its number.</param>
    /// <param name="label">Place of its class.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public ConformalImage Make(
        ConformalRole role,
        SmoothedScores scores,
        ReadOnlySpan<float> picture,
        long image,
        int label,
        CancellationToken cancellationToken
    )
    {
        ConformalImage made;
        if (role == ConformalRole.Holdout)
            made = new(role, scores.Once(picture, image, label, cancellationToken), []);
        else
        {
            if (_heldOut.Count > 0)
                _transform ??= new(_heldOut, _spec.Alpha);
            var (means, variances) = scores.Over(picture, image, _transform, cancellationToken);
            made = new(role, means[label], role == ConformalRole.Test ? Sets(means, variances, label) : []);
        }
        Note(made);
        return made;
    }

    void Note(ConformalImage image)
    {
        if (image.Role == ConformalRole.Holdout)
            _heldOut.Add(image.Score);
        else if (image.Role == ConformalRole.Calibration)
            _calibration.Add(image.Score);
    }

    List<RobustSets> Sets(double[] means, double[] variances, int label)
    {
        _cuts ??= Cuts();
        double[] lowered =
        [
            .. means.Zip(variances, (mean, variance) => mean - RobustConformal.EmpiricalBernstein(variance, _spec.Samples, _spec.Beta)),
        ];
        return
        [
            .. _cuts.Select(cut => new RobustSets(
                means.Count(score => score <= cut.Rscp),
                means[label] <= cut.Rscp,
                lowered.Count(score => score <= cut.Plus),
                lowered[label] <= cut.Plus
            )),
        ];
    }

    (double Rscp, double Plus)[] Cuts()
    {
        var threshold = ConformalQuantile.Compute([.. _calibration], _spec.Alpha);
        var plus =
            ConformalQuantile.Compute([.. _calibration], _spec.Alpha - 2 * _spec.Beta)
            + RobustConformal.Hoeffding(_spec.Samples, _spec.Beta);
        return Array.ConvertAll(
            _radii,
            radius => (RobustConformal.Cut(threshold, radius / _spec.Sigma), RobustConformal.Cut(plus, radius / _spec.Sigma))
        );
    }
}
