using Bench.Service.Evaluations.Submissions;

namespace Bench.Api.Evaluations;

/// <summary>The form of a predictions-only submission.</summary>
/// <param name="File">The predictions.</param>
/// <param name="Manifest">JSON.</param>
/// <param name="Order">Names of the images, a line a row of the file, where the file itself does not name them.</param>
internal sealed record PredictionsForm(IFormFile File, PredictionsManifest Manifest, IFormFile? Order = null);
