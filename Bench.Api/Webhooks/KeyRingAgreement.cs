using System.Security.Cryptography;
using Bench.Data;
using Bench.Service.Agreements;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Webhooks;

/// <summary>Whether this process reads what the other APIs encrypt: secrets of webhooks, and who is signed in. One that
/// does not still serves all else, so that its health says it.</summary>
internal sealed class KeyRingAgreement(BenchDb db, AgreementBook book, IDataProtectionProvider protection)
{
    public const string Name = "key-ring";

    const string Text = "bench";

    readonly IDataProtector _protector = protection.CreateProtector("Bench.KeyRing");

    /// <summary>Leaves a text that only this ring opens, where there is none yet.</summary>
    /// <exception cref="CryptographicException">The ring cannot be read; its cause says why.</exception>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        // Made in any case: a ring that cannot be read would otherwise be noticed only at the first sign-in.
        var text = _protector.Protect(Text);
        if (await book.FindAsync(Name, cancellationToken) is null)
            await book.AgreeAsync(Name, text, cancellationToken);
    }

    public async Task<bool> IsSharedAsync(CancellationToken cancellationToken)
    {
        var left = await db
            .Agreements.Where(agreement => agreement.Name == Name)
            .Select(agreement => agreement.Value)
            .SingleOrDefaultAsync(cancellationToken);
        try
        {
            return left is null || _protector.Unprotect(left) == Text;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
