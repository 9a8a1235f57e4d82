using System.Security.Cryptography;
using System.Text.Json;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bench.Service.Agreements;

/// <summary>Whether limits, what readers see and how long things are kept are the same in every process over one database. The one that
/// started last is right, as settings are changed by starting one process after the other; one that was left behind says so.</summary>
/// <remarks>Kept as hashes. Over SQLite there is one process.</remarks>
public sealed class SettingsAgreement(
    BenchDb db,
    AgreementBook book,
    IEnumerable<SharedSettings> shared,
    IServiceProvider services,
    ILogger<SettingsAgreement> log
)
{
    /// <summary>Says what this process has. Asked while it starts.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (db is SqliteBenchDb)
            return;
        foreach (var settings in shared)
        {
            var (name, own) = (NameOf(settings), HashOf(settings));
            var known = await book.FindAsync(name, cancellationToken);
            if (known == own)
                continue;
            if (known is not null)
                log.LogWarning(
                    "{Settings} of this process differ from those of the one that started before it; from now on these hold, and others "
                        + "are to be started again with them",
                    settings.Words
                );
            await book.AgreeAsync(name, own, cancellationToken);
        }
    }

    /// <summary>In words, those of this process's settings that a process which started later has otherwise.</summary>
    public async Task<IReadOnlyList<string>> LeftBehindAsync(CancellationToken cancellationToken)
    {
        if (db is SqliteBenchDb)
            return [];
        var names = shared.Select(NameOf).ToList();
        var agreed = await db
            .Agreements.AsNoTracking()
            .Where(agreement => names.Contains(agreement.Name))
            .ToDictionaryAsync(agreement => agreement.Name, agreement => agreement.Value, cancellationToken);
        return
        [
            .. from settings in shared
            where agreed.TryGetValue(NameOf(settings), out var value) && value != HashOf(settings)
            select settings.Words,
        ];
    }

    static string NameOf(SharedSettings settings) => $"settings-{settings.Name}";

    string HashOf(SharedSettings settings)
    {
        var own = settings.Read(services);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(own, own.GetType())));
    }
}
