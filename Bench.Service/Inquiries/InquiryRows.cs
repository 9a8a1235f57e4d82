using System.Text.Json.Nodes;
using Bench.Data;
using Bench.Data.Audits;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Inquiries;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Inquiries;

public static class InquiryRows
{
    /// <exception cref="RefusalException">There is none.</exception>
    public static async Task<T> FindInquiryAsync<T>(this BenchDb db, Guid id, CancellationToken cancellationToken)
        where T : Inquiry =>
        await db.Set<T>().AsNoTracking().SingleOrDefaultAsync(inquiry => inquiry.Id == id, cancellationToken)
        ?? throw InquiryKind.Of<T>().Unknown(id);

    /// <summary>Ends an inquiry that has not ended, without a result. Runs inside the caller's transaction.</summary>
    /// <returns>0 where it has ended already.</returns>
    public static Task<int> EndInquiryAsync(
        this BenchDb db,
        Guid id,
        EvaluationState state,
        Failure? failure,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        db
            .Inquiries.Where(inquiry => inquiry.Id == id)
            .UnderWay()
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(inquiry => inquiry.State, state)
                        .SetProperty(inquiry => inquiry.Failure, failure)
                        .SetProperty(inquiry => inquiry.FinishedAt, now),
                cancellationToken
            );

    /// <summary>Ids of inquiries that are about to be deleted, the blobs that go with them, and files of boxes that
    /// nobody else may need.</summary>
    internal static async Task<(List<Guid> Ids, List<string> Blobs, List<(Guid Dataset, string Hash)> Boxes)> ContentsAsync(
        this BenchDb db,
        IQueryable<Inquiry> inquiries,
        CancellationToken cancellationToken
    )
    {
        var found = await inquiries
            .Select(inquiry => new
            {
                inquiry.Id,
                inquiry.ResultsBlob,
                Secret = inquiry is ModelAudit ? ((ModelAudit)inquiry).SecretBlob : null,
                inquiry.DatasetId,
                Explained = inquiry is Explanation ? inquiry.Spec : null,
            })
            .ToListAsync(cancellationToken);
        var ids = found.ConvertAll(inquiry => inquiry.Id);
        var parts = await db
            .Work.Where(item => ids.Contains(item.SubjectId) && item.Result != null)
            .Select(item => item.Result!)
            .ToListAsync(cancellationToken);
        return (
            ids,
            [.. found.SelectMany(inquiry => new[] { inquiry.ResultsBlob, inquiry.Secret }).OfType<string>(), .. parts],
            [
                .. found
                    .Select(inquiry => (inquiry.DatasetId, Hash: BoxesOf(inquiry.Explained)!))
                    .Where(boxes => boxes.Hash is not null)
                    .Distinct(),
            ]
        );
    }

    /// <summary>SHA-256 of the boxes that an explanation is held against.</summary>
    static string? BoxesOf(string? spec) => spec is null ? null : (string?)JsonNode.Parse(spec)?["boxes"];
}
