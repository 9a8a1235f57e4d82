using Bench.Data;
using Bench.Data.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Agreements;

/// <summary>Agreements of the processes over one database. Asked while they start, one at a time: the first one
/// decides.</summary>
public sealed class AgreementBook(BenchDb db, BenchOptions options, TimeProvider time)
{
    /// <summary>Whether the operator has said that this start decides again.</summary>
    public bool IsAnew(string name) => options.AgreeAnew.Contains(name, StringComparer.Ordinal);

    /// <summary>The agreed value; null where there is none, or where it is decided again.</summary>
    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        IsAnew(name)
            ? Task.FromResult<string?>(null)
            : db
                .Agreements.Where(agreement => agreement.Name == name)
                .Select(agreement => agreement.Value)
                .SingleOrDefaultAsync(cancellationToken);

    public async Task AgreeAsync(string name, string value, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.Agreements.SingleOrDefaultAsync(agreement => agreement.Name == name, cancellationToken) is { } known)
            (known.Value, known.At) = (value, now);
        else
            db.Agreements.Add(
                new Agreement
                {
                    Name = name,
                    Value = value,
                    At = now,
                }
            );
        await db.SaveChangesAsync(cancellationToken);
    }
}
