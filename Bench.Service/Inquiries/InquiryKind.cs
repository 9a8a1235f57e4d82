using Bench.Data.Attacks;
using Bench.Data.Audits;
using Bench.Data.Explanations;
using Bench.Data.Inquiries;
using Bench.Data.Work;
using Bench.Service.Refusals;

namespace Bench.Service.Inquiries;

/// <summary>How a kind of inquiry is done, and how it is refused.</summary>
/// <param name="Name">In a sentence.</param>
/// <param name="Work">What a worker does for it.</param>
/// <param name="UnknownCode">Code of the refusal where there is none.</param>
/// <param name="EndedCode">Code of the refusal where it is to be cancelled and has ended.</param>
/// <param name="Look">Where its ids are told.</param>
public sealed record InquiryKind(string Name, WorkKind Work, string UnknownCode, string EndedCode, string Look)
{
    static readonly Dictionary<Type, InquiryKind> Known = new()
    {
        [typeof(Attack)] = new(
            "attack",
            WorkKind.RunAttack,
            "attack-not-found",
            "attack-ended",
            "List the attacks with GET /api/v1/attacks."
        ),
        [typeof(Explanation)] = new(
            "explanation",
            WorkKind.RunExplanation,
            "explanation-not-found",
            "explanation-ended",
            "List the explanations with GET /api/v1/explanations."
        ),
        [typeof(ModelAudit)] = new(
            "audit",
            WorkKind.RunAudit,
            "audit-not-found",
            "audit-ended",
            "Take the address from the answer that started it."
        ),
    };

    public static InquiryKind Of<T>()
        where T : Inquiry => Known[typeof(T)];

    public RefusalException Unknown(Guid id) => RefusalException.NotFound(Name, UnknownCode, id.ToString(), Look);

    internal RefusalException Foreign() =>
        RefusalException.NotOwner($"The {Name} was started with another key.", "Use the key that started it, or ask an operator.");

    internal RefusalException Ended(Inquiry inquiry) =>
        RefusalException.Conflict(
            EndedCode,
            $"The {Name} has ended already ({inquiry.State.ToString().ToLowerInvariant()}).",
            "There is nothing to cancel."
        );
}
