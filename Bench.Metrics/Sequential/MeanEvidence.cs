namespace Bench.Metrics.Sequential;

/// <summary>Evidence that the mean of numbers in [0, 1] exceeds a threshold m, gathered while they come: it may be
/// looked at after any of them.</summary>
/// <remarks>
/// The wealth of a gambler who begins with 1 and stakes a share f of it on each number x, which pays x for a price of
/// m: W_t = mean over f of Π_{i ≤ t} (1 − f + f · x_i / m_i). While the mean is at most m every such bet is fair or
/// worse, so that P(W ever reaches 1 / α) ≤ α (Ville, 1939): W is an e-value at every t. I. Waudby-Smith and A. Ramdas,
/// "Estimating means of bounded random variables by betting", 2024. The shares are 0.95 · 2^(−k/2), k = 0 … 20: large
/// ones win where the mean is far from m, small ones where it is near, and holding all 21 costs at most a factor of 21.
/// W falls as m grows, whatever the numbers.
/// <para>Without a population the numbers are independent draws and m_i = m. Of a population of N that is drawn without
/// replacement in random order the mean meant is that of all N, and m_i = (N m − Σ_{j &lt; i} x_j) / (N − i + 1), the
/// mean of what is left if theirs is m: the wealth is infinite as soon as what is left cannot bring the mean down to
/// m.</para>
/// </remarks>
sealed class MeanEvidence
{
    static readonly double[] Shares = [.. Enumerable.Range(0, 21).Select(k => 0.95 * Math.Pow(2, -0.5 * k))];

    /// <summary>Sums of some million numbers are exact to far less.</summary>
    const double Rounding = 1e-9;

    readonly double _threshold;
    readonly int? _population;
    readonly double[] _logWealth = new double[Shares.Length];
    double _sum;
    long _count;
    bool _isCertain;

    /// <param name="threshold">m, in (0, 1).</param>
    /// <param name="population">N, where the mean of N numbers is meant that come without replacement; null for
    /// independent draws.</param>
    public MeanEvidence(double threshold, int? population = null) => (_threshold, _population) = (threshold, population);

    /// <summary>ln W: at least ln(1 / α) is evidence at level α.</summary>
    public double Log
    {
        get
        {
            if (_isCertain)
                return double.PositiveInfinity;
            var largest = _logWealth.Max();
            return largest + Math.Log(_logWealth.Sum(log => Math.Exp(log - largest)) / Shares.Length);
        }
    }

    /// <summary>Takes a number that came so many times in a row.</summary>
    /// <exception cref="ArgumentException">The population has no more.</exception>
    public void Take(double value, int times = 1)
    {
        if (_population is not { } n)
        {
            Bet(value, _threshold, times);
            return;
        }
        if (_count + times > n)
            throw new ArgumentException($"a population of {n} has no {_count + times} numbers", nameof(times));
        for (var i = 0; i < times; i++)
        {
            Bet(value, Math.Min(1, (n * _threshold - _sum) / (n - _count)), 1);
            _sum += value;
            _count++;
            _isCertain |= _sum > n * _threshold + Rounding;
        }
    }

    void Bet(double value, double price, int times)
    {
        // What is left is all zero if the mean is m: nothing to bet on, and the first number above zero is proof.
        if (_isCertain || price <= Rounding)
            return;
        var pays = value / price;
        for (var k = 0; k < Shares.Length; k++)
            _logWealth[k] += times * Math.Log(1 + Shares[k] * (pays - 1));
    }
}
