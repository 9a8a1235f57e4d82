using System.Globalization;
using System.Numerics.Tensors;
using Bench.Data.Outcomes;

namespace Bench.Service.Evaluations.Review;

/// <summary>How far the class scores of each row, and of each class, are spread. Two files that were put together, or two temperatures, are
/// two groups of them.</summary>
/// <param name="classes">C.</param>
sealed class RowScales(int classes)
{
    /// <summary>Rows, for the spread of a class: of fewer, the one image that shows it decides it.</summary>
    const int LeastRows = 100;

    /// <summary>Ranks after the first, for the spread of a row of which no more is known.</summary>
    const int LeastRanks = 4;

    /// <summary>Most rows that may tell nothing: where there are more, the rest tells nothing either.</summary>
    const double MostSilent = 0.5;

    /// <summary>A row's spread without its least number, over that with it, below which the row was cut off
    /// there.</summary>
    const double CutOff = 0.9;

    readonly List<double> _rows = [];
    readonly List<double> _ranked = [];
    readonly float[] _row = new float[classes];
    readonly double[] _sums = new double[classes];
    readonly double[] _squares = new double[classes];
    int _full;
    bool _cutOff;

    /// <param name="row">[C] logits.</param>
    /// <param name="ranked">The best of them, the greatest first.</param>
    public void Add(ReadOnlySpan<float> row, ReadOnlySpan<float> ranked)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Average(row), _row);
        double squares = TensorPrimitives.SumOfSquares<float>(_row);
        _rows.Add(Math.Sqrt(squares / classes));
        for (var @class = 0; @class < classes; @class++)
        {
            double value = _row[@class];
            _sums[@class] += value;
            _squares[@class] += value * value;
        }
        _full++;
        var least = TensorPrimitives.Min(row);
        _cutOff |= IsCutOff(row.Count(least), TensorPrimitives.Min<float>(_row), squares);
        AddRanked(ranked, least);
    }

    /// <summary>Adds a row whose tail is not known, or was cut off by rounding to 0. The best class's lead says how
    /// sure the model is, and those behind it are spread as all are.</summary>
    /// <param name="ranked">[K] logits, the greatest first.</param>
    /// <param name="floor">Where numbers end.</param>
    public void AddRanked(ReadOnlySpan<float> ranked, float floor = float.NegativeInfinity) =>
        _ranked.Add(ranked.Length <= LeastRanks || ranked[^1] <= floor ? 0 : ranked[1] - ranked[^1]);

    /// <summary>Whether several classes share the least number and it decides the row's spread, as probabilities that were rounded to 0
    /// do. Numbers in steps, as of integer models, have ties too, which decide nothing.</summary>
    bool IsCutOff(int tied, double least, double squares)
    {
        if (tied < 2 || tied == classes)
            return false;
        double others = classes - tied,
            without = (squares - tied * least * least) / others - Math.Pow(tied * least / others, 2);
        return without < CutOff * CutOff * squares / classes;
    }

    public IEnumerable<Check> Checks()
    {
        var spreads = _full > 0 && !_cutOff ? _rows : _ranked;
        double[] ofRows = [.. spreads.Where(spread => spread > 0).Select(spread => Math.Log(spread))];
        if (ofRows.Length > (1 - MostSilent) * spreads.Count && ScaleGroups.Find(ofRows) is { } rows)
            yield return Told("row", ofRows.Length, rows);
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

    static Check Told(string of, int count, ScaleGroups groups) =>
        Check.Warning(
            CheckCodes.ScalesMixed,
            $"The scores of {groups.Larger:N0} of {Counted.Of(count, of, of == "class" ? "classes" : "rows")} are spread "
                + string.Create(CultureInfo.InvariantCulture, $"{groups.Times:G2} times as far as those of the others")
                + $"{(groups.Where is null ? "" : $": {groups.Where}, counted from 0")}. Two scales of logits seem to be mixed, as of two "
                + "files put together: calibration and proper scores are then no single model's."
        );
}
