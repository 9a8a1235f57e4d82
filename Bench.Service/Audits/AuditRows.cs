using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

public static class AuditRows
{
    /// <exception cref="RefusalException">There is no such audit.</exception>
    public static async Task<ModelAudit> FindAuditAsync(this BenchDb db, Guid id, CancellationToken cancellationToken) =>
        await db.ModelAudits.AsNoTracking().SingleOrDefaultAsync(audit => audit.Id == id, cancellationToken)
        ?? throw RefusalException.NotFound("audit", "audit-not-found", id.ToString(), "Take the address from the answer that started it.");

    /// <summary>What came of the spot checks of evaluations: of each the one with most differing rows, and of equal ones the largest, so
    /// that a check that went badly is not outdone by asking again.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SpotCheckResult>> SpotChecksAsync(
        this BenchDb db,
        IQueryable<Guid> evaluations,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .ModelAudits.AsNoTracking()
            .Where(audit => audit.EvaluationId != null && audit.Result != null && evaluations.Contains(audit.EvaluationId!.Value))
            .Select(audit => new { Evaluation = audit.EvaluationId!.Value, audit.Result })
            .ToListAsync(cancellationToken);
        return found
            .GroupBy(audit => audit.Evaluation, audit => WorkJson.Read<SpotCheckResult>(audit.Result!))
            .ToDictionary(
                same => same.Key,
                same => same.MaxBy(result => (Math.Round((double)result.Differ / Math.Max(1, result.Images), 6), result.Images))!
            );
    }

    /// <summary>The item that asks a worker for it.</summary>
    internal static WorkItem Item(ModelAudit audit) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunAudit,
            SubjectId = audit.Id,
            CreatedAt = audit.CreatedAt,
        };

    public static bool IsUnderWay(this ModelAudit audit) => audit.State is EvaluationState.Queued or EvaluationState.Running;
}
