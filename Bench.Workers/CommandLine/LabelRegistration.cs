using Bench.Data;
using Bench.Data.Datasets;
using Bench.Service;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Labels.Registry;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine;

/// <summary>Reads label files against a dataset that has just been imported and registers what they make.</summary>
internal sealed class LabelRegistration(BenchDb db, DatasetStore datasets, LabelSetRegistry registry)
{
    /// <returns>Keys of the label sets.</returns>
    /// <exception cref="FailureException">A file is not in order; what came before it is registered.</exception>
    public async Task<List<string>> AddAsync(Dataset dataset, IEnumerable<LabelArgument> labels, CancellationToken cancellationToken)
    {
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        var keys = new List<string>();
        foreach (var label in labels)
        foreach (var imported in await ReadAsync(label, target, cancellationToken))
        {
            if (keys.Contains(imported.Key))
                throw new FailureException(
                    "label-set-repeated",
                    $"Two label files make the label set '{imported.Key}'.",
                    "Name one of them: --labels KEY=FORMAT:FILE."
                );
            await registry.AddAsync(dataset.Id, await registry.StageAsync(imported, cancellationToken), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            keys.Add(imported.Key);
        }
        return keys;
    }

    static async Task<IReadOnlyList<ImportedLabelSet>> ReadAsync(
        LabelArgument label,
        LabelTarget target,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await LabelImporter.ImportAsync(
                label.File,
                Path.GetFileName(label.File),
                label.Format,
                label.Key,
                null,
                target,
                cancellationToken
            );
        }
        catch (LabelSetException error)
        {
            throw new FailureException(
                error.Code,
                Sentence.Of(error.Message),
                "Mend the file, or check that format and dataset are the ones it is for."
            );
        }
    }
}
