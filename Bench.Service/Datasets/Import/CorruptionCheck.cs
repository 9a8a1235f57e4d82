using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>A corruption tree that is known: every corruption at every one of its levels, each over the same
/// images.</summary>
static class CorruptionCheck
{
    public static void Verify(DatasetVariant variant, IReadOnlyList<FoundImage> images, ClassSpace classes)
    {
        var cells = images
            .GroupBy(i => (i.Facets[FacetNames.Corruption]!, i.Facets[FacetNames.Severity]!))
            .ToDictionary(g => g.Key, g => g.ToList());
        var unknown = FirstTen.Of(cells.Keys.Select(k => k.Item1).Distinct().Except([.. variant.Corruptions, .. variant.ExtraCorruptions]));
        if (unknown.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                $"{Counted.Of(unknown.Count, "folder is no corruption", "folders are no corruptions")} of {variant.Key}: {unknown}"
            );

        var levels = FirstTen.Of(cells.Keys.Where(k => !variant.LevelsFor(k.Item1).Contains(k.Item2)).Select(k => $"{k.Item1}/{k.Item2}"));
        if (levels.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                $"{Counted.Of(levels.Count, "folder is no level", "folders are no levels")} of {variant.Key}: {levels}. Import "
                    + $"another tree as variant 'custom'"
            );
        var present = variant.ExtraCorruptions.Where(c => cells.Keys.Any(k => k.Item1 == c));
        var missing = FirstTen.Of(
            variant
                .Corruptions.Concat(present)
                .SelectMany(variant.LevelsFor, (c, s) => (c, s))
                .Where(k => !cells.ContainsKey(k))
                .Select(k => $"{k.c}/{k.s}")
        );
        if (missing.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                $"{Counted.Of(missing.Count, "folder")} of {variant.Key} {Counted.Word(missing.Count, "is", "are")} missing: "
                    + $"{missing}. Import a part of it as variant 'custom'"
            );

        HashSet<string>? first = null;
        foreach (var ((corruption, severity), cell) in cells)
        {
            VariantCheck.VerifyClasses(variant, cell, classes, $" in {corruption}/{severity}");
            // Two path elements are before the class folder.
            var names = cell.Select(i => i.Path[(corruption.Length + severity.Length + 2)..]).ToHashSet(StringComparer.Ordinal);
            first ??= names;
            var different = FirstTen.Of(first.Except(names).Concat(names.Except(first)));
            if (different.Any)
                throw new DatasetImportException(
                    DatasetImportCodes.CountWrong,
                    $"{corruption}/{severity} has other images than the first corruption; {different.Count:N0} differ: {different}"
                );
        }
    }
}
