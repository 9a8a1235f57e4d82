using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Bench.Service.Suites;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Suites;

/// <summary>Reads suites as tables: every member's columns, every model's numbers.</summary>
internal sealed class SuiteReader(BenchDb db, SuiteRegistry suites, Boards boards, SuiteColumns columns)
{
    /// <exception cref="RefusalException">There is no such suite, or no such version of it.</exception>
    public async Task<SuiteTable> ReadAsync(string key, int? version, CancellationToken cancellationToken) =>
        await ReadAsync(await suites.FindAsync(key, version, cancellationToken), cancellationToken);

    public async Task<SuiteTable> ReadAsync(StoredSuite suite, CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var datasets = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var found = FoundMember.Of(suite.Declaration, datasets);
        var members = new List<MemberColumns>();
        foreach (var member in found)
        {
            if (member.Missing is { } missing)
            {
                members.Add(Without(member.Member, missing));
                continue;
            }
            var (key, labelSet) = (member.Dataset!.Key, member.Member.LabelSet);
            if (
                subjects.FirstOrDefault(subject => subject.DatasetId == member.Dataset.Id && subject.LabelSet == labelSet)
                is not { } subject
            )
            {
                members.Add(
                    Without(
                        member.Member,
                        new Failure(
                            "label-set-not-found",
                            $"The dataset '{key}' has no label set '{labelSet}'.",
                            "The operator adds it with POST /api/v1/label-sets."
                        )
                    )
                );
                continue;
            }
            var board = await boards.GetAsync(subject, cancellationToken);
            var read = await columns.ReadAsync(suite.Declaration, found, member.Member, board, subjects, datasets, cancellationToken);
            members.Add(
                new(member.Member, subject, board.Entries.ToDictionary(entry => entry.ModelId), null, read)
                {
                    ContractDoubts = ContractDoubts([.. members], subject, board),
                    LabelChecks = board.Checks,
                    Images = member.Dataset.ManifestHash,
                }
            );
        }
        return new(suite, members, Rows(suite.Declaration, members));
    }

    /// <summary>A model's row, also where it has no number on any member.</summary>
    public static SuiteRow RowOf(SuiteTable table, Guid model, string name) =>
        table.Rows.FirstOrDefault(row => row.ModelId == model) ?? Row(table.Suite.Declaration, table.Members, model, name);

    /// <summary>A suite is read as one submission: its numbers are held against the first member that pictures were
    /// read for.</summary>
    static Func<Guid, IReadOnlyList<Check>> ContractDoubts(IReadOnlyList<MemberColumns> before, BoardSubject subject, Board board) =>
        model =>
            board.Find(model) is >= 0 and var place
            && before.FirstOrDefault(member => member.Entries.TryGetValue(model, out var entry) && entry.Preprocessing is not null)
                is { } first
                ? first.Entries[model].ContractDoubt(first.Subject!.Dataset, board.Entries[place], subject.Dataset)
                : [];

    static MemberColumns Without(SuiteMember member, Failure missing) => new(member, null, new Dictionary<Guid, BoardEntry>(), missing, []);

    static IReadOnlyList<SuiteRow> Rows(SuiteDeclaration suite, List<MemberColumns> members)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var entry in members.SelectMany(member => member.Entries.Values))
            names[entry.ModelId] = entry.Name;
        var rows = names.Select(model => Row(suite, members, model.Key, model.Value)).Where(row => row.Scored > 0).ToList();
        var sign = SuiteTable.MetricOf(suite.Headline) is { HigherIsBetter: false } ? 1 : -1;
        var ranked = rows.Where(row => row.Numbers[0].IsComplete).Select(Key).ToList();
        // A mean over fewer members is another number: it has its place behind those over all, and no rank.
        return
        [
            .. rows.Select(row => row.Numbers[0].IsComplete ? row with { Rank = 1 + ranked.Count(key => key < Key(row)) } : row)
                .OrderBy(row => row.Rank == 0)
                .ThenBy(Key)
                .ThenByDescending(row => row.Scored)
                .ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(row => row.ModelId),
        ];

        double Key(SuiteRow row) => row.Numbers[0].Value is { } value ? sign * value : double.PositiveInfinity;
    }

    static SuiteRow Row(SuiteDeclaration suite, IReadOnlyList<MemberColumns> members, Guid model, string name) =>
        new(
            0,
            model,
            name,
            members.Count(member => member.Columns.Any(column => column.Cells.ContainsKey(model))),
            [.. suite.Numbers.Select(number => SuiteValue.Read(number, members, model))]
        );
}
