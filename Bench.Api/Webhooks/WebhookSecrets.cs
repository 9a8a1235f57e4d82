using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Bench.Api.Webhooks;

/// <summary>Secrets of webhooks and the signatures made with them, as Standard Webhooks
/// (https://www.standardwebhooks.com) defines both; so its libraries verify what we send.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    const string Prefix = "whsec_";

    readonly IDataProtector _protector = protection.CreateProtector("Bench.Webhooks.Secret");

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Protect(string secret) => _protector.Protect(secret);

    /// <exception cref="CryptographicException">The key ring is another one than the secret was encrypted
    /// with.</exception>
    public string Unprotect(string secret) => _protector.Unprotect(secret);

    /// <param name="secret">As <see cref="Create"/> made it.</param>
    /// <param name="id">The delivery.</param>
    /// <param name="timestamp">When this attempt is made; signed with the rest, so that an old message cannot be
    /// replayed.</param>
    /// <param name="body">Exactly what is sent.</param>
    public static string Sign(string secret, string id, DateTimeOffset timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp.ToUnixTimeSeconds()}.{body}"));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))}";
    }
}
