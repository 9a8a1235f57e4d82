using Bench.Data.Inquiries;
using Bench.Data.Outcomes;

namespace Bench.Api.Inquiries;

/// <summary>An inquiry with the names that its page and answers need.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Done">Images that are done, those of the step that runs included.</param>
/// <param name="Checks">What is doubtful about what it rests on.</param>
internal sealed record NamedInquiry<T>(T Inquiry, string Model, string Dataset, int Done, IReadOnlyList<Check> Checks)
    where T : Inquiry;
