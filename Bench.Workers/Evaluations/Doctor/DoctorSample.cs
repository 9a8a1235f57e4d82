using Bench.Service.Datasets.Manifests;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Chooses the images that the doctor looks at: spread evenly over the classes, the same for every model, and
/// so that the first few are spread as well.</summary>
internal static class DoctorSample
{
    /// <summary>Indices of at most <paramref name="size"/> labelled images. Images are dealt out class by class, within
    /// a class in the order of their content hashes; of a picture that is shown often, one.</summary>
    public static IReadOnlyList<int> Of(DatasetManifest manifest, int size) =>
        [
            .. manifest
                .Images.Select((image, index) => (image, index))
                .Where(each => each.image.OriginalClass is not null)
                .GroupBy(each => each.image.OriginalClass!.Value)
                .SelectMany(images =>
                    images
                        .OrderBy(each => each.image.Hash.ToString(), StringComparer.Ordinal)
                        .DistinctBy(each => manifest.Pictures?.Pictures[each.index] ?? each.index)
                        .Select((each, round) => (round, order: each.image.Hash.ToString(), each.index))
                )
                .OrderBy(each => each.round)
                .ThenBy(each => each.order, StringComparer.Ordinal)
                .Take(size)
                .Select(each => each.index),
        ];
}
