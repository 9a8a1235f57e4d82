using System.Runtime.Intrinsics;
using Bench.Metrics.Comparison;
using Bench.Metrics.Scoring;

namespace Bench.Metrics.Robustness;

/// <summary>Corruption errors and their means under resampled pictures: every copy of a picture, the clean one too, has the picture's weight.</summary>
/// <remarks>Outputs: for each corruption its error, CE and relative CE, then mCE and relative mCE; NaN where one has no meaning.</remarks>
sealed class ReplicatedCorruptions : IReplicated
{
    readonly string[] _corruptions;
    readonly Rate[][] _cells;
    readonly Rate? _clean;

    /// <param name="images">What each image is.</param>
    /// <param name="outcomes">Which of them are used and right.</param>
    /// <param name="corruptions">Corruptions that have all five severities.</param>
    /// <param name="clean">Outcomes over the clean dataset; null when unknown.</param>
    public ReplicatedCorruptions(CorruptedImages images, ImageOutcomes outcomes, string[] corruptions, ImageOutcomes? clean)
    {
        // Clean images come first; pictures that the clean dataset lacks have places after them.
        var places = new int[images.Pictures];
        var next = clean?.Used.Count ?? 0;
        for (var p = 0; p < places.Length; p++) places[p] = clean is not null && images.CleanImage.Count > 0 && images.CleanImage[p] >= 0 ? images.CleanImage[p] : next++;
        Weights = next;
        _corruptions = corruptions;
        _cells = [.. corruptions.Select(_ => Enumerable.Range(0, CorruptionSummary.Severities).Select(_ => new Rate(next)).ToArray())];
        for (var i = 0; i < images.Corruption.Count; i++)
        {
            var row = Array.IndexOf(corruptions, images.Corruption[i]);
            if (row >= 0 && outcomes.Used[i]) _cells[row][images.Severity[i] - 1].Add(places[images.Picture[i]], !outcomes.Correct[i]);
        }
        if (clean is null) return;
        _clean = new Rate(next);
        for (var i = 0; i < clean.Used.Count; i++)
            if (clean.Used[i]) _clean.Add(i, !clean.Correct[i]);
    }

    /// <summary>Weights that it asks for.</summary>
    public int Weights { get; }

    public int Outputs => 3 * _corruptions.Length + 2;

    public int MeanOutput => 3 * _corruptions.Length;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<double> values)
    {
        var rates = new double[_cells.Length * CorruptionSummary.Severities * Lanes.Count];
        for (var c = 0; c < _cells.Length; c++)
            for (var s = 0; s < CorruptionSummary.Severities; s++)
                _cells[c][s].Of(weights, rates.AsSpan((c * CorruptionSummary.Severities + s) * Lanes.Count, Lanes.Count));
        var clean = new double[Lanes.Count];
        Array.Fill(clean, double.NaN);
        _clean?.Of(weights, clean);
        for (var lane = 0; lane < Lanes.Count; lane++) Summarise(rates, clean[lane], lane, values);
    }

    void Summarise(ReadOnlySpan<double> cells, double clean, int lane, Span<double> values)
    {
        var errors = new Dictionary<string, IReadOnlyList<double>>(_corruptions.Length);
        for (var c = 0; c < _corruptions.Length; c++)
        {
            var rates = new double[CorruptionSummary.Severities];
            for (var s = 0; s < rates.Length; s++) rates[s] = cells[(c * rates.Length + s) * Lanes.Count + lane];
            // A resample without a single picture of a cell: no number, as for the value itself.
            if (Array.Exists(rates, double.IsNaN)) continue;
            errors[_corruptions[c]] = rates;
        }
        var summary = CorruptionSummary.Of(errors, clean);
        for (var o = 0; o < Outputs; o++) values[o * Lanes.Count + lane] = double.NaN;
        foreach (var error in summary.Corruptions)
        {
            var output = 3 * Array.IndexOf(_corruptions, error.Corruption);
            Put(values, output, error.MeanError);
            Put(values, output + 1, error.CorruptionErrorRate);
            Put(values, output + 2, error.RelativeCorruptionErrorRate);
        }
        Put(values, MeanOutput, summary.MeanCorruptionError);
        Put(values, MeanOutput + 1, summary.RelativeMeanCorruptionError);

        void Put(Span<double> into, int output, double value) => into[output * Lanes.Count + lane] = value;
    }

    /// <summary>The error of one cell: sums over pictures.</summary>
    sealed class Rate(int places)
    {
        readonly float[] _wrong = new float[places];
        readonly float[] _used = new float[places];

        public void Add(int place, bool wrong)
        {
            _used[place]++;
            if (wrong) _wrong[place]++;
        }

        /// <summary>The error under each resample; NaN under one without a picture.</summary>
        public void Of(ReadOnlySpan<Vector256<float>> weights, Span<double> errors)
        {
            Span<double> used = stackalloc double[Lanes.Count];
            used.Clear();
            errors.Clear();
            Lanes.AddDot(weights, _used, used);
            Lanes.AddDot(weights, _wrong, errors);
            for (var lane = 0; lane < Lanes.Count; lane++) errors[lane] = used[lane] == 0 ? double.NaN : Math.Min(1, errors[lane] / used[lane]);
        }
    }
}
