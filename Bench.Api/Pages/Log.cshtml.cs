using System.Globalization;
using System.Text;
using System.Text.Json;
using Bench.Api.Log;
using Bench.Data;
using Bench.Data.Log;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The log that anyone can verify: its newest head, its entries, and the proof of one of them, hash by hash.</summary>
internal sealed class LogModel(BenchDb db, LogReader reader, TransparencyLog log) : BoardPageModel
{
    public const int EntriesOfAPage = 25;
    const int MostHeads = 10;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string PublicKey => log.PublicKey;

    public TreeHead? Head { get; private set; }

    public IReadOnlyList<TreeHead> Heads { get; private set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LogEntryView> Entries { get; private set; } = [];

    /// <summary>Name of the model of each evaluation that entries tell of, as far as the reader may see it.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Place of the page's newest entry.</summary>
    public long First { get; private set; }

    /// <summary>The entry that is shown, and how its hash leads to the head's root.</summary>
    public LogProofView? Proof { get; private set; }

    /// <param name="place">The entry to show with its proof.</param>
    /// <param name="from">The newest entry of the list; null for the log's newest.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IActionResult> OnGetAsync(long? place, long? from, CancellationToken cancellationToken)
    {
        Head = await reader.HeadAsync(cancellationToken);
        Heads = await db.TreeHeads.AsNoTracking().OrderByDescending(head => head.Size).Take(MostHeads).ToListAsync(cancellationToken);
        First = Math.Clamp(from ?? place ?? Head.Size - 1, 0, Math.Max(0, Head.Size - 1));
        var oldest = Math.Max(0, First - EntriesOfAPage + 1);
        if (Head.Size > 0)
            Entries = [.. (await reader.EntriesAsync(oldest, (int)(First - oldest) + 1, cancellationToken)).AsEnumerable().Reverse()];
        Names = await NamesAsync([.. Entries.Select(entry => Summary(entry).Evaluation).OfType<Guid>()], cancellationToken);
        if (place is { } wanted)
        {
            var inclusion = await reader.InclusionAsync(wanted, Head.Size, cancellationToken);
            var entry = (await reader.EntriesAsync(wanted, 1, cancellationToken)).Single();
            Proof = LogProofView.Of(entry, inclusion, Head);
        }
        return Page();
    }

    Task<Dictionary<Guid, string>> NamesAsync(Guid[] evaluations, CancellationToken cancellationToken) =>
        db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluations.Contains(evaluation.Id))
            .Join(db.Models, evaluation => evaluation.ModelId, model => model.Id, (evaluation, model) => new { evaluation.Id, model.Name })
            .ToDictionaryAsync(evaluation => evaluation.Id, evaluation => evaluation.Name, cancellationToken);

    /// <summary>An entry's time, its content in a line, and its evaluation.</summary>
    public static (string At, string What, Guid? Evaluation) Summary(LogEntryView entry)
    {
        if (entry.Body is null)
            return ("", "withheld: it is about something that is not public", null);
        using var body = JsonDocument.Parse(entry.Body);
        var root = body.RootElement;
        Guid? evaluation = root.TryGetProperty("evaluation", out var id) && id.TryGetGuid(out var known) ? known : null;
        var what = entry.Kind switch
        {
            LogEntryKind.Submission => $"submitted to {Text("dataset")}",
            LogEntryKind.Receipt => $"scored on {Text("dataset")} under {Text("labelSet")}",
            LogEntryKind.Retraction => $"retracted: {Text("reason")}",
            LogEntryKind.Release => $"the board frozen as {Text("name")}",
            _ => entry.Kind.ToString(),
        };
        // The moment as it is hashed has seven decimals; the entry itself shows them.
        var at =
            root.TryGetProperty("at", out var time) && time.TryGetDateTime(out var moment)
                ? moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                : Text("at");
        return (at, what, evaluation);

        string Text(string name) => root.TryGetProperty(name, out var value) ? value.ToString() : "";
    }

    /// <summary>The entry with line breaks, for reading; the hash is over <see cref="LogEntryView.Body"/>.</summary>
    public static string Readable(string body)
    {
        using var json = JsonDocument.Parse(body);
        return JsonSerializer.Serialize(json.RootElement, Indented);
    }

    public static int Bytes(string body) => Encoding.UTF8.GetByteCount(body);
}
