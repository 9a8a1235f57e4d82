using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

/// <summary>Sees to it that there is an operator: the key of <c>BENCH_OPERATOR_KEY</c>, else one made at the first
/// start.</summary>
internal sealed class OperatorKey(BenchDb db, BenchOptions options, IConfiguration configuration, TimeProvider time)
{
    const string Variable = "BENCH_OPERATOR_KEY";
    const int ShortestKey = 16;

    string File => Path.Combine(options.DataPath, "operator.key");

    /// <exception cref="InvalidOperationException"><c>BENCH_OPERATOR_KEY</c> is too short to be a secret.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (configuration[Variable] is { Length: > 0 } given)
        {
            if (given.Length < ShortestKey)
                throw new InvalidOperationException(
                    $"{Variable} has {Counted.Of(given.Length, "character")}; a key of at least {ShortestKey} is expected, better "
                        + $"'bench_' and 43 "
                        + "random ones."
                );
            var hash = KeyText.Hash(given);
            if (!await db.Keys.AnyAsync(key => key.Hash == hash || key.PreviousHash == hash, cancellationToken))
                await AddAsync(given, "operator (environment)", cancellationToken);
            return;
        }
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.Keys.Live(now).AnyAsync(key => key.Role == Role.Operator, cancellationToken))
            return;
        var made = KeyText.Create();
        // Written before the row: dying in between leaves a file that opens nothing and is replaced at the next start,
        // never a key that nobody knows.
        await WriteAsync(made, cancellationToken);
        await AddAsync(made, "operator (first start)", cancellationToken);
        await Console.Out.WriteLineAsync($"Operator key (shown once, kept in {File}): {made}");
    }

    async Task AddAsync(string text, string name, CancellationToken cancellationToken)
    {
        var key = ApiKeys.Row(text, name, Role.Operator, time.GetUtcNow().UtcDateTime);
        db.AddRange(
            key,
            new AuditEntry
            {
                Id = Guid.CreateVersion7(),
                At = key.CreatedAt,
                KeyId = key.Id,
                KeyName = key.Name,
                Action = "CreateKey",
                Path = "(start of the service)",
                Made = $"/api/v1/keys/{key.Id}",
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Another replica with the same key started at the same time.
        }
    }

    async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        System.IO.File.Delete(File);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(File, creation);
        await writer.WriteLineAsync(text.AsMemory(), cancellationToken);
    }
}
