using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations;

/// <summary>Transactions that take rows of several tables take models first, then evaluations, then work, then inquiries. Two that take
/// them in different orders wait for each other, and Postgres ends one.</summary>
public static class EvaluationRows
{
    /// <inheritdoc cref="ModelRows.HoldAsync"/>
    public static Task HoldAsync(this IQueryable<Evaluation> evaluations, CancellationToken cancellationToken) =>
        evaluations.ExecuteUpdateAsync(set => set.SetProperty(each => each.Revision, each => each.Revision), cancellationToken);

    /// <summary>Takes the row of a work item's subject where it comes before the item: a model's or an evaluation's.</summary>
    public static async Task HoldSubjectAsync(this BenchDb db, Guid subject, CancellationToken cancellationToken)
    {
        await db.Models.Where(model => model.Id == subject).HoldAsync(cancellationToken);
        await db.Evaluations.Where(evaluation => evaluation.Id == subject).HoldAsync(cancellationToken);
    }
}
