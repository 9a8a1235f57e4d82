using System.Globalization;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Claims;

/// <summary>The class orders that turn up in the place of a class space's own.</summary>
static class ClassOrders
{
    const int Bytes = 1 << 8;

    /// <param name="classes">The class space.</param>
    /// <param name="mask">The classes of a dataset that has a part of them, ascending; null for all.</param>
    public static IReadOnlyList<ClassOrder> MistakenFor(ClassSpace classes, IReadOnlyList<ushort>? mask = null)
    {
        var all = Enumerable.Range(0, classes.Count).ToArray();
        var orders = new List<ClassOrder>
        {
            new("counted from 1, or with a background class in front", [.. all.Select(number => number - 1)]),
            new("one too low", [.. all.Select(number => number + 1 < classes.Count ? number + 1 : -1)]),
            // torchvision's ImageFolder over folders 0, 1, …: their names are sorted as text.
            new(
                "places of the numbers sorted as text (0, 1, 10, 100, …)",
                [.. all.OrderBy(number => number.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)]
            ),
            // The same over folders 1, 2, …
            new(
                "places of the numbers from 1 sorted as text (1, 10, 100, …)",
                [.. all.OrderBy(number => (number + 1).ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)]
            ),
            new("places of the classes sorted by name", [.. all.OrderBy(number => classes[number].Name, StringComparer.OrdinalIgnoreCase)]),
            new(
                "places of the classes sorted by name, capitals first",
                [.. all.OrderBy(number => classes[number].Name, StringComparer.Ordinal)]
            ),
            new("in reverse order", [.. all.Reverse()]),
        };
        if (
            classes.Hash == ImageNet1kClasses.Space.Hash
            || classes.Classes.Select(one => one.Id).SequenceEqual(ImageNet1kClasses.Space.Classes.Select(one => one.Id))
        )
        {
            int[] challenge = [.. ValLabels.ChallengeOrder];
            orders.Add(new("in the ILSVRC challenge's own order of classes, which is not that of the sorted WordNet ids", challenge));
            orders.Add(new("in the ILSVRC challenge's own order of classes, counted from 1", [-1, .. challenge[..^1]]));
        }
        // torchvision's ImageFolder over the folders of a part of the classes.
        if (mask is not null && mask.Count < classes.Count)
            orders.Add(
                new(
                    $"places among the {mask.Count:N0} classes that the dataset has, and not among all {classes.Count:N0}",
                    [.. all.Select(number => number < mask.Count ? mask[number] : -1)]
                )
            );
        return [.. orders.Where(order => !order.Meant.SequenceEqual(all))];
    }

    /// <summary>What numbers of classes become where an array of bytes keeps them.</summary>
    public static IEnumerable<ClassOrder> InBytes(int classes) =>
        classes <= Bytes
            ? []
            : [new("taken modulo 256, as where answers were kept in bytes", [.. Enumerable.Range(0, classes).Select(one => one % Bytes)])];
}
