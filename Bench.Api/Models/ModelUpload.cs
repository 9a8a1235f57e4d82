using Bench.Api.Http;
using Bench.Api.Uploads;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;

namespace Bench.Api.Models;

/// <summary>Receives a model's file and manifest and registers it. A refusal leaves nothing behind.</summary>
internal sealed class ModelUpload(
    FormReceiver receiver,
    FinishedUploads uploads,
    ModelManifestReader manifests,
    ModelRegistration registration,
    BenchOptions options
)
{
    /// <summary>Limits of a model's form.</summary>
    public FormLimits Limits => new(options.MaxModelBytes, "model-too-large", "file");

    /// <returns>The entry, and what of it was new: the same bytes by the same owner under the same contract are the same entry.</returns>
    public async Task<UploadedModel> TakeAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var form = await receiver.ReceiveAsync(request, Limits, cancellationToken);
        return await TakeAsync(form, form.Field("manifest"), caller, cancellationToken);
    }

    /// <inheritdoc cref="TakeAsync(HttpRequest, Caller, CancellationToken)"/>
    public async Task<UploadedModel> TakeAsync(ReceivedForm form, string? manifestJson, Caller caller, CancellationToken cancellationToken)
    {
        var manifest = await manifests.ReadAsync(manifestJson, caller, cancellationToken);
        var named = UploadId(form.Field("uploadId"));
        if (manifest.UploadId is { } declared && named is { } other && declared != other)
            throw Form($"The manifest names the upload {declared} and the form's part 'uploadId' {other}; one of the two is expected.");
        var uploadId = manifest.UploadId ?? named;
        if (form.File("file") is not null && uploadId is not null)
            throw Form("The form carries a file and an uploadId; one of the two is expected.");
        if (form.File("file") is { } file)
            return await RegisterAsync(file);
        var id = uploadId ?? throw Form("The form has no part 'file'.");
        var taken = await uploads.ReadAsync(id, caller, RegisterAsync, cancellationToken);
        await uploads.RemoveAsync(id, cancellationToken);
        return taken;

        Task<UploadedModel> RegisterAsync(ReceivedFile received) =>
            registration.RegisterAsync(manifest.Declaration, received, caller, cancellationToken);
    }

    static Guid? UploadId(string? text) =>
        text is null ? null
        : Guid.TryParse(text, out var id) ? id
        : throw Form("uploadId is not an id.");

    static RefusalException Form(string message) =>
        new(RefusalKind.Malformed, "form-invalid", message, "Send the model as the part 'file', or name a finished upload with uploadId.");
}
