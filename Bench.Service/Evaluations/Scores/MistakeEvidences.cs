using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores;

/// <summary>Gathers what explains mistakes over a dataset from what operators registered: superclasses and collapsed
/// classes from the error-rules file or the is-a file in use, co-occurring classes from ReaL's labels,
/// non-prototypical images from reviewed mistakes.</summary>
public sealed class MistakeEvidences(
    BenchDb db,
    IBlobStore blobs,
    DatasetStore datasets,
    LabelSetRegistry labels,
    ClassHierarchies hierarchies
)
{
    /// <summary>The category by which reviewers of mistakes call an image non-prototypical.</summary>
    const string NonPrototypical = "Non-prototypical";

    /// <summary>The sources that are in use now.</summary>
    public async Task<MistakeSources> SourcesAsync(Guid datasetId, CancellationToken cancellationToken) =>
        await SourcesAsync(
            datasetId,
            await db.ErrorRules.AsNoTracking().OrderByDescending(rules => rules.Id).FirstOrDefaultAsync(cancellationToken),
            await db.Hierarchies.AsNoTracking().OrderByDescending(hierarchy => hierarchy.Id).ToListAsync(cancellationToken),
            cancellationToken
        );

    /// <summary>The same with rules and is-a files that the caller has read.</summary>
    public async Task<MistakeSources> SourcesAsync(
        Guid datasetId,
        ErrorRules? rules,
        IReadOnlyList<Hierarchy> hierarchies,
        CancellationToken cancellationToken
    )
    {
        var sets = await db
            .LabelSets.AsNoTracking()
            .Where(set =>
                set.DatasetId == datasetId && set.IsCurrent && (set.Format == LabelFormats.RealJson || set.Format == LabelFormats.Mistakes)
            )
            .OrderBy(set => set.Id)
            .ToListAsync(cancellationToken);
        return new MistakeSources(
            rules,
            hierarchies,
            sets.Find(set => set.Format == LabelFormats.RealJson),
            sets.FindAll(set => set.Format == LabelFormats.Mistakes)
        );
    }

    /// <summary>The evidence over the classes and images that are scored; null where no superclass is known.</summary>
    public async Task<MistakeEvidence?> OfAsync(ScoredPredictions scored, MistakeSources sources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(sources);
        var classes = await datasets.ClassesAsync(scored.Dataset, cancellationToken);
        var hierarchy = (await hierarchies.OfAsync(sources.Hierarchies, classes, scored.Mask, cancellationToken)).Hierarchy;
        string[] ids = scored.Mask is { } mask
            ? [.. mask.Select(index => classes[index].Id)]
            : [.. classes.Classes.Select(each => each.Id)];
        if (ErrorRulesFile.Relations(await RulesAsync(sources.Rules, cancellationToken), hierarchy, ids) is not { } relations)
            return null;
        var shown = sources.Shown is { } set ? scored.View((await labels.LoadAsync(set, cancellationToken)).Labels) : null;
        return new MistakeEvidence(
            relations,
            shown,
            await NonPrototypicalAsync(sources.Reviewed, scored.Manifest.Count, cancellationToken)
        );
    }

    async Task<ErrorRulesFile?> RulesAsync(ErrorRules? rules, CancellationToken cancellationToken)
    {
        if (rules is null)
            return null;
        await using var content = PlainText.Of(File.OpenRead(await blobs.FetchAsync(rules.Blob, cancellationToken)));
        return ErrorRulesFile.Read(content, "the error-rules file");
    }

    async Task<BitSet?> NonPrototypicalAsync(IReadOnlyList<LabelSet> reviewed, int images, CancellationToken cancellationToken)
    {
        var found = new BitSet(images);
        foreach (var set in reviewed)
        foreach (var column in (await labels.LoadAsync(set, cancellationToken)).Columns.Where(column => column.Name == "category"))
            for (var image = 0; image < images; image++)
                if (string.Equals(column.Of(image), NonPrototypical, StringComparison.OrdinalIgnoreCase))
                    found[image] = true;
        return found.PopCount() > 0 ? found : null;
    }
}
