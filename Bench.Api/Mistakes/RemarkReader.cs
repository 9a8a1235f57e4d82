using Bench.Api.LabelErrors;
using Bench.Data;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Mistakes;

/// <summary>Gathers <see cref="ImageRemarks"/> from a dataset's current label sets and operators' verdicts.</summary>
internal sealed class RemarkReader(BenchDb db, ReviewReader reviews, LabelSetRegistry registry)
{
    public async Task<ImageRemarks> ReadAsync(Guid datasetId, CancellationToken cancellationToken)
    {
        var verdicts = (await ReviewedImage.OfAsync(db, datasetId, cancellationToken))
            .Where(image => image.Value.Decision.Verdict is not null)
            .ToDictionary(image => image.Key, image => image.Value.Decision.Verdict!.Value);
        var annotations = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == datasetId && set.IsCurrent && set.Format == LabelFormats.Mistakes)
            .OrderBy(set => set.Id)
            .ToListAsync(cancellationToken);
        var severities = new List<LabelColumn>();
        foreach (var set in annotations)
            severities.AddRange((await registry.LoadAsync(set, cancellationToken)).Columns.Where(column => column.Name == "severity"));
        return new ImageRemarks(await reviews.FindAsync(datasetId, cancellationToken), verdicts, severities);
    }
}
