using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Work;
using Bench.Service.Labels;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Labels;

internal static class LabelSetViews
{
    /// <summary>Ids in the order of <see cref="Views"/>.</summary>
    public static IQueryable<Guid> IdsInOrder(this IQueryable<LabelSet> sets, BenchDb db) =>
        from set in sets
        join dataset in db.Datasets on set.DatasetId equals dataset.Id
        orderby dataset.Key, set.Key, set.Version
        select set.Id;

    /// <summary>Label sets as the API shows them, with how far their scoring is. Annotations are never scored, and
    /// nothing more is scored under a version that has been replaced.</summary>
    public static IQueryable<LabelSetView> Views(this IQueryable<LabelSet> sets, BenchDb db) =>
        from set in sets.AsNoTracking()
        join dataset in db.Datasets on set.DatasetId equals dataset.Id
        orderby dataset.Key, set.Key, set.Version
        select new LabelSetView(
            set.Id,
            dataset.Key,
            set.Key,
            set.Version,
            set.Kind,
            set.Format,
            set.Source,
            set.SourceSha256,
            set.Hash,
            set.Used,
            set.Excluded,
            set.Checks,
            set.IsCurrent,
            db.Scorings.Count(scoring => scoring.LabelSetId == set.Id),
            set.Kind == LabelSetKind.Annotations ? 0
                : !set.IsCurrent ? db.Scorings.Count(scoring => scoring.LabelSetId == set.Id)
                : db.Evaluations.Count(evaluation => evaluation.DatasetId == dataset.Id && evaluation.State == EvaluationState.Completed),
            db.Work.Count(item => item.ArgumentId == set.Id && item.Kind == WorkKind.Rescore && item.State == WorkState.Failed),
            set.CreatedAt
        );
}
