using Bench.Api.Evaluations.Facets;
using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Datasets.Changes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>One dataset: its counts, some of its pictures, its label sets, its classes.</summary>
internal sealed class DatasetDetailModel(
    BenchDb db,
    DatasetStore store,
    DatasetFacets facets,
    AudienceReader audiences,
    DatasetSharing sharing,
    VariantCatalog variants
) : BoardPageModel
{
    /// <summary>Pictures shown, spread evenly over the dataset's order.</summary>
    const int Samples = 12;

    /// <summary>Null when there is no such dataset.</summary>
    public Dataset? Dataset { get; private set; }

    /// <summary>What the field knows of it by name; null for a set of one's own.</summary>
    public DatasetVariant? Variant { get; private set; }

    /// <summary>Who may see it, in words; null for everybody.</summary>
    public string? Restricted { get; private set; }

    /// <summary>The form that changes it, for operators; null for everybody else.</summary>
    public AudienceChoice? Sharing { get; private set; }

    public IReadOnlyList<LabelSet> LabelSets { get; private set; } = [];

    public IReadOnlyList<(int Index, string Path)> Pictures { get; private set; } = [];

    /// <summary>Classes with the number of images that the dataset's own labels give each; null where its labels name none of
    /// them.</summary>
    public IReadOnlyList<(ClassName Class, int? Images)> Classes { get; private set; } = [];

    /// <summary>Properties of its images: set, column, and the number of images with each value.</summary>
    public IReadOnlyList<(FacetColumn Facet, IReadOnlyList<(string Value, int Images)> Values)> Facets { get; private set; } = [];

    /// <summary>Evaluations by state.</summary>
    public IReadOnlyDictionary<EvaluationState, int> Evaluations { get; private set; } = new Dictionary<EvaluationState, int>();

    /// <summary>Files looked at of files in all, while it is imported.</summary>
    public (int Done, int Total)? Import { get; private set; }

    /// <summary>Groups of classes that it is scored over; null where it is scored over classes.</summary>
    public GroupSpace? Groups { get; private set; }

    /// <summary>What a label set says of an image.</summary>
    public static string Kind(LabelSet set) =>
        set.Kind switch
        {
            LabelSetKind.OneLabel => "one label",
            LabelSetKind.Several => "several labels",
            LabelSetKind.Slice => "a slice",
            LabelSetKind.Annotations => "remarks on images",
            _ => set.Kind,
        };

    /// <summary>Link to every model's accuracy by a property of the images.</summary>
    public static string Slices(Dataset dataset, FacetColumn facet) =>
        QueryLink.To("/slices", ("dataset", dataset.Key), ("set", facet.Set), ("facet", facet.Column.Name));

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        Dataset = dataset;
        Variant = variants.Find(dataset.Variant);
        var stored = Audience.Of(dataset.Visibility, dataset.TeamId, dataset.PublicFrom);
        Restricted = await audiences.RestrictedAsync(stored, cancellationToken);
        if (Caller.Of(User) is { IsOperator: true } caller)
            Sharing = await audiences.ChoiceAsync(stored, caller, "only operators", cancellationToken);
        LabelSets = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset.Id && set.IsCurrent)
            .OrderBy(set => set.Key != LabelFormats.Original)
            .ThenBy(set => set.Id)
            .ToListAsync(cancellationToken);
        Evaluations = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.DatasetId == dataset.Id)
            .GroupBy(evaluation => evaluation.State)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        if (dataset.State == DatasetState.Importing)
            Import = await db
                .Work.AsNoTracking()
                .Where(item => item.Kind == WorkKind.ImportDataset && item.SubjectId == dataset.Id)
                .OrderByDescending(item => item.Id)
                .Select(item => new ValueTuple<int, int>(item.Done, item.Total))
                .FirstOrDefaultAsync(cancellationToken);
        if (dataset.State != DatasetState.Ready || dataset.ManifestBlob is null)
            return Page();
        // Of copies and films the dataset's own alone: what is known of the clean pictures is on their page.
        var sources = await facets.OfAsync(dataset.Id, key: null, cancellationToken) with
        {
            OfClean = [],
            Folders = false,
        };
        Facets = [.. (await facets.ColumnsAsync(sources, cancellationToken)).Select(each => (each, Counts(each.Column)))];
        var manifest = await store.ManifestAsync(dataset, cancellationToken);
        if (dataset.HasImages)
            Pictures = [.. Spread(manifest.Count).Select(index => (index, manifest.Images[index].Path))];
        Groups = manifest.Groups;
        var space = await store.ClassesAsync(dataset, cancellationToken);
        // Labels that mean groups name none of the classes below.
        var images = (manifest.Groups is null ? manifest.Images : [])
            .SelectMany(image => image.Classes)
            .CountBy(each => (int)each)
            .ToDictionary();
        Classes = [.. manifest.ToldApart.Select(index => (space[index], images.Count == 0 ? (int?)null : images.GetValueOrDefault(index)))];
        return Page();
    }

    /// <summary>Changes who may see it. What is refused is told on the page of the dataset, which is read before.</summary>
    public async Task<IActionResult> OnPostShareAsync(string key, string? audience, string? publicFrom, CancellationToken cancellationToken)
    {
        await OnGetAsync(key, cancellationToken);
        if (Sharing is null)
            throw new RefusalException(
                RefusalKind.Forbidden,
                "key-role",
                "Operators say who may see a dataset.",
                "Sign in with an operator's key at /sign-in."
            );
        await sharing.ChangeAsync(key, new DatasetPatch(AudienceForm.Read(audience, publicFrom)), cancellationToken);
        return LocalRedirect($"/datasets/{key}");
    }

    static IReadOnlyList<(string Value, int Images)> Counts(LabelColumn column)
    {
        var counts = new int[column.Values.Count + 1];
        foreach (var code in column.Codes.Span)
            counts[code]++;
        return [.. column.Values.Select((value, place) => (value, counts[place + 1])).OrderBy(each => FacetReader.Order(each.value))];
    }

    static IEnumerable<int> Spread(int count)
    {
        var shown = Math.Min(Samples, count);
        return Enumerable.Range(0, shown).Select(i => (int)((i + 0.5) * count / shown));
    }
}
