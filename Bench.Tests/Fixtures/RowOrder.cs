using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Bench.Tests.Fixtures;

/// <summary>Hears in which order transactions first change rows of which tables.</summary>
public sealed partial class RowOrder : DbCommandInterceptor
{
    readonly ConcurrentDictionary<DbTransaction, List<string>> _tables = new();

    /// <summary>Tables of each transaction that changed rows, in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Transactions => [.. _tables.Values];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => Heard(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => Heard(command, result);

    ValueTask<InterceptionResult<T>> Heard<T>(DbCommand command, InterceptionResult<T> result)
    {
        if (command.Transaction is { } transaction)
            foreach (Match change in Change().Matches(command.CommandText))
            {
                var tables = _tables.GetOrAdd(transaction, _ => []);
                if (!tables.Contains(change.Groups[1].Value))
                    tables.Add(change.Groups[1].Value);
            }
        return ValueTask.FromResult(result);
    }

    [GeneratedRegex("""^(?:UPDATE|DELETE FROM) "?(\w+)""", RegexOptions.Multiline)]
    private static partial Regex Change();
}
