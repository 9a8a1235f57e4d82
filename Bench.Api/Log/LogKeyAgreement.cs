using Bench.Data;
using Bench.Data.Log;
using Bench.Service.Agreements;
using Bench.Service.Log;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>The agreement that every API over one database signs the log with one key: two would sign one log with two,
/// and each refuse the other's heads.</summary>
internal sealed class LogKeyAgreement(BenchDb db, AgreementBook book, LogKey key)
{
    public const string Name = "log-key";

    /// <exception cref="FailureException">This process has another key than the log was signed with.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var own = Convert.ToHexStringLower(key.Signer.PublicKey);
        var agreed = await book.FindAsync(Name, cancellationToken);
        if (agreed == own)
            return;
        // A log that is older than the agreement names its key by its signatures.
        if (agreed is null && !book.IsAnew(Name) && await NewestAsync(cancellationToken) is { } head)
            agreed = LogSigner.IsValid(head, key.Signer.PublicKey) ? null : "another";
        if (agreed is not null)
            throw new FailureException(
                "log-key-differs",
                $"This process would sign the log with the key whose public half is {own}, and the log over this database is signed with "
                    + $"{(agreed.Length == own.Length ? agreed : agreed + " one")}. Give this process the key of the others: "
                    + "BENCH_LOG_KEY, or log.key in the data directory, also found in every backup. Where that key is lost, start one "
                    + "process with Bench:AgreeAnew:0=log-key once; what the lost key signed is then answered as log-damaged.",
                "Give it the key of the other processes, or start once with Bench:AgreeAnew:0=log-key."
            );
        await book.AgreeAsync(Name, own, cancellationToken);
    }

    Task<TreeHead?> NewestAsync(CancellationToken cancellationToken) =>
        db.TreeHeads.AsNoTracking().OrderByDescending(head => head.Size).FirstOrDefaultAsync(cancellationToken);
}
