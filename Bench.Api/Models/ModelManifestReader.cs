using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Json;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

/// <summary>Reads and checks the manifest of a model; every error is told at once, under the field's own name.</summary>
internal sealed class ModelManifestReader(BenchDb db, AudienceRules audiences)
{
    /// <exception cref="RefusalException">With code <c>manifest-invalid</c>.</exception>
    public async Task<CheckedManifest> ReadAsync(string? json, Caller? caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var manifest = JsonManifest.ReadPart<ModelManifest>(json, "at least {\"name\": \"…\"} is needed", errors);
        ModelDeclaration? declared = null;
        if (manifest is not null)
        {
            declared = ModelDeclaration.Read(manifest, errors);
            if (manifest.ParentModelId is { } parent && !await db.Models.AnyAsync(model => model.Id == parent, cancellationToken))
                errors.Add("parentModelId", $"there is no model '{parent}'");
            await audiences.CheckAsync(manifest.Sharing, caller, errors, cancellationToken);
        }
        JsonManifest.ThrowIfRefused(errors);
        return new CheckedManifest(declared!, manifest!.UploadId);
    }
}
