using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bench.Api.Http;

/// <summary>The one place where text from outside is looked at before anything reads it: it is Unicode, and has no NUL,
/// which Postgres keeps in no text, and neither U+FFFE nor U+FFFF, which feeds and pictures, being XML, have no place
/// for. Address, query, JSON bodies and forms of pages come here; fields of forms with files through <see
/// cref="OutsideCharacters"/>.</summary>
/// <remarks>Runs after authorization, so that no body is read into memory without a key.</remarks>
internal sealed class OutsideText(RequestDelegate next)
{
    /// <summary>Largest JSON body in bytes; files are sent in forms or as uploads, which have limits of their
    /// own.</summary>
    public const int MaxJsonBytes = 30_000_000;

    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        OutsideCharacters.Check("The address", request.Path.Value ?? "");
        foreach (var (name, values) in request.Query)
        {
            OutsideCharacters.Check("A parameter's name", name);
            foreach (var value in values)
                OutsideCharacters.Check($"The parameter '{name}'", value ?? "");
        }
        if (request.HasJsonContentType() && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            RequireUtf8(request);
            var body = await ReadAsync(request, http.RequestAborted);
            OutsideCharacters.CheckJson(body.GetBuffer().AsSpan(0, (int)body.Length));
            request.Body = body;
        }
        else if (http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null && IsPlainForm(request))
            await CheckFormAsync(request, http.RequestAborted);
        await next(http);
    }

    static bool IsPlainForm(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        == true;

    static async Task CheckFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new RefusalException(
                RefusalKind.Malformed,
                "form-invalid",
                $"The form cannot be read: {error.Message.TrimEnd('.')}.",
                "Open the page again and fill in the form again."
            );
        }
        foreach (var (name, values) in form)
        {
            OutsideCharacters.Check("A field's name", name);
            foreach (var value in values)
                OutsideCharacters.Check($"The field '{name}'", value ?? "");
        }
    }

    static async Task<MemoryStream> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // The server's own limit closes the connection while the sender still sends, and its answer is lost. Without it
        // the rest is read and dropped for some seconds, and the sender gets the reason.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = null;
        if (request.ContentLength > MaxJsonBytes)
            throw TooLarge();
        var body = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (body.Length + count > MaxJsonBytes)
                throw TooLarge();
            body.Write(buffer, 0, count);
        }
        body.Position = 0;
        return body;
    }

    /// <summary>In another encoding a text would pass by this place.</summary>
    static void RequireUtf8(HttpRequest request)
    {
        var type = request.GetTypedHeaders().ContentType;
        var charset = type?.Charset.Value?.Trim('"');
        if (charset is not (null or "") && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new RefusalException(
                RefusalKind.TypeUnsupported,
                "media-type-unsupported",
                $"The JSON is in '{FirstTen.Printable(charset)}'.",
                "Send JSON in UTF-8, as application/json."
            );
        // The name in quotes, which is allowed, would be unknown to the reader of the body.
        if (type is not null)
            request.ContentType = type.MediaType.Value;
    }

    static RefusalException TooLarge() =>
        new(
            RefusalKind.TooLarge,
            "request-too-large",
            $"The JSON body has more than {MaxJsonBytes / 1_000_000} million bytes, which is the limit.",
            "Send less at once; files are sent as multipart/form-data or through /api/v1/uploads."
        );
}
