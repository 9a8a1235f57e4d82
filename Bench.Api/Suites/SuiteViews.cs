using Bench.Data.Outcomes;
using Bench.Service.Suites;

namespace Bench.Api.Suites;

/// <summary>Tables of suites as the API shows them.</summary>
internal static class SuiteViews
{
    /// <summary>"complete", or how many of the members a model has a number on.</summary>
    public static string Coverage(int scored, int members) => scored == members ? "complete" : $"partial: {scored} of {members} sets";

    public static SuiteMemberView Of(MemberColumns member) =>
        new(
            member.Member.Name,
            member.Member.Group,
            member.Subject?.Dataset,
            member.Member.LabelSet,
            member.Subject?.Version,
            member.Member.Metrics,
            member.Missing
        );

    public static SuiteNumberView Of(SuiteValue value) =>
        new(value.Number.Title, value.Number.Metric, value.Value, value.CiLow, value.CiHigh, value.Members, value.Of, value.Missing)
        {
            NoInterval = value.NoInterval,
        };

    public static SuiteBoard Board(SuiteTable table) =>
        new(
            table.Suite.Suite.Key,
            table.Suite.Suite.Version,
            table.Suite.Declaration.Title,
            [.. table.Members.Select(Of)],
            [.. table.Rows.Select(row => Row(table, row))]
        );

    /// <summary>Columns of the members, in the order of the suite.</summary>
    public static IEnumerable<(string Key, SuiteMember Member, SuiteColumn? Column)> Columns(SuiteTable table) =>
        from member in table.Members
        from metric in member.Member.Metrics
        select ($"{member.Member.Name}/{metric}", member.Member, member.Find(metric));

    static SuiteBoardRow Row(SuiteTable table, SuiteRow row) =>
        new(
            row.Rank == 0 ? null : row.Rank,
            row.ModelId,
            row.Name,
            Coverage(row.Scored, table.Members.Count),
            row.Scored,
            Of(row.Numbers[0]),
            [.. row.Numbers.Skip(1).Select(Of)],
            Columns(table).ToDictionary(column => column.Key, column => Cell(column.Column, row.ModelId)),
            Checks(table, row.ModelId)
        );

    /// <summary>Doubts about a model's numbers, with the name of the member that they are on.</summary>
    public static IReadOnlyList<Check> Checks(SuiteTable table, Guid model) =>
        [
            .. table
                .Members.SelectMany(member =>
                    member.ChecksOf(model).Select(check => check with { Message = $"{member.Member.Name}: {check.Message}" })
                )
                .Distinct(),
        ];

    static SuiteCell? Cell(SuiteColumn? column, Guid model) =>
        column is not null && column.Cells.TryGetValue(model, out var cell)
            ? new(cell.Value, cell.CiLow, cell.CiHigh, cell.N, cell.NoInterval(column.Metric))
            : null;
}
