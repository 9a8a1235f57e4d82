using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Labels.Formats;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The registered datasets.</summary>
internal sealed class DatasetsModel(BenchDb db) : PageModel
{
    public IReadOnlyList<Dataset> Datasets { get; private set; } = [];

    /// <summary>Keys of each dataset's current label sets.</summary>
    public ILookup<Guid, string> LabelSets { get; private set; } = Array.Empty<string>().ToLookup(_ => Guid.Empty);

    /// <summary>Completed evaluations over each dataset.</summary>
    public IReadOnlyDictionary<Guid, int> Evaluations { get; private set; } = new Dictionary<Guid, int>();

    /// <summary>How many classes its labels have, and of how many.</summary>
    public static string Classes(Dataset dataset) =>
        Counted.Of(dataset.ClassCount, "class", "classes")
        + (dataset.ClassSpaceSize > dataset.ClassCount ? $" of a space of {NumberText.Whole(dataset.ClassSpaceSize)}" : "");

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Datasets = await db.Datasets.AsNoTracking().OrderBy(dataset => dataset.Id).ToListAsync(cancellationToken);
        LabelSets = (
            await db
                .LabelSets.AsNoTracking()
                .Where(set => set.IsCurrent)
                .OrderBy(set => set.Key != LabelFormats.Original)
                .ThenBy(set => set.Id)
                .Select(set => new { set.DatasetId, set.Key })
                .ToListAsync(cancellationToken)
        ).ToLookup(set => set.DatasetId, set => set.Key);
        Evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.State == EvaluationState.Completed)
            .GroupBy(evaluation => evaluation.DatasetId)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
    }
}
