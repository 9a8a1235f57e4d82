using System.Runtime.Intrinsics;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>Corruption errors and their means under resampled pictures: every copy of a picture, the clean one too, has
/// the picture's weight.</summary>
/// <remarks>Outputs: for each corruption its error, CE and relative CE, then mCE and relative mCE; NaN where one has no
/// meaning.</remarks>
sealed class ReplicatedCorruptions : IReplicated
{
    readonly string[] _corruptions;
    readonly CellRate[][] _cells;
    readonly CellRate? _clean;

    /// <param name="images">What each image is.</param>
    /// <param name="outcomes">Which of them are used and right.</param>
    /// <param name="corruptions">Corruptions that have all five severities.</param>
    /// <param name="clean">Outcomes over the clean dataset; null when unknown.</param>
    public ReplicatedCorruptions(CorruptedImages images, ImageOutcomes outcomes, string[] corruptions, ImageOutcomes? clean)
    {
        // Clean images come first; pictures that the clean dataset lacks have places after them.
        var places = new int[images.Pictures];
        var next = clean?.Used.Count ?? 0;
        for (var p = 0; p < places.Length; p++)
            places[p] = clean is not null && images.CleanImage.Count > 0 && images.CleanImage[p] >= 0 ? images.CleanImage[p] : next++;
        Weights = next;
        (Places, _corruptions) = (places, corruptions);
        _cells = [.. corruptions.Select(_ => Enumerable.Range(0, CorruptionSummary.Severities).Select(_ => new CellRate(next)).ToArray())];
        for (var i = 0; i < images.Corruption.Count; i++)
        {
            var row = Array.IndexOf(corruptions, images.Corruption[i]);
            if (row >= 0 && outcomes.Used[i])
                _cells[row][images.Severity[i] - 1].Add(places[images.Picture[i]], !outcomes.Correct[i]);
        }
        if (clean is null)
            return;
        _clean = new CellRate(next);
        for (var i = 0; i < clean.Used.Count; i++)
            if (clean.Used[i])
                _clean.Add(i, !clean.Correct[i]);
    }

    /// <summary>[pictures] place of each picture's weight.</summary>
    public int[] Places { get; }

    /// <summary>Weights that it asks for.</summary>
    public int Weights { get; }

    public int Outputs => 3 * _corruptions.Length + 2;

    public int MeanOutput => 3 * _corruptions.Length;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var rates = new Vector512<double>[_cells.Length, CorruptionSummary.Severities];
        for (var c = 0; c < _cells.Length; c++)
        for (var s = 0; s < CorruptionSummary.Severities; s++)
            rates[c, s] = _cells[c][s].Of(weights);
        var clean = _clean?.Of(weights) ?? Vector512.Create(double.NaN);
        for (var lane = 0; lane < Lanes.Count; lane++)
            Lanes.Put(Summarise(rates, clean[lane], lane), lane, values);
    }

    double[] Summarise(Vector512<double>[,] cells, double clean, int lane)
    {
        var errors = new Dictionary<string, IReadOnlyList<double>>(_corruptions.Length);
        for (var c = 0; c < _corruptions.Length; c++)
        {
            var rates = new double[CorruptionSummary.Severities];
            for (var s = 0; s < rates.Length; s++)
                rates[s] = cells[c, s][lane];
            // A resample without a single picture of a cell: no number, as for the value itself.
            if (Array.Exists(rates, double.IsNaN))
                continue;
            errors[_corruptions[c]] = rates;
        }
        var summary = CorruptionSummary.Of(errors, clean);
        var values = new double[Outputs];
        Array.Fill(values, double.NaN);
        foreach (var error in summary.Corruptions)
        {
            var output = 3 * Array.IndexOf(_corruptions, error.Corruption);
            (values[output], values[output + 1], values[output + 2]) = (
                error.MeanError,
                error.CorruptionErrorRate,
                error.RelativeCorruptionErrorRate
            );
        }
        (values[MeanOutput], values[MeanOutput + 1]) = (summary.MeanCorruptionError, summary.RelativeMeanCorruptionError);
        return values;
    }
}
