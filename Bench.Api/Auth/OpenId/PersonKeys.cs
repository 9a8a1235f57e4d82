using System.Security.Claims;
using Bench.Api.Trail;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth.OpenId;

/// <summary>Keys of people who sign in at the identity provider: one for each subject, made when they come for the
/// first time.</summary>
/// <remarks>Nobody knows the secret of such a key; <c>POST /api/v1/keys/{id}/rotate</c> gives it one, for
/// scripts.</remarks>
internal sealed class PersonKeys(BenchDb db, OpenIdOptions options, TrailOptions audit, TimeProvider time)
{
    const int LongestName = 200;

    /// <summary>Null for a person whose key was revoked or has ended.</summary>
    public async Task<Caller?> FindOrAddAsync(ClaimsPrincipal person, HttpContext http)
    {
        // A subject is one of its issuer alone.
        var sub = person.FindFirst("sub")!;
        var subject = $"{sub.Issuer} {sub.Value}";
        var key = await FindAsync(subject, http.RequestAborted) ?? await AddAsync(subject, NameOf(person), http);
        return key.RevokedAt is null && !(key.ExpiresAt <= time.GetUtcNow().UtcDateTime) ? new Caller(key.Id, key.Name, key.Role) : null;
    }

    async Task<ApiKey> AddAsync(string subject, string name, HttpContext http)
    {
        var key = ApiKeys.Row(KeyText.Create(), name, options.Role, time.GetUtcNow().UtcDateTime, subject: subject);
        // A key that is in no row of the audit log would be nobody's doing: both are written, or neither.
        db.AddRange(key, Entry(key, http));
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return key;
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // The same person came twice at once.
            db.ChangeTracker.Clear();
            return (await FindAsync(subject, http.RequestAborted))!;
        }
    }

    Task<ApiKey?> FindAsync(string subject, CancellationToken cancellationToken) =>
        db.Keys.AsNoTracking().SingleOrDefaultAsync(key => key.Subject == subject, cancellationToken);

    /// <summary>The person asked for it, by signing in; the answer is a redirect to the page that they
    /// wanted.</summary>
    AuditEntry Entry(ApiKey key, HttpContext http) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = key.CreatedAt,
            KeyId = key.Id,
            KeyName = key.Name,
            Address = audit.Address.Of(http.Connection.RemoteIpAddress),
            Action = "CreateKey",
            Path = OpenIdServices.CallbackPath,
            Made = $"/api/v1/keys/{key.Id}",
            Status = StatusCodes.Status302Found,
        };

    static string NameOf(ClaimsPrincipal person)
    {
        string?[] names = [person.FindFirstValue("name"), person.FindFirstValue("preferred_username"), person.FindFirstValue("email")];
        return names.Select(Cut).FirstOrDefault(name => OneLine.IsName(name, LongestName)) ?? "a person";

        // The provider's word is not the person's to correct: what is not allowed in a line is left out.
        static string Cut(string? name) => string.Concat((name ?? "").Trim().Where(OneLine.IsPrintable).Take(LongestName));
    }
}
