using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registry;

/// <summary>Tells processes that keep a board in memory that it has changed.</summary>
public static class LabelSetRevisions
{
    /// <summary>Moves label sets to their next revision. Call it in the transaction that changes their scorings, as its
    /// last step: their rows stay locked until the commit.</summary>
    /// <remarks>One at a time in the order of their ids, so that two transactions never wait for each other.</remarks>
    public static async Task AdvanceRevisionsAsync(this BenchDb db, IEnumerable<Guid> labelSets, CancellationToken cancellationToken)
    {
        foreach (var id in labelSets.Order())
            await db
                .LabelSets.Where(set => set.Id == id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(labelSet => labelSet.Revision, labelSet => labelSet.Revision + 1),
                    cancellationToken
                );
    }
}
