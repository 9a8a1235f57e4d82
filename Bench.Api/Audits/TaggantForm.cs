using System.Text.Json;
using Bench.Api.Http;
using Bench.Service.Audits;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Api.Audits;

/// <summary>Reads the form that starts a test of ownership.</summary>
internal static class TaggantForm
{
    static readonly FormLimits Limits = new(256L << 20, "keys-too-large", "file");

    /// <exception cref="RefusalException">The form is not in order; nothing of it is kept.</exception>
    public static async Task<(ReceivedForm Form, TaggantRequest Request, ReceivedFile Keys)> ReceiveAsync(
        HttpRequest http,
        FormReceiver forms,
        CancellationToken cancellationToken
    )
    {
        var form = await forms.ReceiveAsync(http, Limits, cancellationToken);
        try
        {
            var keys =
                form.File("file")
                ?? throw RefusalException.Invalid(
                    "form-invalid",
                    "There is no part 'file'.",
                    "Send the .zip with the keys as the part 'file'."
                );
            return (form, Manifest(form.Field("manifest")), keys);
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    static TaggantRequest Manifest(string? json)
    {
        var errors = new FieldErrors();
        TaggantRequest? request = null;
        try
        {
            if (string.IsNullOrWhiteSpace(json))
                errors.Add("", "there is no part 'manifest'; modelId and dataset are needed");
            else
                request = JsonManifest.Read<TaggantRequest>(json, errors);
        }
        catch (JsonException error)
        {
            errors.Add("", $"it is not JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})");
        }
        errors.ThrowIfAny(
            "manifest-invalid",
            "The manifest",
            "Correct the fields and send it again; the fields are described at /swagger."
        );
        return request!;
    }
}
