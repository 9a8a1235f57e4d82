using Bench.Data;
using Bench.Service.Suites;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The suites, and how much of each is here.</summary>
internal sealed class SuitesModel(BenchDb db, SuiteRegistry suites) : PageModel
{
    public IReadOnlyList<(StoredSuite Suite, IReadOnlyList<FoundMember> Members)> Suites { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var datasets = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        Suites = [.. (await suites.AllAsync(cancellationToken)).Select(suite => (suite, FoundMember.Of(suite.Declaration, datasets)))];
    }
}
