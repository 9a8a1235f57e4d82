using Bench.Data.Inquiries;

namespace Bench.Api.Inquiries;

/// <summary>An inquiry, and what its page and answers need besides.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Done">Images that are done, those of the step that runs included.</param>
internal sealed record NamedInquiry<T>(T Inquiry, string Model, string Dataset, int Done)
    where T : Inquiry;
