using Bench.Data.Evaluations;

namespace Bench.Data.Inquiries;

public static class InquiryQueries
{
    /// <summary>Inquiries that have not ended.</summary>
    public static IQueryable<Inquiry> UnderWay(this IQueryable<Inquiry> inquiries) =>
        inquiries.Where(inquiry => inquiry.State == EvaluationState.Queued || inquiry.State == EvaluationState.Running);
}
