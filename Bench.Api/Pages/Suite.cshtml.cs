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
