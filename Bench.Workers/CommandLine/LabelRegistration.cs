using Bench.Data.Datasets;
using Bench.Service.Labels;
using Bench.Service.Labels.Registration;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine;

/// <summary>Registers what label files make, against a dataset that has just been imported.</summary>
internal sealed class LabelRegistration(LabelSetRegistration registration)
{
    /// <returns>Keys of the label sets.</returns>
    /// <exception cref="FailureException">Two files make the same label set; nothing has changed.</exception>
    /// <exception cref="Service.Refusals.RefusalException">A file is not in order; nothing has changed.</exception>
    public async Task<List<string>> AddAsync(Dataset dataset, IEnumerable<LabelArgument> labels, CancellationToken cancellationToken)
    {
        var sets = new List<ImportedLabelSet>();
        foreach (var label in labels)
        foreach (
            var set in await registration.ReadAsync(
                dataset,
                new LabelSetManifest(dataset.Key, label.Format, label.Key),
                label.File,
                Path.GetFileName(label.File),
                cancellationToken
            )
        )
        {
            if (sets.Exists(known => known.Key == set.Key))
                throw new FailureException(
                    "label-set-repeated",
                    $"Two label files make the label set '{set.Key}'.",
                    "Name one of them: --labels KEY=FORMAT:FILE."
                );
            sets.Add(set);
        }
        await registration.RegisterAsync(dataset.Id, sets, cancellationToken);
        return sets.ConvertAll(set => set.Key);
    }
}
