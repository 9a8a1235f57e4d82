using Bench.Api.Http;
using Bench.Service.Audits;
using Bench.Service.Inputs;
using Bench.Service.Json;
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
            var keys = form.RequireFile("the .zip with the keys");
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
        var request = JsonManifest.ReadPart<TaggantRequest>(json, "modelId and dataset are needed", errors);
        JsonManifest.ThrowIfRefused(errors);
        return request!;
    }
}
