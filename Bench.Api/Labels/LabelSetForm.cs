using Bench.Service.Labels.Registration;

namespace Bench.Api.Labels;

/// <summary>The form of a label file.</summary>
/// <param name="File">The labels.</param>
/// <param name="Manifest">JSON.</param>
internal sealed record LabelSetForm(IFormFile File, LabelSetManifest Manifest);
