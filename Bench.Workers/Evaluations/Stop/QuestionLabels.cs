using Bench.Data;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations.Stop;

/// <summary>The labels under which the images of a question are right or wrong.</summary>
internal sealed class QuestionLabels(BenchDb db, LabelSetRegistry labels)
{
    /// <summary>Over the classes that the dataset is scored over.</summary>
    public async Task<GroundTruth> LoadAsync(StopRule rule, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        var set = await db.LabelSets.AsNoTracking().SingleAsync(candidate => candidate.Id == rule.LabelSetId, cancellationToken);
        var stored = (await labels.LoadAsync(set, cancellationToken)).Labels;
        return manifest.Mask is { } mask ? stored.Restrict([.. mask]) : stored;
    }
}
