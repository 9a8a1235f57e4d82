namespace Bench.Metrics.Scoring;

/// <summary>One class's probabilities over all images in ascending order, and what a label view makes of them.</summary>
sealed class ClassColumn(int images)
{
    public const int Bins = 15;

    /// <summary>Probabilities at or below this take no part in the thresholded error.</summary>
    public const double Threshold = 0.01;

    readonly bool[] _positive = new bool[images];
    readonly int[] _widthEdges = new int[Bins];
    readonly double[] _thresholded = new double[images + 1];
    ulong[] _sorted = new ulong[images];
    ulong[] _spare = new ulong[images];

    /// <summary>Radix sort by the bits of probabilities in [0, 1]; equal ones stay in image order.</summary>
    public void Sort(ReadOnlySpan<float> column)
    {
        // 1.0f is 0x3F800000: thirty bits hold every key.
        for (var i = 0; i < column.Length; i++) _sorted[i] = (ulong)BitConverter.SingleToUInt32Bits(column[i]) << 32 | (uint)i;
        Span<int> starts = stackalloc int[1024];
        for (var shift = 32; shift < 62; shift += 10)
        {
            starts.Clear();
            foreach (var key in _sorted) starts[(int)(key >> shift) & 1023]++;
            var total = 0;
            foreach (ref var start in starts) (start, total) = (total, total + start);
            foreach (var key in _sorted) _spare[starts[(int)(key >> shift) & 1023]++] = key;
            (_sorted, _spare) = (_spare, _sorted);
        }
        for (var b = 0; b < Bins; b++) _widthEdges[b] = FirstAbove(b + 1, Bins);
    }

    public void Score(ClassPositives view, int @class, ClassScores into, bool rank)
    {
        var positives = view.Of(@class);
        foreach (var i in positives) _positive[i] = true;
        (into.WidthError[@class], into.MassError[@class]) = BinErrors(view);
        into.ThresholdedError[@class] = ThresholdedError(view);
        (into.Auroc[@class], into.AveragePrecision[@class]) = positives.IsEmpty || !rank ? (double.NaN, double.NaN) : Ranking(view, positives.Length);
        foreach (var i in positives) _positive[i] = false;
    }

    (double Width, double Mass) BinErrors(ClassPositives view)
    {
        var (used, n) = (view.Used, view.Count);
        var (gap, rank, widthBin, massBin) = (0.0, 0, 0, 0);
        var (width, mass, widthStart, massStart) = (0.0, 0.0, 0.0, 0.0);
        var massEnd = n / Bins + (n % Bins > 0 ? 1 : 0);
        for (var place = 0; place < _sorted.Length; place++)
        {
            for (; place >= _widthEdges[widthBin] && widthBin < Bins - 1; widthBin++, widthStart = gap) width += Math.Abs(gap - widthStart);
            var image = (int)(uint)_sorted[place];
            if (!used[image]) continue;
            gap += (_positive[image] ? 1.0 : 0.0) - Probability(place);
            if (++rank < massEnd) continue;
            mass += Math.Abs(gap - massStart);
            massStart = gap;
            massBin++;
            massEnd += n / Bins + (massBin < n % Bins ? 1 : 0);
        }
        return ((width + Math.Abs(gap - widthStart)) / n, (mass + Math.Abs(gap - massStart)) / n);
    }

    double ThresholdedError(ClassPositives view)
    {
        var count = 0;
        for (var place = FirstAbove(Threshold); place < _sorted.Length; place++)
        {
            var image = (int)(uint)_sorted[place];
            if (view.Used[image]) _thresholded[count + 1] = _thresholded[count++] + ((_positive[image] ? 1.0 : 0.0) - Probability(place));
        }
        if (count == 0) return double.NaN;
        var (sum, start) = (0.0, 0);
        for (var b = 0; b < Bins; b++)
        {
            var end = start + count / Bins + (b < count % Bins ? 1 : 0);
            sum += Math.Abs(_thresholded[end] - _thresholded[start]);
            start = end;
        }
        return sum / count;
    }

    /// <summary>Area under the ROC curve (ties count half) and average precision (ties enter together), in one walk from the least probability.</summary>
    (double Auroc, double AveragePrecision) Ranking(ClassPositives view, int positives)
    {
        var negatives = view.Count - positives;
        var (pairs, precision, positivesBelow, negativesBelow, place) = (0.0, 0.0, 0, 0, 0);
        while (place < _sorted.Length)
        {
            var (value, tiedPositives, tiedNegatives) = (_sorted[place] >> 32, 0, 0);
            for (; place < _sorted.Length && _sorted[place] >> 32 == value; place++)
            {
                var image = (int)(uint)_sorted[place];
                if (_positive[image]) tiedPositives++;
                else if (view.Used[image]) tiedNegatives++;
            }
            if (tiedPositives > 0)
            {
                pairs += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
                var (hits, ranked) = (positives - positivesBelow, view.Count - positivesBelow - negativesBelow);
                precision += (double)tiedPositives * hits / ranked;
            }
            positivesBelow += tiedPositives;
            negativesBelow += tiedNegatives;
        }
        return (negatives == 0 ? double.NaN : pairs / ((double)positives * negatives), precision / positives);
    }

    double Probability(int place) => BitConverter.UInt32BitsToSingle((uint)(_sorted[place] >> 32));

    /// <summary>First place whose probability, times a factor, is above a limit. A float32 times a small whole number is exact in double.</summary>
    int FirstAbove(double limit, int factor = 1)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Probability(middle) * factor > limit) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
