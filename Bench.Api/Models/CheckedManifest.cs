using Bench.Service.Models.Registration;

namespace Bench.Api.Models;

/// <summary>A manifest in which everything was found in order.</summary>
/// <param name="Declaration">What it says of the model.</param>
/// <param name="UploadId">The finished upload to take the file from; null for the part 'file'.</param>
internal sealed record CheckedManifest(ModelDeclaration Declaration, Guid? UploadId);
