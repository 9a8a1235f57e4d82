using Bench.Api.Leaderboard;
using Bench.Api.Reports;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>All that is known of one model.</summary>
internal sealed class ModelModel(ModelReports reports) : BoardPageModel
{
    /// <summary>Null when there is no such model.</summary>
    public ModelReport? Report { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            Report = await reports.ReadAsync(id, cancellationToken);
            return Page();
        }
        catch (ReadProblem problem)
        {
            return Refuse(problem);
        }
    }
}
