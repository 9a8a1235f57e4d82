using Bench.Data;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

public static class AuditRows
{
    /// <summary>Results of the spot checks of evaluations: of each the one with most differing rows, and of equal ones
    /// the largest, so that a check that went badly is not outdone by asking again.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SpotCheckResult>> SpotChecksAsync(
        this BenchDb db,
        IQueryable<Guid> evaluations,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .ModelAudits.AsNoTracking()
            .Where(audit => audit.EvaluationId != null && audit.Summary != null && evaluations.Contains(audit.EvaluationId!.Value))
            .Select(audit => new { Evaluation = audit.EvaluationId!.Value, audit.Summary })
            .ToListAsync(cancellationToken);
        return found
            .GroupBy(audit => audit.Evaluation, audit => WorkJson.Read<SpotCheckResult>(audit.Summary!))
            .ToDictionary(
                same => same.Key,
                same => same.MaxBy(result => (Math.Round((double)result.Differ / Math.Max(1, result.Images), 6), result.Images))!
            );
    }
}
