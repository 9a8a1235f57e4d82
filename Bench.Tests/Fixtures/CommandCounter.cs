using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bench.Tests.Fixtures;

/// <summary>Counts the commands that contexts send to a database: what something costs, whatever the machine does meanwhile.</summary>
public sealed class CommandCounter : DbCommandInterceptor
{
    int _count;

    public int Count => Volatile.Read(ref _count);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => Counted(result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => Counted(result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    ) => Counted(result);

    ValueTask<InterceptionResult<T>> Counted<T>(InterceptionResult<T> result)
    {
        Interlocked.Increment(ref _count);
        return ValueTask.FromResult(result);
    }
}
