using System.Text.Json;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Suites;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Bench.Service.Suites;

/// <summary>Every version of every suite. A version is written once: a suite that changes gets another.</summary>
public sealed partial class SuiteRegistry(
    BenchDb db,
    SuiteCatalog catalog,
    VariantCatalog variants,
    TimeProvider time,
    ILogger<SuiteRegistry> log
)
{
    /// <summary>Enters the declared suites; does nothing where they are known.</summary>
    /// <remarks>Dies in between: the next start enters the rest.</remarks>
    /// <exception cref="FormatException">A file changed what a version says; the message names the file.</exception>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var known = await db.Suites.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var declared in catalog.All)
        {
            var (key, json) = (declared.Declaration.Key, Write(declared.Declaration));
            var same = known.FindAll(suite => suite.Key == key);
            if (same.Exists(suite => !suite.Declared))
                LogTaken(declared.File, key);
            else if (same.Find(suite => suite.Version == declared.Version) is not { } stored)
                db.Suites.Add(Row(key, declared.Version, json, owner: null));
            else if (stored.Declaration != json)
                throw new FormatException(
                    $"{declared.File}: 'version' of {key}: version {declared.Version} says something else since "
                        + $"{stored.CreatedAt:yyyy-MM-dd}; numbers were reported under it. Raise the version."
                );
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The newest version of every suite, by key.</summary>
    public async Task<IReadOnlyList<StoredSuite>> AllAsync(CancellationToken cancellationToken) =>
        [
            .. (await db.Suites.AsNoTracking().ToListAsync(cancellationToken))
                .GroupBy(suite => suite.Key)
                .OrderBy(versions => versions.Key, StringComparer.Ordinal)
                .Select(versions => StoredSuite.Of(versions.MaxBy(suite => suite.Version)!)),
        ];

    /// <summary>A version of a suite, the newest when none is named.</summary>
    /// <exception cref="RefusalException">There is no such suite, or no such version of it.</exception>
    public async Task<StoredSuite> FindAsync(string key, int? version, CancellationToken cancellationToken)
    {
        var versions = await db.Suites.AsNoTracking().Where(suite => suite.Key == key).ToListAsync(cancellationToken);
        if (versions.Count == 0)
            throw RefusalException.NotFound("suite", "suite-not-found", key, "List the suites with GET /api/v1/suites.");
        var found = version is null ? versions.MaxBy(suite => suite.Version) : versions.Find(suite => suite.Version == version);
        return found is null
            ? throw new RefusalException(
                RefusalKind.NotFound,
                "suite-version-not-found",
                $"The suite '{key}' has no version {version}.",
                $"Ask for one of: {string.Join(", ", versions.Select(suite => suite.Version).Order())}; without a version it is the newest."
            )
            : StoredSuite.Of(found);
    }

    /// <summary>Versions of a suite, newest first.</summary>
    public async Task<IReadOnlyList<int>> VersionsAsync(string key, CancellationToken cancellationToken) =>
        await db
            .Suites.Where(suite => suite.Key == key)
            .OrderByDescending(suite => suite.Version)
            .Select(suite => suite.Version)
            .ToListAsync(cancellationToken);

    /// <summary>Makes a suite, or the next version of one; the newest version as it is, where that says the
    /// same.</summary>
    /// <exception cref="RefusalException">It is no suite, is declared in a file, or is another key's.</exception>
    public async Task<(StoredSuite Suite, bool IsNew)> AddAsync(SuiteDeclaration suite, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        foreach (var (field, message) in SuiteRules.Broken(suite, variants))
            errors.Add(field, message);
        errors.ThrowIfAny("suite-invalid", "The suite", "Correct the fields and send it again; nothing was stored.");
        // A key that a hidden suite has is taken: it is answered as any other that is.
        var versions = await db
            .Suites.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(known => known.Key == suite.Key)
            .ToListAsync(cancellationToken);
        if (catalog.All.Any(declared => declared.Declaration.Key == suite.Key) || versions.Exists(known => known.Declared))
            throw RefusalException.Conflict(
                "suite-declared",
                $"The suite '{suite.Key}' is declared in a file of the service.",
                "Send yours under another key."
            );
        var newest = versions.MaxBy(known => known.Version);
        if (newest is not null && !caller.MayChange(newest.OwnerKeyId))
            throw RefusalException.NotOwner(
                $"The suite '{suite.Key}' was made with another key.",
                "Only that key or an operator's may make its next version; send yours under another key."
            );
        if (newest is not null && StoredSuite.Of(newest) is var stored && Write(stored.Declaration) == Write(suite))
            return (stored, false);
        var json = NamedDatasets.InDeclaration(Write(suite), await GuessedAsync(suite, caller, cancellationToken));
        var row = Row(suite.Key, (newest?.Version ?? 0) + 1, json, caller.KeyId);
        db.Suites.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            throw RefusalException.Conflict(
                "suite-version-taken",
                $"Another request made version {row.Version} of the suite '{suite.Key}' at the same moment.",
                "Look at it with GET /api/v1/suites/{key}, then send yours again."
            );
        }
        return (StoredSuite.Of(row), true);
    }

    /// <summary>Keys of datasets that the caller does not see. To an operator none is hidden, and what is not here yet may be
    /// meant to be hidden when it comes.</summary>
    async Task<IEnumerable<string>> GuessedAsync(SuiteDeclaration suite, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.IsOperator)
            return [];
        var named = suite.Members.Select(member => member.Dataset).OfType<string>().Distinct().ToList();
        return named.Except(await db.SeenAsync(named, cancellationToken));
    }

    Suite Row(string key, int version, string json, Guid? owner) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Version = version,
            Declaration = json,
            Declared = owner is null,
            OwnerKeyId = owner,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    static string Write(SuiteDeclaration suite) => JsonSerializer.Serialize(suite, BenchJson.Options);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File}: the suite '{Key}' was made through the API before; that one stays")]
    partial void LogTaken(string file, string key);
}
