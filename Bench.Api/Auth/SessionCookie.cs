using System.Security.Cryptography;
using Bench.Service.Access;
using Microsoft.AspNetCore.DataProtection;

namespace Bench.Api.Auth;

/// <summary>A key turned into a cookie, so that people read a private board and manage their own work in a
/// browser.</summary>
/// <remarks>
/// The cookie holds the id of the key, encrypted, never the key. It ends after <see cref="Lifetime"/>, and at once when
/// the key is revoked. A browser sends a cookie along with requests that other sites make, so it counts for reading and
/// for the forms of our own pages, which carry a token against forgery; the API's writes take a key alone.
/// </remarks>
internal sealed class SessionCookie(IDataProtectionProvider protection)
{
    public const string Name = "bench_session";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Bench.Session").ToTimeLimitedDataProtector();

    public void Issue(HttpContext http, Caller caller) =>
        http.Response.Cookies.Append(Name, _protector.Protect(caller.KeyId.ToString("N"), Lifetime), Options(http));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    /// <returns>Id of the key that signed in; null without a cookie, or with one that is not ours or has
    /// ended.</returns>
    public Guid? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 and < 2000 } cookie)
            return null;
        try
        {
            return Guid.TryParse(_protector.Unprotect(cookie), out var key) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lifetime,
            Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        };
}
