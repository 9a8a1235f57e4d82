using System.Runtime.CompilerServices;
using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Who waits for what, and what runs, in one statement that costs by the owners and not by the items: of each owner's items the
/// oldest alone is read, and from it the index leads to the next owner.</summary>
/// <remarks>Nothing counts what waits. A hundred thousand items of one owner are one step, and what is leased is as many rows as there are
/// workers. The same text for both databases: neither finds that path by itself.</remarks>
internal static class OpenWorkQuery
{
    /// <param name="db">The database.</param>
    /// <param name="kinds">Kinds that are asked for.</param>
    /// <param name="now">What was leased until before then waits.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task<IReadOnlyList<OpenWork>> ReadAsync(
        BenchDb db,
        IReadOnlyList<WorkKind> kinds,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (kinds.Count == 0)
            return [];
        var values = string.Join(", ", Enumerable.Range(1, kinds.Count).Select(i => $"({{{i}}})"));
        var rows = await db
            .Database.SqlQuery<Row>(
                FormattableStringFactory.Create(
                    $$"""
                    WITH RECURSIVE kinds (kind) AS (VALUES {{values}}),
                    owners (kind, owner) AS (
                        SELECT kind, (
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = kinds.kind AND item.owner_key_id IS NOT NULL
                            ORDER BY item.owner_key_id LIMIT 1
                        )
                        FROM kinds
                        UNION ALL
                        SELECT kind, (
                            SELECT item.owner_key_id FROM work_items item
                            WHERE item.state = 'Waiting' AND item.kind = owners.kind AND item.owner_key_id > owners.owner
                            ORDER BY item.owner_key_id LIMIT 1
                        )
                        FROM owners WHERE owner IS NOT NULL
                    )
                    SELECT kind, owner, 0 AS running, (
                        SELECT min(item.created_at) FROM work_items item
                        WHERE item.state = 'Waiting' AND item.kind = owners.kind AND item.owner_key_id = owners.owner
                    ) AS since
                    FROM owners WHERE owner IS NOT NULL
                    UNION ALL
                    SELECT kind, NULL, 0, (
                        SELECT min(item.created_at) FROM work_items item
                        WHERE item.state = 'Waiting' AND item.kind = kinds.kind AND item.owner_key_id IS NULL
                    )
                    FROM kinds
                    UNION ALL
                    SELECT kind, owner_key_id,
                        CAST(count(CASE WHEN lease_expires_at >= {0} THEN 1 END) AS integer),
                        min(CASE WHEN lease_expires_at < {0} THEN created_at END)
                    FROM work_items WHERE state = 'Leased' AND kind IN (SELECT kind FROM kinds)
                    GROUP BY kind, owner_key_id
                    """,
                    [now, .. kinds.Select(kind => kind.ToString())]
                )
            )
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new OpenWork(Enum.Parse<WorkKind>(row.Kind), row.Owner, row.Running, row.Since));
    }

    sealed record Row(string Kind, Guid? Owner, int Running, DateTime? Since);
}
