namespace Bench.Metrics.Calibration;

/// <summary>Adds up the gaps of bins under all three norms.</summary>
struct CalibrationGaps
{
    double _absolute,
        _squared,
        _largest,
        _weight;

    /// <param name="gapSum">Σ w·(correct − confidence) over the images of a bin.</param>
    /// <param name="weight">Σ w over the images of the bin; a bin of weight 0 is empty.</param>
    public void Add(double gapSum, double weight)
    {
        if (weight <= 0)
            return;
        _absolute += Math.Abs(gapSum);
        _squared += gapSum * gapSum / weight;
        _largest = Math.Max(_largest, Math.Abs(gapSum) / weight);
        _weight += weight;
    }

    /// <summary>NaN when every bin was empty.</summary>
    public readonly double Value(CalibrationNorm norm) =>
        norm switch
        {
            _ when _weight == 0 => double.NaN,
            CalibrationNorm.L1 => _absolute / _weight,
            CalibrationNorm.L2 => Math.Sqrt(_squared / _weight),
            _ => _largest,
        };
}
