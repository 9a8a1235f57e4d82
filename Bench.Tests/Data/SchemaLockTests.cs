using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Bench.Tests.Data;

public sealed class SchemaLockTests
{
    [Fact]
    public async Task The_lock_outlives_a_server_that_ends_transactions_which_are_idle()
    {
        await using var postgres = await EmptyDatabase.CreateAsync();
        var stop = TestContext.Current.CancellationToken;
        var impatient = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            Options = "-c idle_in_transaction_session_timeout=100 -c statement_timeout=10000",
        };
        await using var db = new PostgresBenchDb(BenchDbOptions.Postgres(impatient.ConnectionString).Options);
        await using var turn = await SchemaLock.TakeAsync(db, TimeProvider.System, NullLogger.Instance, stop);

        var held = await db
            .Database.SqlQueryRaw<long>(
                """
                SELECT count(*) AS "Value" FROM pg_sleep(0.3), pg_locks
                WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            )
            .SingleAsync(stop);

        held.ShouldBe(1);
    }
}
