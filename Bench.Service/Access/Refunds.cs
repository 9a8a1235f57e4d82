using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Access;

/// <summary>Gives back what was reserved for something that did not come about, by no fault of its owner.</summary>
public static class Refunds
{
    /// <summary>Failures that are the service's own: its machines, its datasets, its store.</summary>
    static readonly string[] ServersFault =
    [
        "internal-error",
        "provider-missing",
        "dataset-missing",
        "blob-damaged",
        "content-changed",
        "image-undecodable",
    ];

    public static bool IsDue(Failure failure) => ServersFault.Contains(failure.Code);

    /// <summary>Gives back what a model or an evaluation cost, but for the time that devices worked. Runs inside the
    /// caller's transaction.</summary>
    /// <returns>Entries given back.</returns>
    public static Task<int> RefundAsync(this BenchDb db, Guid subject, DateTime now, CancellationToken cancellationToken) =>
        db
            .Ledger.Where(entry => entry.SubjectId == subject && entry.RefundedAt == null && entry.Allowance != Allowance.DeviceSecond)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.RefundedAt, now), cancellationToken);
}
