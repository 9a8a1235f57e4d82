using Bench.Data.Models;

namespace Bench.Service.Models.Registration;

/// <summary>How an upload ended.</summary>
/// <param name="Model">The entry.</param>
/// <param name="Submission">What of it was new.</param>
public sealed record UploadedModel(Model Model, ModelSubmission Submission);
