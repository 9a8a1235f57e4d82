using Bench.Data;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Explanations;

/// <summary>Removes boxes that an explanation was the last to need, however it ended.</summary>
public sealed class ExplanationBoxes(BenchDb db, DatasetBoxes boxes)
{
    /// <param name="explanation">Has ended: completed, failed or was cancelled.</param>
    /// <param name="cancellationToken">Stops it; the file stays then.</param>
    /// <remarks>Dies here: the file stays behind. It wastes disk space and changes no result.</remarks>
    public async Task CollectAsync(Guid explanation, CancellationToken cancellationToken)
    {
        var ended = await db
            .Explanations.IgnoreQueryFilters()
            .AsNoTracking()
            .SingleOrDefaultAsync(each => each.Id == explanation, cancellationToken);
        if (ended is not null && WorkJson.Read<ExplanationSpec>(ended.Spec).Boxes is { } hash)
            await boxes.CollectAsync(ended.DatasetId, hash, cancellationToken);
    }
}
