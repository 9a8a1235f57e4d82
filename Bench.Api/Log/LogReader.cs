using System.Text;
using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Log;
using Bench.Data.Outcomes;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>Entries and rows of the log with their proofs.</summary>
internal sealed class LogReader(BenchDb db, TransparencyLog log)
{
    const string Look = "GET /api/v1/log says how many entries there are.";

    public const int MostEntries = 1000;

    public Task<TreeHead> HeadAsync(CancellationToken cancellationToken) => log.HeadAsync(db, cancellationToken);

    public async Task<List<LogEntryView>> EntriesAsync(long start, int limit, CancellationToken cancellationToken)
    {
        if (start < 0 || limit is < 1 or > MostEntries)
            throw RefusalException.Invalid(
                "log-range-invalid",
                $"start {start} and limit {limit} are no part of the log.",
                $"Ask for 1 to {MostEntries} entries from a place at or above 0."
            );
        var entries = await db
            .LogEntries.AsNoTracking()
            .Where(entry => entry.Place >= start)
            .OrderBy(entry => entry.Place)
            .Take(limit)
            .ToListAsync(cancellationToken);
        var withheld = await db.WithheldAsync(entries, cancellationToken);
        return entries.ConvertAll(entry => new LogEntryView(
            entry.Place!.Value,
            entry.Kind,
            withheld.Contains(entry.Id) ? null : Sound(entry).Body,
            Convert.ToHexStringLower(entry.LeafHash!)
        ));
    }

    public async Task<InclusionProof> InclusionAsync(long place, long? size, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var of = size ?? head.Size;
        if (place < 0 || place >= of || of > head.Size)
            throw RefusalException.Invalid(
                "log-range-invalid",
                $"Place {place} of {of} entries is not in the log, which has {head.Size}.",
                Look
            );
        var leaf = await db.LogEntries.Where(entry => entry.Place == place).Select(entry => entry.LeafHash!).SingleAsync(cancellationToken);
        return new InclusionProof(place, of, Convert.ToHexStringLower(leaf), await log.InclusionAsync(place, of, cancellationToken));
    }

    public async Task<ConsistencyProof> ConsistencyAsync(long from, long? to, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var until = to ?? head.Size;
        if (from < 0 || from > until || until > head.Size)
            throw RefusalException.Invalid(
                "log-range-invalid",
                $"{from} to {until} is not a part of the log, which has {Counted.Of(head.Size, "entry", "entries")}.",
                Look
            );
        return new ConsistencyProof(from, until, await log.ConsistencyAsync(from, until, cancellationToken));
    }

    /// <param name="labelSet">Key of the label set; null where there is one alone, or its original.</param>
    /// <param name="place">A receipt that another has replaced since; null for the newest.</param>
    /// <param name="from">Size of a head that the reader has kept; null for the newest before the receipt.</param>
    public async Task<ProvenRow> RowAsync(Guid evaluation, string? labelSet, long? place, long? from, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var entries = (
            await db
                .LogEntries.AsNoTracking()
                .Where(entry => entry.EvaluationId == evaluation && entry.Place < head.Size)
                .OrderBy(entry => entry.Place)
                .ToListAsync(cancellationToken)
        ).ConvertAll(Sound);
        var withheld = await db.WithheldAsync(entries, cancellationToken);
        entries.RemoveAll(entry => withheld.Contains(entry.Id));
        var receipts = entries
            .Where(entry => entry.Kind == LogEntryKind.Receipt)
            .Select(entry => (Entry: entry, Body: LogBodies.Read<ReceiptBody>(entry.Body)))
            .ToList();
        var wanted =
            labelSet
            ?? (
                receipts.Any(receipt => receipt.Body.LabelSet == LabelFormats.Original)
                    ? LabelFormats.Original
                    : receipts.LastOrDefault().Body?.LabelSet
            );
        var found = receipts.LastOrDefault(receipt => place is null ? receipt.Body.LabelSet == wanted : receipt.Entry.Place == place);
        if (found.Entry is null)
            throw RefusalException.NotFound(
                "receipt",
                "receipt-not-found",
                $"{evaluation}{(wanted is null ? "" : $" under {wanted}")}",
                "Name an evaluation that has been scored, and a label set that it is scored under."
            );
        var (receipt, body) = found;
        var earlier = from is { } size
            ? await db.TreeHeads.AsNoTracking().SingleOrDefaultAsync(known => known.Size == size, cancellationToken)
                ?? throw RefusalException.NotFound(
                    "tree head over this many entries",
                    "log-range-invalid",
                    $"{size}",
                    "GET /api/v1/log/heads lists those that were signed."
                )
            : await db
                .TreeHeads.AsNoTracking()
                .Where(known => known.Size <= receipt.Place)
                .OrderByDescending(known => known.Size)
                .FirstOrDefaultAsync(cancellationToken);
        return new ProvenRow(
            log.PublicKey,
            SignedHead.Of(head),
            await ProveAsync(entries.FirstOrDefault(entry => entry.Kind == LogEntryKind.Submission), head, cancellationToken),
            (await ProveAsync(receipt, head, cancellationToken))!,
            await ProveAsync(entries.FirstOrDefault(entry => entry.Kind == LogEntryKind.Retraction), head, cancellationToken),
            earlier is null ? null : SignedHead.Of(earlier),
            earlier is null ? [] : await log.ConsistencyAsync(earlier.Size, head.Size, cancellationToken),
            new RowFiles(
                $"/api/v1/evaluations/{evaluation}/predictions",
                $"/api/v1/log/files/labels/{body.Labels}",
                $"/api/v1/log/files/manifests/{body.Manifest}"
            )
        );
    }

    async Task<ProvenEntry?> ProveAsync(LogEntry? entry, TreeHead head, CancellationToken cancellationToken) =>
        entry is null
            ? null
            : new ProvenEntry(entry.Place!.Value, entry.Body, await log.InclusionAsync(entry.Place.Value, head.Size, cancellationToken));

    /// <exception cref="DamageException">The entry is not the one that got the place.</exception>
    static LogEntry Sound(LogEntry entry) =>
        MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.Body)).AsSpan().SequenceEqual(entry.LeafHash)
            ? entry
            : throw DamageException.Log($"the entry at place {entry.Place} is not the one that was put there");
}
