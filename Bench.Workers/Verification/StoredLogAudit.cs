using System.Globalization;
using System.Text;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Evaluations;
using Bench.Data.Log;
using Bench.Service.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Verification;

/// <summary>Checks the log that anyone can verify: every entry is hashed again, the tree is recomputed and compared
/// with every signed head, and every number of the board with its newest receipt.</summary>
public sealed class StoredLogAudit(BenchDb db, LogKey key)
{
    const int Piece = 1_000;

    internal async Task<(LogReport Report, IReadOnlyList<DamageException> Damages)> RunAsync(CancellationToken cancellationToken)
    {
        // Heads first: whatever they cover is among the entries that are read after them.
        var heads = await db.TreeHeads.AsNoTracking().ToListAsync(cancellationToken);
        var publicKey = key.FindPublicKey();
        var auditor = new LogAuditor(heads, publicKey);
        while (await AddAsync(auditor, cancellationToken)) { }
        var damages = auditor.Finish().Select(fault => DamageException.LogEntry(fault.Subject, fault.Message)).ToList();
        var (rows, changed) = await NumbersAsync(cancellationToken);
        damages.AddRange(changed);
        return (new LogReport(auditor.Size, heads.Count, publicKey is not null, rows), damages);
    }

    /// <summary>Reads some entries on.</summary>
    /// <returns>Whether there may be more.</returns>
    async Task<bool> AddAsync(LogAuditor auditor, CancellationToken cancellationToken)
    {
        var first = auditor.Size;
        var entries = await db
            .LogEntries.AsNoTracking()
            .Where(entry => entry.Place >= first)
            .OrderBy(entry => entry.Place)
            .Take(Piece)
            .ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            var place = auditor.Size;
            if (entry.Place != place)
            {
                // Nothing behind it can be compared: the heads over it will say so too.
                auditor.Fault(place, $"The entry at place {place} is missing.");
                return false;
            }
            if (!MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.Body)).AsSpan().SequenceEqual(entry.LeafHash))
                auditor.Fault(place, $"The entry at place {place} is not the one that was put there: its hash differs.");
            else if (!IsFiledRightly(entry))
                auditor.Fault(place, $"The entry at place {place} is filed under another kind or evaluation than it tells of.");
            auditor.Add(entry.Body);
        }
        return entries.Count == Piece;
    }

    /// <summary>Rows are found by kind and evaluation: an entry under a wrong one would be hidden.</summary>
    static bool IsFiledRightly(LogEntry entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Body);
            return json.RootElement.TryGetProperty("kind", out var kind)
                && string.Equals(kind.GetString(), entry.Kind.ToString(), StringComparison.OrdinalIgnoreCase)
                && (
                    !json.RootElement.TryGetProperty("evaluation", out var evaluation)
                    || (evaluation.TryGetGuid(out var id) && id == entry.EvaluationId)
                );
        }
        catch (JsonException)
        {
            return false;
        }
    }

    async Task<(int Rows, List<DamageException> Changed)> NumbersAsync(CancellationToken cancellationToken)
    {
        var changed = new List<DamageException>();
        var rows = await db
            .Scorings.OrderBy(scoring => scoring.Id)
            .Select(scoring => new { scoring.EvaluationId, scoring.LabelSetId })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
            // A row that is rescored meanwhile has a newer receipt the second time.
            if (
                await FindChangeAsync(row.EvaluationId, row.LabelSetId, cancellationToken) is not null
                && await FindChangeAsync(row.EvaluationId, row.LabelSetId, cancellationToken) is { } damage
            )
                changed.Add(damage);
        return (rows.Count, changed);
    }

    async Task<DamageException?> FindChangeAsync(Guid evaluation, Guid labelSet, CancellationToken cancellationToken)
    {
        var body = await db
            .LogEntries.Where(entry =>
                entry.EvaluationId == evaluation && entry.LabelSetId == labelSet && entry.Kind == LogEntryKind.Receipt
            )
            .OrderByDescending(entry => entry.Id)
            .Select(entry => entry.Body)
            .FirstOrDefaultAsync(cancellationToken);
        if (body is null)
            return null;
        var shown = await db
            .Scores.AsNoTracking()
            .Where(score => score.EvaluationId == evaluation && score.LabelSetId == labelSet)
            .ToDictionaryAsync(score => score.Metric, cancellationToken);
        ReceiptBody receipt;
        try
        {
            receipt = LogBodies.Read<ReceiptBody>(body);
        }
        catch (JsonException)
        {
            // Its hash says so already.
            return null;
        }
        foreach (var signed in receipt.Scores)
        {
            if (!shown.Remove(signed.Metric, out var score))
                return DamageException.Number(evaluation, receipt.LabelSet, $"the receipt has {signed.Metric}, and the board does not");
            if (!IsSame(score, signed))
                return DamageException.Number(
                    evaluation,
                    receipt.LabelSet,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{signed.Metric} is {score.Value} on the board and {signed.Value} in the receipt"
                    )
                );
        }
        return shown.Count == 0
            ? null
            : DamageException.Number(evaluation, receipt.LabelSet, $"the board has {shown.Keys.Order().First()}, and the receipt does not");
    }

    static bool IsSame(Score score, ReceiptScore signed) =>
        score.Value.Equals(signed.Value) && score.CiLow == signed.CiLow && score.CiHigh == signed.CiHigh && score.N == signed.N;
}
