using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Attacks;

public static class AttackRows
{
    /// <exception cref="RefusalException">There is no such attack.</exception>
    public static async Task<Attack> FindAttackAsync(this BenchDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Attacks.AsNoTracking().SingleOrDefaultAsync(attack => attack.Id == id, cancellationToken)
        ?? throw RefusalException.NotFound("attack", "attack-not-found", id.ToString(), "List the attacks with GET /api/v1/attacks.");

    /// <summary>Ends an attack that has not ended, without a result. Runs inside the caller's transaction.</summary>
    /// <returns>0 where it has ended already.</returns>
    public static Task<int> EndAttackAsync(
        this BenchDb db,
        Guid id,
        EvaluationState state,
        Failure? failure,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        db
            .Attacks.Where(attack => attack.Id == id && (attack.State == EvaluationState.Queued || attack.State == EvaluationState.Running))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(attack => attack.State, state)
                        .SetProperty(attack => attack.Failure, failure)
                        .SetProperty(attack => attack.FinishedAt, now),
                cancellationToken
            );
}
