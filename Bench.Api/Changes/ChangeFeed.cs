using System.Xml.Linq;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Changes;

/// <summary>Recent changes of the boards as an Atom feed (RFC 4287): evaluations that were completed, descriptions that
/// were changed, label sets that came.</summary>
internal sealed class ChangeFeed(BenchDb db)
{
    const int Most = 50;

    static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <param name="root">Address of the service, without a slash at its end.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<string> ReadAsync(string root, CancellationToken cancellationToken)
    {
        Change[] changes =
        [
            .. await EvaluationsAsync(cancellationToken),
            .. await DescriptionsAsync(cancellationToken),
            .. await LabelSetsAsync(cancellationToken),
        ];
        var newest = changes.OrderByDescending(change => change.When).Take(Most).ToList();
        var feed = new XElement(
            Atom + "feed",
            new XElement(Atom + "id", $"{root}/changes.atom"),
            new XElement(Atom + "title", "Bench: changes"),
            new XElement(Atom + "updated", Time(newest.Count == 0 ? DateTime.UnixEpoch : newest[0].When)),
            new XElement(Atom + "author", new XElement(Atom + "name", "Bench")),
            Link("self", $"{root}/changes.atom"),
            Link("alternate", $"{root}/"),
            newest.Select(change => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", $"urn:uuid:{change.Id}"),
                new XElement(Atom + "title", Printable(change.Title)),
                new XElement(Atom + "updated", Time(change.When)),
                Link("alternate", root + change.Path),
                new XElement(
                    Atom + "summary",
                    Printable(string.Join(' ', change.Checks.Warnings().Select(check => check.Message).Prepend(change.Summary)))
                )
            ))
        );
        return new XDeclaration("1.0", "utf-8", null) + "\n" + feed;
    }

    async Task<List<Change>> EvaluationsAsync(CancellationToken cancellationToken) =>
        await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.State == EvaluationState.Completed)
            .OrderByDescending(evaluation => evaluation.Id)
            .Take(Most)
            .Join(db.Models, evaluation => evaluation.ModelId, model => model.Id, (evaluation, model) => new { evaluation, model.Name })
            .Join(
                db.Datasets,
                pair => pair.evaluation.DatasetId,
                dataset => dataset.Id,
                (pair, dataset) =>
                    new Change(
                        pair.evaluation.Id,
                        pair.evaluation.FinishedAt ?? pair.evaluation.CreatedAt,
                        pair.Name + " on " + dataset.Key,
                        pair.evaluation.Verified ? "The evaluation is completed." : "Submitted predictions were scored.",
                        "/evaluations/",
                        pair.evaluation.Id
                    )
                    {
                        Checks = pair.evaluation.Checks,
                    }
            )
            .ToListAsync(cancellationToken);

    async Task<List<Change>> DescriptionsAsync(CancellationToken cancellationToken) =>
        await db
            .ModelChanges.AsNoTracking()
            .OrderByDescending(change => change.Id)
            .Take(Most)
            .Join(
                db.Models,
                change => change.ModelId,
                model => model.Id,
                (change, model) =>
                    new Change(
                        change.Id,
                        change.ChangedAt,
                        model.Name + ": " + change.Field + " changed",
                        "From '" + (change.Before ?? "") + "' to '" + (change.After ?? "") + "'.",
                        "/models/",
                        model.Id
                    )
            )
            .ToListAsync(cancellationToken);

    async Task<List<Change>> LabelSetsAsync(CancellationToken cancellationToken) =>
        await db
            .LabelSets.AsNoTracking()
            .OrderByDescending(set => set.Id)
            .Take(Most)
            .Join(
                db.Datasets,
                set => set.DatasetId,
                dataset => dataset.Id,
                (set, dataset) =>
                    new Change(
                        set.Id,
                        set.CreatedAt,
                        "Label set " + set.Key + " of " + dataset.Key,
                        "Version " + set.Version + " was registered.",
                        "/?dataset=" + dataset.Key + "&labelSet=" + set.Key,
                        null
                    )
                    {
                        Checks = set.Checks,
                    }
            )
            .ToListAsync(cancellationToken);

    static XElement Link(string relation, string address) =>
        new(Atom + "link", new XAttribute("rel", relation), new XAttribute("href", address));

    static string Time(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>XML has no place for some characters, and readers of feeds show a line.</summary>
    static string Printable(string text) => string.Concat(text.ReplaceLineEndings(" ").Where(OneLine.IsPrintable));

    /// <param name="Page">Address below the root, up to the subject where there is one: databases write ids in
    /// different ways.</param>
    sealed record Change(Guid Id, DateTime When, string Title, string Summary, string Page, Guid? Subject)
    {
        public string Path => Page + Subject;

        public IReadOnlyList<Check> Checks { get; init; } = [];
    }
}
