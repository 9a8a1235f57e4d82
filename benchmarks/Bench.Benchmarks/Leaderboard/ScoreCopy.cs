using System.Text.Json;
using Bench.Data;
using Bench.Data.Evaluations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Bench.Benchmarks.Leaderboard;

/// <summary>Writes millions of made-up scores in a minute: COPY instead of INSERT, indexes of scores made at the end, foreign keys trusted,
/// vacuumed as a running database is. For measurements alone.</summary>
internal sealed class ScoreCopy(Func<BenchDb> open)
{
    readonly List<string> _indexes = [];

    /// <summary>Puts the indexes of scores away until <see cref="CompleteAsync"/>.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var db = open();
        _indexes.AddRange(
            await db
                .Database.SqlQuery<string>(
                    $"SELECT indexdef AS \"Value\" FROM pg_indexes WHERE tablename = 'scores' AND indexname NOT LIKE 'pk%'"
                )
                .ToListAsync(cancellationToken)
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT indexname FROM pg_indexes WHERE tablename = 'scores' AND indexname NOT LIKE 'pk%' LOOP EXECUTE 'DROP INDEX ' || quote_ident(name); END LOOP;
            END $$
            """,
            cancellationToken
        );
    }

    public async Task WriteAsync(IReadOnlyList<Scoring> scorings, CancellationToken cancellationToken)
    {
        await using var db = open();
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SET session_replication_role = replica", cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using (
            var rows = await connection.BeginBinaryImportAsync(
                "COPY scorings (id, evaluation_id, label_set_id, used, correct, excluded, missing, created_at) FROM STDIN (FORMAT BINARY)",
                cancellationToken
            )
        )
        {
            foreach (var scoring in scorings)
                await rows.WriteRowAsync(
                    cancellationToken,
                    scoring.Id,
                    scoring.EvaluationId,
                    scoring.LabelSetId,
                    scoring.Used,
                    scoring.Correct,
                    JsonSerializer.Serialize(scoring.Excluded),
                    JsonSerializer.Serialize(scoring.Missing),
                    scoring.CreatedAt
                );
            await rows.CompleteAsync(cancellationToken);
        }
        await using (
            var rows = await connection.BeginBinaryImportAsync(
                "COPY scores (scoring_id, evaluation_id, label_set_id, metric, value, ci_low, ci_high, n) FROM STDIN (FORMAT BINARY)",
                cancellationToken
            )
        )
        {
            foreach (var scoring in scorings)
            foreach (var score in scoring.Scores)
            {
                await rows.StartRowAsync(cancellationToken);
                await rows.WriteAsync(scoring.Id, NpgsqlDbType.Uuid, cancellationToken);
                await rows.WriteAsync(score.EvaluationId, NpgsqlDbType.Uuid, cancellationToken);
                await rows.WriteAsync(score.LabelSetId, NpgsqlDbType.Uuid, cancellationToken);
                await rows.WriteAsync(score.Metric, NpgsqlDbType.Varchar, cancellationToken);
                await rows.WriteAsync(score.Value, NpgsqlDbType.Double, cancellationToken);
                await rows.WriteAsync(score.CiLow!.Value, NpgsqlDbType.Double, cancellationToken);
                await rows.WriteAsync(score.CiHigh!.Value, NpgsqlDbType.Double, cancellationToken);
                await rows.WriteAsync(score.N, NpgsqlDbType.Integer, cancellationToken);
            }
            await rows.CompleteAsync(cancellationToken);
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await using var db = open();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (var index in _indexes)
            await db.Database.ExecuteSqlRawAsync(index, cancellationToken);
        await db.Database.ExecuteSqlAsync($"VACUUM ANALYZE", cancellationToken);
    }
}
