using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>How many tests of ownership an owner had made of a model before: of many one finds something by chance.</summary>
/// <remarks>A model is its bytes, whichever entry they were uploaded under. Tests of models that are deleted since count, whatever these
/// were: nothing but the audit log tells of them. So no count starts again with another upload, another key of the team, or less
/// evidence.</remarks>
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
        var made = await db
            .Audit.AsNoTracking()
            .Where(entry => entry.Action == TaggantStart.Operation && entry.Made != null && keys.Contains(entry.KeyId))
            .Select(entry => entry.Made!)
            .ToListAsync(cancellationToken);
        var ids = made.ConvertAll(address => Guid.Parse(address[(address.LastIndexOf('/') + 1)..]));
        return kept + ids.Count - await tests.CountAsync(test => ids.Contains(test.Id), cancellationToken);
    }
}
