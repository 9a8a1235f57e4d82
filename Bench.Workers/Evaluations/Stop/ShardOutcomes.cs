using Bench.Data.Predictions;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Stop;
using Bench.Workers.Evaluations.Run;

namespace Bench.Workers.Evaluations.Stop;

/// <summary>Images that a shard gets right, one by one: a question that may end an evaluation looks at nothing
/// else.</summary>
internal sealed class ShardOutcomes(QuestionLabels labels)
{
    public const char Right = '1';
    public const char Wrong = '0';
    public const char Unused = '-';

    /// <summary>One letter an image, in the order in which they were run; null where the predictions cannot
    /// tell.</summary>
    /// <param name="run">The shard, which has been run.</param>
    /// <param name="undecodable">Its images that were left out.</param>
    public async Task<string?> OfAsync(StopRule rule, ShardRun run, IReadOnlyList<int> undecodable, CancellationToken cancellationToken)
    {
        var predictions = PredictionFile.Read(run.Part).ToPredictions();
        if (ScoredPredictionsLoader.Scored(predictions, run.Manifest).Scored is not { } scored)
            return null;
        var truth = await labels.LoadAsync(rule, run.Manifest, cancellationToken);
        return string.Create(
            run.Count,
            (run, truth, scored, LeftOut: undecodable.ToHashSet()),
            static (letters, of) =>
            {
                for (var row = 0; row < letters.Length; row++)
                {
                    var image = of.run.Image(of.run.Start + row);
                    letters[row] =
                        of.LeftOut.Contains(image) || !of.truth.IsUsed(image) ? Unused
                        : of.truth.Accepts(image, of.scored.TopClass.Span[row * of.scored.HeadSize]) ? Right
                        : Wrong;
                }
            }
        );
    }
}
