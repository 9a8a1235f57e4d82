using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Fixtures;

/// <summary>Who waits for whom in a Postgres database.</summary>
static class RowLocks
{
    /// <summary>Returns when so many wait for rows that another transaction has.</summary>
    public static async Task WaitingAsync(BenchDb db, int count, CancellationToken cancellationToken)
    {
        const string Waiting =
            """SELECT count(*) AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience.Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await db.Database.SqlQueryRaw<long>(Waiting).SingleAsync(deadline.Token) < count)
            await timer.WaitForNextTickAsync(deadline.Token);
    }
}
