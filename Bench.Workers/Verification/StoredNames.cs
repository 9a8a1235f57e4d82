using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Verification;

/// <summary>Names of every blob that the rows of a database need.</summary>
/// <param name="Blobs">Models, manifests, labels, predictions: what the service cannot do without. In ordinal
/// order.</param>
/// <param name="Parts">Predictions of shards whose evaluation is under way, by work item: gone as soon as they are
/// joined.</param>
internal sealed record StoredNames(IReadOnlyList<string> Blobs, IReadOnlyDictionary<Guid, string> Parts)
{
    /// <remarks>Reads few columns, so that a database of a version before can be read.</remarks>
    public static async Task<StoredNames> OfAsync(BenchDb db, CancellationToken cancellationToken)
    {
        var models = await db
            .Models.Where(model => model.Sha256 != null)
            .Select(model => new { model.Sha256, model.FileName })
            .ToListAsync(cancellationToken);
        var keys = new HashSet<string?>(
            models.Select(model =>
                BlobKeys.Model(model.Sha256!, model.FileName?.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) == true)
            )
        );
        keys.UnionWith(await db.Datasets.Select(dataset => dataset.ManifestBlob).ToListAsync(cancellationToken));
        keys.UnionWith(await db.Datasets.Select(dataset => dataset.ClassSpaceBlob).ToListAsync(cancellationToken));
        var boxes = await db
            .Datasets.Where(dataset => dataset.BoxesHash != null)
            .Select(dataset => new { dataset.Id, dataset.BoxesHash })
            .ToListAsync(cancellationToken);
        keys.UnionWith(boxes.Select(dataset => BlobKeys.Boxes(dataset.Id, dataset.BoxesHash!)));
        keys.UnionWith(await db.LabelSets.Select(set => set.Blob).ToListAsync(cancellationToken));
        keys.UnionWith(await db.Hierarchies.Select(hierarchy => hierarchy.Blob).ToListAsync(cancellationToken));
        keys.UnionWith(await db.ErrorRules.Select(rules => rules.Blob).ToListAsync(cancellationToken));
        keys.UnionWith(
            await db
                .Work.Where(item => item.Kind == WorkKind.RunAttack && item.Result != null)
                .Select(item => item.Result)
                .ToListAsync(cancellationToken)
        );
        // A running attack of a version before names another blob after each slice, and the one before goes.
        keys.UnionWith(
            await db
                .Inquiries.Where(inquiry => inquiry.FinishedAt != null)
                .Select(inquiry => inquiry.ResultsBlob)
                .ToListAsync(cancellationToken)
        );
        keys.UnionWith(
            await db
                .Evaluations.Where(evaluation => evaluation.PredictionsBlob != null)
                .Select(evaluation => evaluation.PredictionsBlob)
                .ToListAsync(cancellationToken)
        );
        var parts = await db
            .Work.Where(item => item.Kind == WorkKind.RunShard && item.State == WorkState.Done && item.Result != null)
            .Where(item =>
                db.Evaluations.Any(evaluation =>
                    evaluation.Id == item.SubjectId
                    && (evaluation.State == EvaluationState.Running || evaluation.State == EvaluationState.Scoring)
                )
            )
            .Select(item => new { item.Id, item.Result })
            .ToDictionaryAsync(item => item.Id, item => item.Result!, cancellationToken);
        return new StoredNames([.. keys.OfType<string>().Order(StringComparer.Ordinal)], parts);
    }
}
