using Bench.Data;
using Bench.Data.Labels;
using Bench.Service.Labels.Formats;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The current label sets, dataset by dataset.</summary>
internal sealed class LabelSetsModel(BenchDb db) : PageModel
{
    public IReadOnlyList<IGrouping<string, LabelSet>> Datasets { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var sets = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.IsCurrent)
            .Join(db.Datasets, set => set.DatasetId, dataset => dataset.Id, (set, dataset) => new { set, dataset.Key })
            // As the page of datasets has them.
            .OrderBy(pair => pair.set.DatasetId)
            .ThenBy(pair => pair.set.Key != LabelFormats.Original)
            .ThenBy(pair => pair.set.Id)
            .ToListAsync(cancellationToken);
        Datasets = [.. sets.GroupBy(pair => pair.Key, pair => pair.set)];
    }
}
