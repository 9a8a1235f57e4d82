using System.Security.Cryptography;
using System.Text;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Whether a folder holds what its variant must hold; what it does not is named.</summary>
static class VariantCheck
{
    /// <exception cref="DatasetImportException">Classes or images are missing or extra.</exception>
    public static void Verify(DatasetVariant variant, IReadOnlyList<FoundImage> images, ClassSpace classes)
    {
        if (variant.Corruptions.Count > 0 && DatasetLayouts.Films.Contains(variant.Layout))
        {
            SequenceCheck.Verify(variant, images);
            return;
        }
        if (variant.Corruptions.Count > 0)
        {
            CorruptionCheck.Verify(variant, images, classes);
            return;
        }
        VerifyClasses(variant, images, classes, "");
        if (variant.Pictures is { } pictures && images.Count != pictures)
            throw new DatasetImportException(
                DatasetImportCodes.CountWrong,
                $"{variant.Key} has {pictures:N0} pictures, the folder {images.Count:N0} ({images.Count - pictures:+#,0;-#,0}). "
                    + NextStep(images.Count - pictures)
            );
        var labelled = images.Count(i => !i.Classes.IsEmpty);
        if (variant.Images is { } expected && labelled != expected)
            throw new DatasetImportException(
                DatasetImportCodes.CountWrong,
                $"{variant.Key} has {expected:N0} images, the folder {labelled:N0} ({labelled - expected:+#,0;-#,0}). "
                    + NextStep(labelled - expected)
            );
    }

    /// <summary>SHA-256 of the sorted class ids, each ended by a line feed: that of the authors' own list
    /// files.</summary>
    public static string HashOf(IEnumerable<string> classIds) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(classIds.Order(StringComparer.Ordinal).Select(id => id + '\n'))))
        );

    internal static void VerifyClasses(DatasetVariant variant, IEnumerable<FoundImage> images, ClassSpace classes, string where)
    {
        var counts = new int[classes.Count];
        foreach (var image in images)
            if (!image.Classes.IsEmpty)
                counts[image.Classes[0]]++;
        if (variant.AllClasses && FirstTen.Of(Ids(classes, c => counts[c] == 0)) is { Any: true } missing)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                $"{missing.Count:N0} class folders of {variant.Key} are missing{where}: {missing}"
            );
        if (variant.ClassListHash is { } wanted)
            VerifyList(variant, [.. Ids(classes, c => counts[c] > 0)], wanted);
        if (
            variant.ImagesPerClass is { } perClass
            && FirstTen.Of(
                Enumerable.Range(0, counts.Length).Where(c => counts[c] != perClass).Select(c => $"{classes[c].Id} ({counts[c]})")
            )
                is { Any: true } wrong
        )
            throw new DatasetImportException(
                DatasetImportCodes.CountWrong,
                $"{Counted.Of(wrong.Count, "class", "classes")} of {variant.Key} {Counted.Word(wrong.Count, "does", "do")} not "
                    + $"have {perClass} images{where}: {wrong}. Import a part of it as "
                    + "variant 'custom'"
            );
    }

    static void VerifyList(DatasetVariant variant, string[] present, string wanted)
    {
        var hash = HashOf(present);
        if (hash == wanted)
            return;
        var other = DatasetVariants.All.FirstOrDefault(v => v.ClassListHash == hash);
        throw new DatasetImportException(
            DatasetImportCodes.ClassesWrong,
            other is not null
                ? $"the {present.Length} class folders are those of {other.Key}, not of {variant.Key}"
                : $"the {present.Length} class folders are not those of {variant.Key}; they begin with {FirstTen.Of(present)}. "
                    + "Import a part of it as variant 'custom'"
        );
    }

    static string NextStep(int difference) =>
        difference > 0
            ? "Take away what its authors' list does not name, or import it as variant 'custom'"
            : "Import a part of it as variant 'custom'";

    static IEnumerable<string> Ids(ClassSpace classes, Func<int, bool> which) =>
        Enumerable.Range(0, classes.Count).Where(which).Select(c => classes[c].Id);
}
