using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Bench.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Bench.Api.Auth;

/// <summary><c>Authorization: Bearer bench_…</c>. The job dashboard takes the key as the password of a browser's own
/// prompt, too; nothing else does, for a browser sends such a password along with requests that other sites
/// make.</summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeys keys,
    SessionCookie session,
    IProblemDetailsService problems
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    bool IsDashboard => Request.Path.StartsWithSegments(SecurityHeaders.DashboardPath);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
            return await SignedInAsync();
        if (KeyOf(Request.Headers.Authorization.ToString()) is not { } key)
            return AuthenticateResult.Fail("no key");
        return await keys.FindAsync(key, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("unknown key");
    }

    /// <remarks>A cookie alone never writes through the API: see <see cref="SessionCookie"/>.</remarks>
    async Task<AuthenticateResult> SignedInAsync()
    {
        if (!IsRead && !(IsPage && HttpMethods.IsPost(Request.Method)))
            return AuthenticateResult.NoResult();
        if (session.Read(Request) is not { } key || await keys.FindAsync(key, Context.RequestAborted) is not { } caller)
            return AuthenticateResult.NoResult();
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name));
    }

    bool IsRead => HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);

    bool IsPage => Context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (IsPage && IsRead && Request.Headers.Authorization.Count == 0)
        {
            Response.Redirect(QueryHelpers.AddQueryString(Request.PathBase + "/sign-in", "back", Request.Path + Request.QueryString));
            return;
        }
        Response.Headers.WWWAuthenticate = IsDashboard
            ? "Basic realm=\"Bench operator key as password\", charset=\"UTF-8\""
            : "Bearer realm=\"Bench\"";
        if (Request.Headers.Authorization.Count == 0)
            await WriteAsync(
                401,
                "key-missing",
                "This needs a key.",
                "Send 'Authorization: Bearer bench_…'; the operator makes keys with POST /api/v1/keys."
            );
        else if (
            KeyOf(Request.Headers.Authorization.ToString()) is { } key
            && await keys.EndAsync(key, Context.RequestAborted) is { } ended
        )
            await WriteAsync(
                401,
                "key-expired",
                $"The key ended at {ended:yyyy-MM-dd HH:mm} UTC.",
                "Ask the operator for a new one, or to rotate this one with a later expiry."
            );
        else
            await WriteAsync(
                401,
                "key-unknown",
                "The key is not known, or was revoked.",
                "Check that the whole key was sent as 'Authorization: Bearer bench_…', or ask the operator for a new one."
            );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        WriteAsync(
            403,
            "key-role",
            $"The key '{Context.User.Identity?.Name}' may not do this.",
            "Use a key with the needed role (submitter to submit, operator to administer); the operator makes keys with POST /api/v1/keys."
        );

    string? KeyOf(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || value.Parameter is not { Length: > 0 and < 1000 } parameter)
            return null;
        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return parameter;
        return IsDashboard && value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? PasswordOf(parameter) : null;
    }

    static string? PasswordOf(string credentials)
    {
        Span<byte> bytes = stackalloc byte[1000];
        return
            Convert.TryFromBase64String(credentials, bytes, out var written)
            && Encoding.UTF8.GetString(bytes[..written]).Split(':', 2) is [_, var password]
            ? password
            : null;
    }

    async Task WriteAsync(int status, string code, string message, string nextStep)
    {
        Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = message };
        problem.Extensions["code"] = code;
        problem.Extensions["nextStep"] = nextStep;
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = problem });
    }
}
