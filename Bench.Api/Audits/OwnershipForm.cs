using Bench.Service.Audits;

namespace Bench.Api.Audits;

/// <summary>The form that starts a test of ownership.</summary>
/// <param name="File">A .zip of pictures and keys.csv (file_name,label), whose labels were drawn at random.</param>
/// <param name="Manifest">JSON.</param>
internal sealed record OwnershipForm(IFormFile File, TaggantRequest Manifest);
