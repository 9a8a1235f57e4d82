using System.Text.Json;
using System.Text.Unicode;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bench.Api.Http;

/// <summary>The one place where text from outside is looked at before anything reads it: it is Unicode, and has no NUL,
/// which Postgres keeps in no text, and neither U+FFFE nor U+FFFF, which feeds and pictures, being XML, have no place
/// for. Address, query, JSON bodies and forms of pages come here; fields of forms with files through <see
/// cref="Check"/> and <see cref="CheckJson"/>.</summary>
/// <remarks>Runs after authorization, so that no body is read into memory without a key.</remarks>
internal sealed class OutsideText(RequestDelegate next)
{
    /// <summary>Largest JSON body in bytes; files are sent in forms or as uploads, which have limits of their
    /// own.</summary>
    public const int MaxJsonBytes = 30_000_000;

    const int MaxDepth = 1_000;

    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        Check("The address", request.Path.Value ?? "");
        foreach (var (name, values) in request.Query)
        {
            Check("A parameter's name", name);
            foreach (var value in values)
                Check($"The parameter '{name}'", value ?? "");
        }
        if (request.HasJsonContentType() && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            RequireUtf8(request);
            var body = await ReadAsync(request, http.RequestAborted);
            CheckJson(body.GetBuffer().AsSpan(0, (int)body.Length));
            request.Body = body;
        }
        else if (http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null && IsPlainForm(request))
            await CheckFormAsync(request, http.RequestAborted);
        await next(http);
    }

    /// <exception cref="RefusalException">One of its texts has a NUL or is not Unicode. JSON that cannot be read at all
    /// is left to its reader.</exception>
    public static void CheckJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var field = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                    continue;
                var what = reader.TokenType == JsonTokenType.String && field.Length > 0 ? $"The field '{field}'" : "A field's name";
                if (reader.TokenType == JsonTokenType.PropertyName)
                    field = "";
                if (!Utf8.IsValid(reader.ValueSpan))
                    throw NotUnicode(what);
                var text = reader.GetString()!;
                Check(what, text);
                if (reader.TokenType == JsonTokenType.PropertyName)
                    field = text;
            }
        }
        catch (JsonException)
        {
            // The reader of the body says where it breaks off.
        }
        catch (InvalidOperationException)
        {
            // A \u escape that is half of a pair.
            throw NotUnicode(field.Length > 0 ? $"The field '{field}'" : "A field's name");
        }
    }

    /// <exception cref="RefusalException">The text has a NUL or a code point that is not a character.</exception>
    public static void Check(string what, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Refused(
                $"{what.Replace("\0", "\\u0000", StringComparison.Ordinal)} has a NUL character, which no text here may have.",
                "Leave the NUL (\\u0000, %00) out."
            );
        if (text.AsSpan().IndexOfAny('\uFFFE', '\uFFFF') is >= 0 and var place)
            throw Refused(
                $"{what} has U+{(int)text[place]:X4}, which is not a valid character.",
                "Leave it out; the text was probably decoded with the wrong encoding."
            );
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
            Check("A field's name", name);
            foreach (var value in values)
                Check($"The field '{name}'", value ?? "");
        }
    }

    static RefusalException NotUnicode(string what) =>
        Refused($"{what} is not valid Unicode.", "Send JSON in UTF-8, with whole surrogate pairs in \\u escapes.");

    static RefusalException Refused(string message, string nextStep) => new(RefusalKind.Malformed, "text-invalid", message, nextStep);

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
                $"The JSON is in '{Service.Inputs.FirstTen.Printable(charset)}'.",
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
