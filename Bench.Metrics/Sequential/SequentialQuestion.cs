using Bench.Metrics.Statistics;

namespace Bench.Metrics.Sequential;

/// <summary>Whether the mean of bounded numbers lies above, below or between two thresholds, decided as soon as the
/// images seen decide it: a test that may be looked at after every image without being wrong more often.</summary>
/// <remarks>
/// Four claims, each with an e-value of its own (<see cref="MeanEvidence"/>): the mean is above the upper threshold,
/// below the lower one, below the upper one, above the lower one; the last two together are "between". A claim is
/// accepted when its e-value reaches 2 / α. An e-value is monotone in its threshold, so a wrong decision, wherever the
/// mean lies, takes one of two wrong claims at the mean itself, that it is above or below that: together they come,
/// ever, with a probability of at most α. The first decision counts. Images must come in random order: evidence of
/// images sorted by class means nothing.
/// <para>With a margin of 0 over paired differences only images on which the models disagree count: a McNemar test by
/// e-values.</para>
/// </remarks>
public sealed record SequentialQuestion
{
    /// <summary>Halvings of an interval's end: to 1e-9 of the range.</summary>
    const int Halvings = 30;

    readonly double _low;
    readonly double _lower;
    readonly double _upper;

    SequentialQuestion(double low, double lower, double upper, double alpha, int? population)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);
        (_low, _lower, _upper, Alpha, Population) = (low, lower, upper, alpha, population);
    }

    /// <summary>Most often that a wrong decision is made, in (0, 1).</summary>
    public double Alpha { get; }

    /// <summary>Number of images whose own mean is meant; null where they are a sample of images like them, as in
    /// McNemar's test.</summary>
    public int? Population { get; }

    /// <summary>ln of the e-value at which a claim is accepted.</summary>
    public double LogEnough => Math.Log(2 / Alpha);

    /// <summary>Is a model better, worse, or neither, than another by more than a margin? Numbers are 1 where only the
    /// first is right, −1 where only the second is, 0 elsewhere.</summary>
    /// <param name="margin">δ in [0, 1), a fraction of images.</param>
    /// <param name="alpha">Most often that the answer is wrong.</param>
    /// <param name="population">Images of the dataset, where its own difference is meant.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SequentialQuestion Difference(double margin, double alpha = 0.05, int? population = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(margin, 1);
        return new(-1, -margin, margin, alpha, population);
    }

    /// <summary>Is an accuracy above or below a threshold? Numbers are 1 where the model is right, 0
    /// elsewhere.</summary>
    /// <param name="threshold">In (0, 1).</param>
    /// <param name="alpha">Most often that the answer is wrong.</param>
    /// <param name="population">Images of the dataset, where its own accuracy is meant.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static SequentialQuestion Accuracy(double threshold, double alpha = 0.05, int? population = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        return new(0, threshold, threshold, alpha, population);
    }

    /// <param name="numbers">One for each image seen, in the random order in which they were drawn; each −1, 0 or
    /// 1.</param>
    public SequentialLook Look(ReadOnlySpan<sbyte> numbers)
    {
        var (above, below) = (Evidence(numbers, _upper, up: true), Evidence(numbers, _lower, up: false));
        var within =
            _lower < _upper ? Math.Min(Evidence(numbers, _upper, up: false), Evidence(numbers, _lower, up: true)) : double.NegativeInfinity;
        var largest = Math.Max(above, Math.Max(below, within));
        var outcome =
            largest < LogEnough ? SequentialOutcome.Undecided
            : above == largest ? SequentialOutcome.Above
            : below == largest ? SequentialOutcome.Below
            : SequentialOutcome.Within;
        return new(outcome, largest, numbers.Length, Mean(numbers));
    }

    /// <summary>The means that are not excluded: holds the true one at all times together with probability 1 − α at
    /// least (a confidence sequence).</summary>
    /// <param name="numbers">As for <see cref="Look"/>.</param>
    public Interval Interval(ReadOnlySpan<sbyte> numbers)
    {
        if (numbers.IsEmpty)
            return new(_low, 1);
        // Of a population the numbers seen may have a mean that is excluded: the interval holds it all the same.
        var mean = Mean(numbers);
        return new(Math.Min(mean, End(numbers, up: true)), Math.Max(mean, End(numbers, up: false)));
    }

    // The thresholds that the mean is above are those below an end, and the other way round: it is found by halving.
    double End(ReadOnlySpan<sbyte> numbers, bool up)
    {
        double low = _low,
            high = 1;
        for (var step = 0; step < Halvings; step++)
        {
            var middle = 0.5 * (low + high);
            if (Evidence(numbers, middle, up) >= LogEnough == up)
                low = middle;
            else
                high = middle;
        }
        return up ? low : high;
    }

    /// <summary>ln of the evidence that the mean is above a threshold, or below it.</summary>
    double Evidence(ReadOnlySpan<sbyte> numbers, double threshold, bool up)
    {
        // [low, 1] becomes [0, 1], turned round for "below".
        double Scaled(double number) => up ? (number - _low) / (1 - _low) : (1 - number) / (1 - _low);
        var scaled = Scaled(threshold);
        // No mean is outside the range, and none of the claims says so.
        if (scaled is <= 0 or >= 1)
            return scaled < 0 ? double.PositiveInfinity : double.NegativeInfinity;
        var evidence = new MeanEvidence(scaled, Population);
        if (Population is null)
        {
            // The order of independent draws does not matter: three numbers say all.
            for (var number = (int)_low; number <= 1; number++)
                evidence.Take(Scaled(number), numbers.Count((sbyte)number));
            return evidence.Log;
        }
        foreach (var number in numbers)
            evidence.Take(Scaled(number));
        return evidence.Log;
    }

    static double Mean(ReadOnlySpan<sbyte> numbers)
    {
        if (numbers.IsEmpty)
            return double.NaN;
        var sum = 0L;
        foreach (var number in numbers)
            sum += number;
        return (double)sum / numbers.Length;
    }
}
