using Bench.Data.Evaluations;

namespace Bench.Data;

/// <summary>Stores scorings with all their scores: some 140 rows for one label set.</summary>
public static class ScoringRows
{
    /// <summary>Inserts them inside the caller's transaction; over Postgres with two statements, however many there
    /// are.</summary>
    /// <param name="db">The database.</param>
    /// <param name="scorings">New ones, whose scores carry the scoring's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <remarks>Over SQLite a statement costs no way to a server, and whatever else the context has changed is saved
    /// along.</remarks>
    public static async Task InsertScoringsAsync(this BenchDb db, IReadOnlyList<Scoring> scorings, CancellationToken cancellationToken)
    {
        if (db is PostgresBenchDb postgres)
        {
            await postgres.InsertAsync(scorings, cancellationToken);
            await postgres.InsertAsync([.. scorings.SelectMany(scoring => scoring.Scores)], cancellationToken);
            return;
        }
        db.Scorings.AddRange(scorings);
        await db.SaveChangesAsync(cancellationToken);
    }
}
