using System.Text.RegularExpressions;
using Bench.Data;
using Bench.Data.Log;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>Boards frozen under names: each is a tree head, and what the log held under it.</summary>
internal sealed partial class ReleaseBook(BenchDb db, TransparencyLog log, TimeProvider time)
{
    /// <exception cref="RefusalException">The name cannot be cited, or is taken.</exception>
    public async Task<Release> FreezeAsync(FreezeRequest request, CancellationToken cancellationToken)
    {
        if (!Shape().IsMatch(request.Name))
            throw RefusalException.Invalid(
                "release-name-invalid",
                $"'{request.Name}' is not a name of a release.",
                "Take 1 to 64 letters, digits, '.', '-' and '_', for example v2026.1."
            );
        if (await db.Releases.AnyAsync(release => release.Name == request.Name, cancellationToken))
            throw Taken(request.Name);
        var now = time.GetUtcNow().UtcDateTime;
        var entry = new LogEntry
        {
            Kind = LogEntryKind.Release,
            EvaluationId = Guid.Empty,
            Body = LogBodies.Write(new ReleaseBody(LogEntryKind.Release, now, request.Name, request.Note)),
        };
        db.LogEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        // Dies from here on: the log tells of a release that nobody can cite; the same name can be frozen again.
        await log.HeadAsync(db, cancellationToken);
        db.ChangeTracker.Clear();
        var place = await db
            .LogEntries.Where(known => known.Id == entry.Id)
            .Select(known => known.Place!.Value)
            .SingleAsync(cancellationToken);
        var head = await db
            .TreeHeads.AsNoTracking()
            .Where(known => known.Size > place)
            .OrderBy(known => known.Size)
            .FirstAsync(cancellationToken);
        var release = new Release
        {
            Name = request.Name,
            Note = request.Note,
            Size = head.Size,
            At = now,
        };
        db.Releases.Add(release);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            throw Taken(request.Name);
        }
        return release;
    }

    public async Task<List<ReleaseView>> ListAsync(CancellationToken cancellationToken)
    {
        var releases = await db
            .Releases.AsNoTracking()
            .OrderByDescending(release => release.Size)
            .ThenBy(release => release.Name)
            .ToListAsync(cancellationToken);
        var sizes = releases.Select(release => release.Size).ToList();
        var heads = await db
            .TreeHeads.AsNoTracking()
            .Where(head => sizes.Contains(head.Size))
            .ToDictionaryAsync(head => head.Size, cancellationToken);
        return releases.ConvertAll(release => new ReleaseView(
            release.Name,
            release.Note,
            release.At,
            SignedHead.Of(heads[release.Size]),
            Rows: null
        ));
    }

    public async Task<ReleaseView> GetAsync(string name, CancellationToken cancellationToken)
    {
        var release =
            await db.Releases.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Name == name, cancellationToken)
            ?? throw RefusalException.NotFound("release", "release-not-found", name, "GET /api/v1/log/releases lists them.");
        var head = await db.TreeHeads.AsNoTracking().SingleAsync(candidate => candidate.Size == release.Size, cancellationToken);
        return new ReleaseView(
            release.Name,
            release.Note,
            release.At,
            SignedHead.Of(head),
            await RowsAsync(release.Size, cancellationToken)
        );
    }

    /// <summary>The last receipt of each evaluation and label set below a size, without what had been retracted by
    /// then.</summary>
    async Task<List<ReleaseRow>> RowsAsync(long size, CancellationToken cancellationToken)
    {
        var retracted = (
            await db
                .LogEntries.Where(entry => entry.Place < size && entry.Kind == LogEntryKind.Retraction)
                .Select(entry => entry.EvaluationId)
                .ToListAsync(cancellationToken)
        ).ToHashSet();
        var places = await db
            .LogEntries.Where(entry => entry.Place < size && entry.Kind == LogEntryKind.Receipt)
            .GroupBy(entry => new { entry.EvaluationId, entry.LabelSetId })
            .Select(group => group.Max(entry => entry.Place))
            .ToListAsync(cancellationToken);
        var rows = new List<ReleaseRow>();
        foreach (var piece in places.OfType<long>().Order().Chunk(500))
        {
            var entries = await db
                .LogEntries.AsNoTracking()
                .Where(entry => piece.Contains(entry.Place!.Value))
                .OrderBy(entry => entry.Place)
                .ToListAsync(cancellationToken);
            var withheld = await db.WithheldAsync(entries, cancellationToken);
            rows.AddRange(
                entries
                    .Where(entry => !retracted.Contains(entry.EvaluationId) && !withheld.Contains(entry.Id))
                    .Select(entry => Row(entry, size))
            );
        }
        return rows;
    }

    static ReleaseRow Row(LogEntry entry, long size)
    {
        var body = LogBodies.Read<ReceiptBody>(entry.Body);
        return new ReleaseRow(
            body.Evaluation,
            body.Dataset,
            body.LabelSet,
            entry.Place!.Value,
            $"/api/v1/log/rows/{body.Evaluation}?place={entry.Place}&from={size}"
        );
    }

    static RefusalException Taken(string name) =>
        RefusalException.Conflict(
            "release-exists",
            $"There is a release '{name}' already; a frozen board does not change.",
            "Choose another name."
        );

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Shape();
}
