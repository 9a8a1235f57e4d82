using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registry;
using Bench.Workers.Log;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Adds what an evaluation was scored, with what goes with it: a receipt in the log, and doubts about the label sets.</summary>
internal sealed class StoredScores(BenchDb db, Receipts receipts, DatasetStore datasets, LabelSetRegistry labels)
{
    /// <summary>The caller has removed the old ones, and saves, inside its transaction.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="scorings">Its new scores.</param>
    /// <param name="labelSets">Those that they are under, and others maybe.</param>
    /// <param name="cancellationToken">Stops it; nothing has changed then.</param>
    public async Task AddAsync(
        Evaluation evaluation,
        IReadOnlyList<Scoring> scorings,
        IReadOnlyList<LabelSet> labelSets,
        CancellationToken cancellationToken
    )
    {
        await db.InsertScoringsAsync(scorings, cancellationToken);
        await receipts.AddAsync(evaluation, scorings, labelSets, cancellationToken);
        await db.DoubtAsync(evaluation.Id, scorings, labelSets, datasets, labels, cancellationToken);
    }
}
