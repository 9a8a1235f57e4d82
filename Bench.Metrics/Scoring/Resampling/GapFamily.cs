namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Models that are wrong by a mean gap m in one direction: those under which a calibration error without bins
/// is tested.</summary>
/// <remarks>
/// The gap of an image of confidence c is m · v / mean(v), with v = c (1 − c): to first order what a shift of all
/// log-odds does. It is large where outcomes are noisy, so that noise seldom turns its sign and adds little to an
/// error. A model of the same error whose gap has both signs shows larger values, so that the upper end holds for it
/// too. v is 0.01 at least: images of confidence 1 may be wrong as well.
/// </remarks>
sealed class GapFamily
{
    const double LeastShape = 0.01;

    /// <summary>Gaps that are looked at: 0, some below the value, some above.</summary>
    public const int Shifts = 8;

    const int Below = 4;

    /// <summary>Standard errors around the value in which the ends are looked for.</summary>
    const double Reach = 3;

    public GapFamily(OrderedOutcomes outcomes)
    {
        var (gap, squares, used, shapes) = (0.0, 0.0, 0.0, 0.0);
        var shape = new double[outcomes.Gap.Length];
        for (var place = 0; place < shape.Length; place++)
        {
            if (outcomes.Used[place] == 0)
                continue;
            var confidence = (double)outcomes.Confidence[place];
            shape[place] = Math.Max(LeastShape, confidence * (1 - confidence));
            (gap, squares) = (gap + outcomes.Gap[place], squares + (double)outcomes.Gap[place] * outcomes.Gap[place]);
            (used, shapes) = (used + 1, shapes + shape[place]);
        }
        if (outcomes.Pictures is { } pictures)
        {
            var sums = new double[pictures.Count];
            for (var place = 0; place < shape.Length; place++)
                sums[pictures.Pictures[outcomes.Order[place]]] += outcomes.Gap[place];
            squares = sums.Sum(sum => sum * sum);
        }
        var factor = used == 0 ? 0 : (gap < 0 ? -used : used) / shapes;
        for (var place = 0; place < shape.Length; place++)
            shape[place] *= factor;
        (Shape, Images, StandardError) = (shape, used, used == 0 ? 0 : Math.Sqrt(squares) / used);
    }

    /// <summary>Number of used images.</summary>
    public double Images { get; }

    /// <summary>[N] gap of each image for m = 1, in confidence order; 0 for an unused one.</summary>
    public double[] Shape { get; }

    /// <summary>Standard error of the mean gap, as uncertain as pictures are.</summary>
    public double StandardError { get; }

    /// <summary>The gaps m to look at for a value, ascending from 0.</summary>
    /// <param name="value">The error of the images.</param>
    /// <param name="unit">The error of the model with m = 1, without noise.</param>
    public double[] Around(double value, double unit)
    {
        var centre = unit > 0 ? value / unit : 0;
        var least = Math.Max(0, centre - Reach * StandardError);
        return
        [
            0,
            .. Enumerable.Range(0, Below).Select(step => least + step * (centre - least) / (Below - 1)),
            .. Enumerable.Range(1, Shifts - Below - 1).Select(step => centre + step * Reach * StandardError / (Shifts - Below - 1)),
        ];
    }
}
