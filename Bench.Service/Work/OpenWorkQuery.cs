using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Who waits for what, and what runs, in one statement that costs neither by the items nor by the owners: of each owner's items
/// the oldest alone is read, from it the index leads to the next owner, and of a crowd of owners so many are looked at as are asked
/// for.</summary>
/// <remarks>Nothing counts what waits. A hundred thousand items of one owner are one step, and what is leased is as many rows as there are
/// workers. The next look goes on where this one ended, and round: each of a crowd is looked at equally often. The same text for both
/// databases: neither finds that path by itself.</remarks>
internal static class OpenWorkQuery
{
    /// <param name="db">The database.</param>
    /// <param name="kinds">Kinds that are asked for.</param>
    /// <param name="most">Owners of each kind that are looked at, at least 1.</param>
    /// <param name="last">The owner of each kind at whom the look before ended; set to the one at whom this look does.</param>
    /// <param name="now">What was leased until before then waits.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<IReadOnlyList<OpenWork>> ReadAsync(
        BenchDb db,
        IReadOnlyList<WorkKind> kinds,
        int most,
        ConcurrentDictionary<WorkKind, Guid> last,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (kinds.Count == 0)
            return [];
        var values = string.Join(", ", Enumerable.Range(0, kinds.Count).Select(i => $"({{{2 + (2 * i)}}}, {{{3 + (2 * i)}}})"));
        var rows = await db
            .Database.SqlQuery<Row>(
                FormattableStringFactory.Create(
                    $$"""
                    WITH RECURSIVE kinds (kind, last) AS (VALUES {{values}}),
                    begun (kind, owner) AS (
                        SELECT kind, coalesce((
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = kinds.kind AND item.owner_key_id > kinds.last
                            ORDER BY item.owner_key_id LIMIT 1
                        ), (
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = kinds.kind AND item.owner_key_id IS NOT NULL
                            ORDER BY item.owner_key_id LIMIT 1
                        ))
                        FROM kinds
                    ),
                    owners (kind, first, owner, place) AS (
                        SELECT kind, owner, owner, 1 FROM begun WHERE owner IS NOT NULL
                        UNION ALL
                        SELECT kind, first, coalesce((
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = owners.kind AND item.owner_key_id > owners.owner
                            ORDER BY item.owner_key_id LIMIT 1
                        ), (
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = owners.kind AND item.owner_key_id IS NOT NULL
                            ORDER BY item.owner_key_id LIMIT 1
                        )), place + 1
                        FROM owners WHERE place < {1} AND (place = 1 OR owner <> first)
                    )
                    SELECT kind, owner, 0 AS running, (
                        SELECT min(item.created_at) FROM work_items item
                        WHERE item.state = 'Waiting' AND item.kind = owners.kind AND item.owner_key_id = owners.owner
                    ) AS since, place
                    FROM owners WHERE place = 1 OR owner <> first
                    UNION ALL
                    SELECT kind, NULL, 0, (
                        SELECT min(item.created_at) FROM work_items item
                        WHERE item.state = 'Waiting' AND item.kind = kinds.kind AND item.owner_key_id IS NULL
                    ), 0
                    FROM kinds
                    UNION ALL
                    SELECT kind, owner_key_id,
                        CAST(count(CASE WHEN lease_expires_at >= {0} THEN 1 END) AS integer),
                        min(CASE WHEN lease_expires_at < {0} THEN created_at END), 0
                    FROM work_items WHERE state = 'Leased' AND kind IN (SELECT kind FROM kinds)
                    GROUP BY kind, owner_key_id
                    """,
                    [now, most, .. kinds.SelectMany(kind => new object[] { kind.ToString(), last.GetValueOrDefault(kind) })]
                )
            )
            .ToListAsync(cancellationToken);
        foreach (var row in rows.Where(row => row.Place > 0).GroupBy(row => row.Kind).Select(same => same.MaxBy(row => row.Place)!))
            last[Enum.Parse<WorkKind>(row.Kind)] = row.Owner!.Value;
        return rows.ConvertAll(row => new OpenWork(Enum.Parse<WorkKind>(row.Kind), row.Owner, row.Running, row.Since));
    }

    /// <param name="Kind">A kind.</param>
    /// <param name="Owner">Whose items.</param>
    /// <param name="Running">How many run.</param>
    /// <param name="Since">Age of the oldest that waits.</param>
    /// <param name="Place">Place of the owner in this look at the kind, from 1; 0 where it was not looked for.</param>
    sealed record Row(string Kind, Guid? Owner, int Running, DateTime? Since, int Place);
}
