using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Attacks;

/// <summary>Lists of images that attacks are confined to: label sets of format <c>image-list</c>.</summary>
public sealed class AttackLists(BenchDb db, LabelSetRegistry registry)
{
    /// <param name="dataset">The dataset.</param>
    /// <param name="key">Key of a list; null for the usual one, where there is one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null for all images.</returns>
    /// <exception cref="RefusalException">There is no such list.</exception>
    public async Task<AttackList?> FindAsync(Dataset dataset, string? key, CancellationToken cancellationToken)
    {
        if (key == AttackList.None)
            return null;
        var wanted = key ?? AttackList.Usual;
        var found = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset.Id && set.Key == wanted && set.IsCurrent && set.Format == LabelFormats.ImageList)
            .Select(set => new AttackList(set.Id, set.Key, set.Version, set.Used))
            .SingleOrDefaultAsync(cancellationToken);
        return found is null && key is not null
            ? throw RefusalException.NotFound(
                "list of images",
                "label-set-not-found",
                key,
                $"An operator registers one with POST /api/v1/label-sets (format {LabelFormats.ImageList}); "
                    + $"'{AttackList.None}' takes all images."
            )
            : found;
    }

    /// <summary>[N] whether each image is in a list.</summary>
    /// <exception cref="FailureException">The list is gone.</exception>
    public async Task<bool[]> ReadAsync(AttackList list, CancellationToken cancellationToken)
    {
        var set =
            await db.LabelSets.AsNoTracking().SingleOrDefaultAsync(known => known.Id == list.Id, cancellationToken)
            ?? throw new FailureException(
                "label-set-not-found",
                $"The list of images '{list.Key}' is no longer there.",
                "Start the attack again with another list, or with 'none' for all images."
            );
        var column = (await registry.LoadAsync(set, cancellationToken)).Columns.Single();
        return [.. column.Codes.ToArray().Select(code => code > 0)];
    }
}
