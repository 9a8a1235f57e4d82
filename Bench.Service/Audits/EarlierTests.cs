using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>How many tests of ownership or spot checks an owner had made before: of many one finds, or misses, something by
/// chance.</summary>
/// <remarks>A model is its bytes, whichever entry they were uploaded under. What was asked about models and predictions that are deleted
/// since counts, whatever these were: nothing but the audit log tells of it. So no count starts again with another upload, another key of
/// the team, or less evidence.</remarks>
static class EarlierTests
{
    public static async Task<int> EarlierTestsAsync(this BenchDb db, Model model, Guid key, CancellationToken cancellationToken)
    {
        var keys = await db.KeysOfOwnerAsync(key, readers: null, cancellationToken);
        var tests = db.ModelAudits.IgnoreQueryFilters().Where(audit => audit.Kind == ModelAuditKind.Taggants);
        var kept = await tests.CountAsync(
            test => keys.Contains(test.OwnerKeyId) && db.Models.Any(of => of.Id == test.ModelId && of.Sha256 == model.Sha256),
            cancellationToken
        );
        return kept + await db.DeletedSinceAsync(tests, TaggantStart.Operation, keys, cancellationToken);
    }

    /// <summary>Checks of other submissions of the dataset with the same model, and of submissions that were deleted. Those of the
    /// submission itself stay listed with it, and the worst of them counts.</summary>
    public static async Task<int> EarlierSpotChecksAsync(
        this BenchDb db,
        Evaluation evaluation,
        Model model,
        Guid key,
        CancellationToken cancellationToken
    )
    {
        var keys = await db.KeysOfOwnerAsync(key, readers: null, cancellationToken);
        var checks = db.ModelAudits.IgnoreQueryFilters().Where(audit => audit.Kind == ModelAuditKind.SpotCheck);
        var kept = await checks.CountAsync(
            check =>
                keys.Contains(check.OwnerKeyId)
                && check.EvaluationId != evaluation.Id
                && check.DatasetId == evaluation.DatasetId
                && db.Models.Any(of => of.Id == check.ModelId && of.Sha256 == model.Sha256),
            cancellationToken
        );
        return kept + await db.DeletedSinceAsync(checks, SpotChecks.Operation, keys, cancellationToken);
    }

    static async Task<int> DeletedSinceAsync(
        this BenchDb db,
        IQueryable<ModelAudit> known,
        string operation,
        List<Guid?> keys,
        CancellationToken cancellationToken
    )
    {
        var made = await db
            .Audit.AsNoTracking()
            .Where(entry => entry.Action == operation && entry.Made != null && keys.Contains(entry.KeyId))
            .Select(entry => entry.Made!)
            .ToListAsync(cancellationToken);
        var ids = made.ConvertAll(address => Guid.Parse(address[(address.LastIndexOf('/') + 1)..]));
        return ids.Count - await known.CountAsync(audit => ids.Contains(audit.Id), cancellationToken);
    }
}
