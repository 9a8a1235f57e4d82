using System.Globalization;
using System.Numerics.Tensors;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>How far the class scores of each row, and of each class, are spread. Two files that were put together, or two temperatures, are
/// two groups of them.</summary>
/// <param name="classes">C.</param>
sealed class RowScales(int classes)
{
    /// <summary>Rows, for the spread of a class.</summary>
    const int LeastRows = 20;

    /// <summary>Ranks after the first, for the spread of a row of which no more is known.</summary>
    const int LeastRanks = 4;

    /// <summary>Of the rows: where more of them say nothing, so does the rest.</summary>
    const double MostSilent = 0.5;

    readonly List<double> _rows = [];
    readonly float[] _row = new float[classes];
    readonly double[] _sums = new double[classes];
    readonly double[] _squares = new double[classes];
    int _full;
    int _silent;

    /// <param name="row">[C] logits.</param>
    public void Add(ReadOnlySpan<float> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Average(row), _row);
        Add(Math.Sqrt(TensorPrimitives.SumOfSquares<float>(_row) / (double)classes));
        for (var @class = 0; @class < classes; @class++)
        {
            double value = _row[@class];
            _sums[@class] += value;
            _squares[@class] += value * value;
        }
        _full++;
    }

    /// <summary>Of a row whose tail is not known, or was cut off by rounding to 0. The best class's lead says how sure the model is, and
    /// those behind it are spread as all are.</summary>
    /// <param name="ranked">[K] logits, the greatest first.</param>
    /// <param name="floor">Where numbers end.</param>
    public void AddRanked(ReadOnlySpan<float> ranked, float floor = float.NegativeInfinity) =>
        Add(ranked.Length <= LeastRanks || ranked[^1] <= floor ? 0 : ranked[1] - ranked[^1]);

    public IEnumerable<Check> Checks()
    {
        if (_silent <= MostSilent * (_rows.Count + _silent) && ScaleGroups.Find([.. _rows]) is { } rows)
            yield return Told("row", _rows.Count, rows);
        if (_full < LeastRows)
            yield break;
        double[] ofClasses =
        [
            .. Enumerable
                .Range(0, classes)
                .Select(@class => _squares[@class] / _full - _sums[@class] * _sums[@class] / _full / _full)
                .Where(variance => variance > 1e-12)
                .Select(variance => Math.Log(variance) / 2),
        ];
        if (ofClasses.Length > MostSilent * classes && ScaleGroups.Find(ofClasses) is { } columns)
            yield return Told("class", ofClasses.Length, columns);
    }

    void Add(double spread)
    {
        if (spread > 0)
            _rows.Add(Math.Log(spread));
        else
            _silent++;
    }

    static Check Told(string of, int count, ScaleGroups groups) =>
        Check.Warning(
            CheckCodes.ScalesMixed,
            $"The scores of {groups.Larger:N0} of {Counted.Of(count, of, of == "class" ? "classes" : "rows")} are spread "
                + string.Create(CultureInfo.InvariantCulture, $"{groups.Times:G2} times as far as those of the others")
                + $"{(groups.Where is null ? "" : $": {groups.Where}, counted from 0")}. Two scales of logits seem to be mixed, as of two "
                + "files put together: calibration and proper scores are then no single model's."
        );
}
