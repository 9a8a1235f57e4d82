using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Facets;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Statistics;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels;

namespace Bench.Api.Evaluations.Facets;

/// <summary>Numbers of one evaluation by the values of facets.</summary>
/// <param name="scored">Its predictions with a label set.</param>
/// <param name="within">The part of the dataset that is asked about; null for all.</param>
/// <param name="cancellationToken">Stops the computing.</param>
internal sealed class FacetScorer(ScoredEvaluation scored, FacetWithin? within, CancellationToken cancellationToken)
{
    const string Absent = "absent";

    /// <summary>Values scored together; each holds some bytes for every image of the dataset.</summary>
    const int AtOnce = 64;

    static readonly ScoringOptions Options = new() { Metrics = ["ece"], Resamples = 200 };

    readonly ImageOutcomes _outcomes = OutcomesOf(scored, within);
    readonly Clusters? _clusters = ClustersOf(scored.Manifest.Pictures, scored, within);
    readonly (FrameSequence[] Films, float[] Rates, Clusters Clusters)? _films = FilmsOf(scored, within);

    /// <summary>Doubts about the evaluation and the label set.</summary>
    public IReadOnlyList<Check> Checks => scored.Checks;

    /// <summary>The images asked about that the label set uses.</summary>
    public ImageOutcomes Outcomes => _outcomes;

    /// <summary>Whether several images are of one picture.</summary>
    public bool IsClustered => _clusters is not null;

    /// <summary>Right or wrong by the values of a column.</summary>
    public IReadOnlyList<FacetEstimate> Accuracy(LabelColumn column) =>
        FacetEstimate.Of(_outcomes, column.Codes.Span, column.Values.Count, _clusters);

    /// <summary>Flip rates of films by the values of a column.</summary>
    /// <returns>Nothing where there are no films; else the rates, or why there are none.</returns>
    public (IReadOnlyList<ClusteredShare>? Rates, string? Why) Flips(LabelColumn column)
    {
        if (_films is not var (films, rates, clusters))
            return default;
        var codes = new ushort[films.Length];
        for (var film = 0; film < films.Length; film++)
        {
            var value = column.Codes.Span[films[film].Frames[0]];
            if (Array.Exists(films[film].Frames, frame => column.Codes.Span[frame] != value))
                return (null, "Frames of one film have different values, and a flip is between two frames: it has no value of this facet.");
            codes[film] = value;
        }
        return (ClusteredShare.Of(rates, codes, column.Values.Count, clusters), null);
    }

    /// <summary>Calibration errors by column and place of the value; none where confidences are not known.</summary>
    public Dictionary<(LabelColumn Column, int Place), (double Value, Interval Interval)> Calibration(IReadOnlyList<LabelColumn> columns)
    {
        var errors = new Dictionary<(LabelColumn, int), (double, Interval)>();
        if (scored.Predictions.Content < PredictionContent.TopConfidence)
            return errors;
        if (_clusters is not null)
        {
            foreach (var column in columns)
            {
                var found = ClusteredCalibration.Of(
                    scored.Predictions,
                    _outcomes,
                    column.Codes,
                    column.Values.Count,
                    _clusters,
                    Options,
                    cancellationToken
                );
                foreach (var (place, (value, interval)) in found.Index())
                    if (!double.IsNaN(value))
                        errors[(column, place)] = (value, interval);
            }
            return errors;
        }
        // Values of a part share what does not depend on them.
        foreach (var part in columns.SelectMany(Occurring).Chunk(AtOnce))
        {
            var subsets = Array.ConvertAll(part, each => scored.Labels.Without(Others(each.Column.Codes.Span, each.Place + 1), Absent));
            foreach (var (value, card) in part.Zip(Scorer.ScoreAll(scored.Predictions, subsets, Options, cancellationToken)))
                if (card.Scores is [var score])
                    errors[value] = (score.Value, new(score.CiLow, score.CiHigh) { WhyNone = score.WhyNoInterval });
        }
        return errors;
    }

    IEnumerable<(LabelColumn Column, int Place)> Occurring(LabelColumn column)
    {
        var met = new bool[column.Values.Count + 1];
        for (var image = 0; image < column.Codes.Length; image++)
            met[column.Codes.Span[image]] |= _outcomes.Used[image];
        return Enumerable.Range(0, column.Values.Count).Where(place => met[place + 1]).Select(place => (column, place));
    }

    BitSet Others(ReadOnlySpan<ushort> codes, int code)
    {
        var others = new BitSet(codes.Length);
        for (var image = 0; image < codes.Length; image++)
            if (codes[image] != code || !_outcomes.Used[image])
                others[image] = true;
        return others;
    }

    static ImageOutcomes OutcomesOf(ScoredEvaluation scored, FacetWithin? within)
    {
        var all = new ImageOutcomes(scored.Correct, scored.Used);
        return within is null ? all : all.Among(Enumerable.Range(0, scored.Manifest.Count).Where(image => within.Images[image]));
    }

    /// <summary>Null where no picture is asked about more than once.</summary>
    static Clusters? ClustersOf(Clusters? pictures, ScoredEvaluation scored, FacetWithin? within)
    {
        if (pictures is null)
            return null;
        var seen = new BitSet(pictures.Count);
        for (var image = 0; image < pictures.Pictures.Count; image++)
        {
            if (!scored.Used[image] || within?.Images[image] == false)
                continue;
            if (seen[pictures.Pictures[image]])
                return pictures;
            seen[pictures.Pictures[image]] = true;
        }
        return null;
    }

    /// <summary>Films that every frame of is asked about and was answered, with their flip rates.</summary>
    static (FrameSequence[], float[], Clusters)? FilmsOf(ScoredEvaluation scored, FacetWithin? within)
    {
        if (SequenceTree.Of(scored.Manifest) is not { } sequences)
            return null;
        var left = scored.Loaded.Undecodable.ToHashSet();
        FrameSequence[] films =
        [
            .. sequences.Sequences.Where(film =>
                film.Frames.Length > 1 && !Array.Exists(film.Frames, frame => left.Contains(frame) || within?.Images[frame] == false)
            ),
        ];
        return (
            films,
            Array.ConvertAll(films, film => (float)FrameChanges.FlipRate(film, scored.Predictions)),
            new Clusters(Array.ConvertAll(films, film => film.Picture), sequences.Pictures)
        );
    }
}
