using Bench.Data;
using Bench.Data.Inquiries;
using Bench.Data.Work;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inquiries;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Inquiries;

/// <summary>Reading of inquiries.</summary>
internal static class InquiryReads
{
    /// <summary>Inquiries of a model and a dataset; all where neither is named.</summary>
    /// <exception cref="RefusalException">There is no such dataset.</exception>
    public static async Task<IQueryable<T>> InquiriesAsync<T>(
        this BenchDb db,
        Guid? modelId,
        string? dataset,
        CancellationToken cancellationToken
    )
        where T : Inquiry
    {
        var inquiries = db.Set<T>().AsQueryable();
        if (modelId is { } model)
            inquiries = inquiries.Where(inquiry => inquiry.ModelId == model);
        if (dataset is null)
            return inquiries;
        var datasetId = (await db.FindDatasetAsync(dataset, cancellationToken)).Id;
        return inquiries.Where(inquiry => inquiry.DatasetId == datasetId);
    }

    /// <summary>Inquiries with the names of what they are about, newest first.</summary>
    public static async Task<List<NamedInquiry<T>>> NamedAsync<T>(
        this BenchDb db,
        IQueryable<T> inquiries,
        CancellationToken cancellationToken
    )
        where T : Inquiry
    {
        var found = await (
            from inquiry in inquiries.AsNoTracking()
            join model in db.Models on inquiry.ModelId equals model.Id
            join dataset in db.Datasets on inquiry.DatasetId equals dataset.Id
            orderby inquiry.Id descending
            select new
            {
                Inquiry = inquiry,
                Model = model.Name,
                Dataset = dataset.Key,
                Step = db
                    .Work.Where(item => item.SubjectId == inquiry.Id && item.State == WorkState.Leased)
                    .Select(item => (int?)item.Done)
                    .FirstOrDefault(),
            }
        ).ToListAsync(cancellationToken);
        var doubts = await db.DoubtsAsync(found.ConvertAll(each => each.Inquiry), cancellationToken);
        return
        [
            .. found.Zip(
                doubts,
                (each, checks) =>
                    new NamedInquiry<T>(
                        each.Inquiry,
                        each.Model,
                        each.Dataset,
                        Math.Min(each.Inquiry.Total, each.Inquiry.Done + (each.Step ?? 0)),
                        checks
                    )
            ),
        ];
    }

    /// <summary>One inquiry with its names.</summary>
    /// <exception cref="RefusalException">There is none.</exception>
    public static async Task<NamedInquiry<T>> NamedAsync<T>(this BenchDb db, Guid id, CancellationToken cancellationToken)
        where T : Inquiry
    {
        await db.FindInquiryAsync<T>(id, cancellationToken);
        return (await db.NamedAsync(db.Set<T>().Where(inquiry => inquiry.Id == id), cancellationToken)).Single();
    }
}
