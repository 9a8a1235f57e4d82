using Bench.Data;
using Bench.Data.Damages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Damages;

/// <summary>Writes down damage where every machine's /health sees it.</summary>
public static class DamageLog
{
    public static async Task RecordAsync(this BenchDb db, DamageException damage, DateTime now, CancellationToken cancellationToken)
    {
        if (await db.Damages.AnyAsync(known => known.Subject == damage.Subject, cancellationToken))
            return;
        db.Damages.Add(
            new Damage
            {
                Subject = damage.Subject,
                Code = damage.Failure.Code,
                FoundAt = now,
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Another process met it at the same time.
        }
    }
}
