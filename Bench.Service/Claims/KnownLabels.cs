using Bench.Data.Outcomes;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Claims;

/// <summary>Compares a dataset's labels with what its paths say for certain: WordNet ids in them, and the numbers of ILSVRC's validation
/// images.</summary>
public static class KnownLabels
{
    /// <summary>From this share on, and this many images, labels that contradict what is known are no matter of single images.</summary>
    const double Refused = 0.9;
    const int LeastRefused = 10;

    /// <summary>Fewer images prove an order only when every one of them fits it.</summary>
    const int LeastOrdered = 3;

    /// <param name="images">With their labels.</param>
    /// <param name="space">What labels mean, and what of.</param>
    /// <param name="isVal">Whether the dataset says that it is the validation set: elsewhere a name of its pattern may be a name and no
    /// more.</param>
    /// <returns>A check where single labels differ; nothing when all agree or nothing is known.</returns>
    /// <exception cref="DatasetImportException">The labels contradict what is known of nearly every image.</exception>
    internal static IReadOnlyList<Check> Verify(IReadOnlyList<ManifestImage> images, DatasetClasses space, bool isVal)
    {
        var classes = space.Labels;
        int[] places = [.. ImageNet1kClasses.Space.Classes.Select(one => Place(one.Id, space))];
        var (compared, known) = (new List<ManifestImage>(), new List<int>());
        foreach (var image in images)
            if (!image.Classes.IsEmpty && Known(image, space, places) is { } label)
            {
                compared.Add(image);
                known.Add(label);
            }
        var wrong = Enumerable.Range(0, known.Count).Where(i => !compared[i].Classes.Contains((ushort)known[i])).ToList();
        if (wrong.Count == 0)
            return [];

        var seen =
            $"{wrong.Count:N0} of {Counted.Of(known.Count, "label")} contradict what their images' paths say: "
            + $"{Example(compared[wrong[0]], known[wrong[0]], classes)}";
        if (space.Groups is null && Order(compared, known, classes) is { } order)
            throw new DatasetImportException(
                DatasetImportCodes.LabelsContradict,
                $"{seen}. The labels are classes {order.Words}. Give WordNet ids, or numbers in the order of the class space "
                    + $"'{classes.Key}'"
            );
        var certain = isVal
            ? [.. Enumerable.Range(0, known.Count)]
            : Enumerable.Range(0, known.Count).Where(i => WordNetIds.Last(compared[i].Path) is not null).ToList();
        var impossible = certain.Intersect(wrong).Count();
        if (impossible >= LeastRefused && impossible >= Refused * certain.Count)
            throw new DatasetImportException(
                DatasetImportCodes.LabelsContradict,
                space.Groups is null
                    ? $"{seen}. The labels are of other images, or in an order of classes that is not known here. Give WordNet ids, or "
                        + $"numbers in the order of the class space '{classes.Key}'"
                    : $"{seen}. The labels are of other images, or the groups '{classes.Key}' have other classes than their names say"
            );
        return
        [
            Check.Warning(CheckCodes.LabelsDifferFromKnown, $"{seen}. Every number over this dataset counts the label that it was given."),
        ];
    }

    static ClassOrder? Order(List<ManifestImage> compared, List<int> known, ClassSpace classes)
    {
        bool IsRight(int image, ClassOrder? order) =>
            compared[image].Classes.Any(label => (order is null ? label : order.Meant[label]) == known[image]);
        var orders = ClassOrders.MistakenFor(classes);
        return OrderEvidence.Find(known.Count, IsRight, image => known[image], orders)?.Order
            ?? (
                known.Distinct().Count() < LeastOrdered
                    ? null
                    : orders.FirstOrDefault(order => Enumerable.Range(0, known.Count).All(image => IsRight(image, order)))
            );
    }

    /// <summary>The class that a path gives away, the one that the image's label contradicts where it gives two away; null when it gives
    /// none away, or one that the class space does not have.</summary>
    static int? Known(ManifestImage image, DatasetClasses space, int[] places)
    {
        var val = ValLabels.Of(image.Path) is { } number ? places[number] : -1;
        var named = (space.Groups is null ? WordNetIds.Last(image.Path) : WordNetIds.Only(image.Path)) is { } wnid
            ? Place(wnid, space)
            : -1;
        return val < 0 && named < 0 ? null
            : val < 0 || (named >= 0 && !image.Classes.Contains((ushort)named)) ? named
            : val;
    }

    /// <summary>The label of images of a WordNet id; −1 where that is none, or no single one.</summary>
    static int Place(string id, DatasetClasses space) =>
        space.Outputs.IndexOf(id) is not { } index ? -1
        : space.Groups is not { Groups: var groups } ? index
        : groups.GroupsOf(index) is [var only] && only < groups.Named ? only
        : -1;

    static string Example(ManifestImage image, int known, ClassSpace classes) =>
        $"{FirstTen.Printable(image.Path)} is {classes[known].Id} ({known}), and its label is "
        + $"{string.Join(", ", image.Classes.Select(label => $"{classes[label].Id} ({label})"))}";
}
