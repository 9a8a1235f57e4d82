namespace Bench.Metrics.Robustness;

/// <summary>The line that shifted accuracy follows over a board's baseline models; what a model has above it is its
/// effective robustness.</summary>
/// <param name="Slope">Slope in logit space.</param>
/// <param name="Intercept">Intercept in logit space.</param>
/// <param name="RSquared">Share of the variance of shifted logits that the line explains, in [0, 1]; NaN when they do
/// not vary.</param>
/// <param name="N">Baseline models in the fit.</param>
/// <remarks>
/// Least squares of logit(shifted) = slope · logit(clean) + intercept, logit(a) = ln(a / (1 − a)). Effective robustness
/// of a model = shifted − σ(slope · logit(clean) + intercept), in accuracy. Taori et al., "Measuring robustness to
/// natural distribution shifts in image classification", 2020. Accuracies of exactly 0 or 1 have no logit: such models,
/// and those with a NaN, stay out of the fit. Fewer than three models whose accuracies differ, or all of the same clean
/// accuracy, give a NaN line: two are always on their own line, whatever they are worth, and so are copies of them.
/// </remarks>
public readonly record struct EffectiveRobustness(double Slope, double Intercept, double RSquared, int N)
{
    /// <summary>Models of different accuracies that a line needs to say anything of them.</summary>
    public const int Least = 3;

    /// <param name="baseline">The models that define the trend: ordinary training on the clean dataset, none made for
    /// robustness.</param>
    public static EffectiveRobustness Fit(IReadOnlyList<BaselineModel> baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        var points = baseline
            .Where(static m => m.Clean is > 0 and < 1 && m.Shifted is > 0 and < 1)
            .Select(static m => (X: Logit(m.Clean), Y: Logit(m.Shifted)))
            .ToArray();
        // Their mean may be a rounding away from numbers that are all alike: whether they differ is asked of themselves.
        if (points.Distinct().Count() < Least || Array.TrueForAll(points, p => p.X == points[0].X))
            return new(double.NaN, double.NaN, double.NaN, points.Length);

        double meanX = points.Average(static p => p.X),
            meanY = points.Average(static p => p.Y),
            xx = 0,
            xy = 0,
            yy = 0;
        foreach (var (x, y) in points)
        {
            xx += (x - meanX) * (x - meanX);
            xy += (x - meanX) * (y - meanY);
            yy += (y - meanY) * (y - meanY);
        }
        var (slope, flat) = (xy / xx, Array.TrueForAll(points, p => p.Y == points[0].Y));
        return new(slope, meanY - slope * meanX, flat ? double.NaN : xy * xy / (xx * yy), points.Length);
    }

    /// <summary>Effective robustness of all models of a board, each of them a baseline; the interval is that of the
    /// shifted accuracy, the line held fixed.</summary>
    /// <param name="models">Clean and shifted accuracy of each.</param>
    public static IEnumerable<BoardValue?> OfAll(IReadOnlyList<IReadOnlyList<BoardValue>> models)
    {
        var line = Fit([.. models.Select(static model => new BaselineModel(model[0].Value, model[1].Value))]);
        return models.Select(model =>
            line.Expected(model[0].Value) is var expected && double.IsFinite(expected)
                ? new BoardValue(model[1].Value - expected, model[1].Low - expected, model[1].High - expected, model[1].N)
                : (BoardValue?)null
        );
    }

    /// <summary>Shifted accuracy that the line expects at a clean accuracy, in [0, 1].</summary>
    public double Expected(double clean) => 1 / (1 + Math.Exp(-(Slope * Logit(clean) + Intercept)));

    /// <summary>Shifted accuracy above the line, in [−1, 1].</summary>
    public double Of(BaselineModel model) => model.Shifted - Expected(model.Clean);

    static double Logit(double accuracy) => Math.Log(accuracy / (1 - accuracy));
}
