using System.Globalization;
using System.Text;
using Bench.Data;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Http;

/// <summary>Receives multipart forms part by part: files stream to disk and are hashed on the way, fields are kept.
/// Parts may come in any order.</summary>
internal sealed class FormReceiver(BenchOptions options, FreeSpace space)
{
    const int MaxParts = 128;

    /// <exception cref="RefusalException">The body is not such a form, or a part is too large. Nothing of it is left on
    /// disk.</exception>
    public async Task<ReceivedForm> ReceiveAsync(HttpRequest request, FormLimits limits, CancellationToken cancellationToken)
    {
        var form = new ReceivedForm();
        try
        {
            await ReceiveAsync(form, request, limits, () => Task.CompletedTask, cancellationToken);
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    /// <param name="form">What has arrived; it is the caller's, also where the rest is refused.</param>
    /// <param name="request">The request.</param>
    /// <param name="limits">What the form may hold.</param>
    /// <param name="beforeFile">Told before a file is received, when the fields in front of it are there; may refuse
    /// it.</param>
    /// <param name="cancellationToken">Stops the receiving.</param>
    /// <exception cref="RefusalException">The body is not such a form, or a part is too large.</exception>
    public async Task ReceiveAsync(
        ReceivedForm form,
        HttpRequest request,
        FormLimits limits,
        Func<Task> beforeFile,
        CancellationToken cancellationToken
    )
    {
        // Told before a byte is sent, where the sender says how much is to come.
        if (request.ContentLength > limits.MaxFileBytes * limits.FileParts.Length + FormLimits.MaxManifestBytes)
            throw TooLarge(limits);
        // The server's own limit (30 MB unless told otherwise) knows nothing of these forms.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = null;
        space.Require(request.ContentLength ?? 0);
        try
        {
            var reader = new MultipartReader(Boundary(request), request.Body);
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts == MaxParts)
                    throw Malformed($"it has more than {MaxParts} parts");
                await ReceiveAsync(form, section, limits, beforeFile, cancellationToken);
            }
        }
        catch (Exception error)
            when (error is InvalidDataException or IOException { InnerException: null }
                && error is not BadHttpRequestException
                && !StorageFault.Is(error)
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw Malformed(error is IOException ? "it is incomplete" : error.Message.TrimEnd('.'));
        }
    }

    async Task ReceiveAsync(
        ReceivedForm form,
        MultipartSection section,
        FormLimits limits,
        Func<Task> beforeFile,
        CancellationToken cancellationToken
    )
    {
        if (
            !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name
        )
            throw Malformed("a part has no name");
        if (form.Has(name))
            throw Malformed($"the part '{FirstTen.Printable(name)}' appears twice");
        if (!limits.FileParts.Contains(name))
        {
            OutsideCharacters.Check("A part's name", name);
            var text =
                await ReadTextAsync(section.Body, FormLimits.MaxManifestBytes - form.TextBytes, cancellationToken)
                ?? throw Malformed($"the part '{FirstTen.Printable(name)}' is not text in UTF-8; {FilesAre(limits)}");
            OutsideCharacters.Check($"The part '{FirstTen.Printable(name)}'", text);
            form.Add(name, text);
            return;
        }
        await beforeFile();
        form.Add(name, await ReceiveFileAsync(section.Body, FileName(disposition), limits, cancellationToken));
    }

    async Task<ReceivedFile> ReceiveFileAsync(Stream body, string fileName, FormLimits limits, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.UploadsPath, Guid.NewGuid().ToString("N"));
        try
        {
            var (length, sha256) =
                await HashedCopy.WriteAsync(body, path, limits.MaxFileBytes, space, cancellationToken) ?? throw TooLarge(limits);
            return new ReceivedFile(path, fileName, length, sha256);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <returns>Null for what is not UTF-8.</returns>
    static async Task<string?> ReadTextAsync(Stream body, long limit, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (text.Length + count > limit)
                throw Malformed($"its fields have more than {FormLimits.MaxManifestBytes:N0} bytes");
            text.Write(buffer, 0, count);
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.GetBuffer(), 0, (int)text.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    static string FilesAre(FormLimits limits) =>
        limits.FileParts is [var only]
            ? $"a file is sent as the part '{only}'"
            : $"files are sent as the parts {string.Join(", ", limits.FileParts.Select(part => $"'{part}'"))}";

    static string Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
            ? boundary
            : throw new RefusalException(
                RefusalKind.TypeUnsupported,
                "media-type-unsupported",
                "The body is not multipart/form-data.",
                "Send the parts 'file' and 'manifest' as multipart/form-data, as curl -F does."
            );

    static string FileName(ContentDispositionHeaderValue disposition) =>
        SentName.Of(
            HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? ""
        );

    static RefusalException Malformed(string what) =>
        new(
            RefusalKind.Malformed,
            "form-invalid",
            $"The form cannot be read: {what}.",
            "Send it as multipart/form-data with the parts that /swagger names."
        );

    static RefusalException TooLarge(FormLimits limits) =>
        new(
            RefusalKind.TooLarge,
            limits.TooLargeCode,
            string.Create(CultureInfo.InvariantCulture, $"The file has more than {limits.MaxFileBytes} bytes, which is the limit here."),
            "Send a smaller file, or ask the operator to raise the limit."
        );
}
