using Bench.Service.Models.Registration;

namespace Bench.Api.Models;

/// <summary>The form of an upload.</summary>
/// <param name="File">The .onnx file, or a .zip with one .onnx file and its external data. Left out when the manifest
/// names an uploadId.</param>
/// <param name="Manifest">JSON.</param>
internal sealed record ModelForm(ModelManifest Manifest, IFormFile? File = null);
