using Bench.Data.Outcomes;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>A set of sequences that is known: every perturbation, each over the same pictures.</summary>
static class SequenceCheck
{
    public static void Verify(DatasetVariant variant, IReadOnlyList<FoundImage> images)
    {
        var films = images
            .GroupBy(image => image.Facets[FacetNames.Perturbation]!, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group =>
                    group.Select(image => image.Path[(group.Key.Length + 1)..image.Path.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal)
            );
        Refuse(
            FirstTen.Of(films.Keys.Except([.. variant.Corruptions, .. variant.ExtraCorruptions]).Order(StringComparer.Ordinal)),
            wrong => $"{Counted.Of(wrong.Count, "folder is no perturbation", "folders are no perturbations")} of {variant.Key}: {wrong}"
        );
        Refuse(
            FirstTen.Of(variant.Corruptions.Except(films.Keys)),
            missing =>
                $"{Counted.Of(missing.Count, "perturbation")} of {variant.Key} "
                + $"{Counted.Word(missing.Count, "is", "are")} missing: {missing}. Import a part of it as variant 'custom'"
        );
        var (first, whole) = films.First();
        foreach (var (perturbation, own) in films)
            Refuse(
                FirstTen.Of(whole.Except(own).Concat(own.Except(whole))),
                other => $"{perturbation} has other sequences than {first}; {other.Count:N0} differ: {other}"
            );
    }

    static void Refuse(FirstTen found, Func<FirstTen, string> message)
    {
        if (found.Any)
            throw new DatasetImportException(DatasetImportCodes.ClassesWrong, message(found));
    }
}
