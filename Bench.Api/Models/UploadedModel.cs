using Bench.Data.Models;

namespace Bench.Api.Models;

/// <summary>How an upload ended.</summary>
/// <param name="Model">The entry.</param>
/// <param name="Submission">What of it was new.</param>
internal sealed record UploadedModel(Model Model, ModelSubmission Submission);
