using Bench.Api.Metrics;
using Bench.Api.Suites;
using Bench.Service.Suites;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>A suite's board.</summary>
internal sealed class SuiteModel(SuiteReader suites, SuiteRegistry registry) : BoardPageModel
{
    /// <summary>The newest when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    /// <summary>Null when there is no such suite.</summary>
    public SuiteTable? Table { get; private set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<int> Versions { get; private set; } = [];

    /// <summary>Columns with a number for at least one model.</summary>
    public IReadOnlyList<(SuiteMember Member, SuiteColumn Column)> Columns { get; private set; } = [];

    /// <summary>Names of the numbers shown, with the reason of each that has no interval.</summary>
    public IEnumerable<(string Name, NoIntervalView? Why)> Intervals(SuiteTable table) =>
        table
            .Rows.SelectMany(row => row.Numbers)
            .Select(value => (value.Number.Title, value.NoInterval))
            .Concat(
                from row in table.Rows
                from shown in Columns
                let metric = shown.Column.Metric
                where shown.Column.Cells.ContainsKey(row.ModelId)
                select ($"{metric.ShortName} on {shown.Member.Name}", shown.Column.Cells[row.ModelId].NoInterval(metric))
            );

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken)
    {
        Table = await suites.ReadAsync(key, Version, cancellationToken);
        Versions = await registry.VersionsAsync(key, cancellationToken);
        Columns =
        [
            .. SuiteViews
                .Columns(Table)
                .Where(column => column.Column is { Cells.Count: > 0 })
                .Select(column => (column.Member, column.Column!)),
        ];
        return Page();
    }
}
