using Bench.Service.Attacks;
using Bench.Service.Work;
using Bench.Workers.Attacks.Ordered;

namespace Bench.Workers.Attacks.Run;

/// <summary>Leads the images of a slice to orders of the best classes.</summary>
internal static class SliceOrders
{
    /// <param name="slice">Has an <see cref="OrderedSpec"/>.</param>
    /// <param name="open">The model, and the images that can be decoded.</param>
    /// <param name="seen">What is known of the images before.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    /// <exception cref="FailureException">The model has no gradient.</exception>
    public static AttackResults Of(
        AttackSlice slice,
        CagedPictures open,
        (int[] Labels, float[] CleanMargins, AttackFlags Flags) seen,
        CancellationToken cancellationToken
    )
    {
        if (open.Missing.Count > 0)
            throw new FailureException(
                "attack-without-gradient",
                $"The model has no gradient ({string.Join(", ", open.Missing)}), and 'ordered' needs one.",
                "Export the model with other operators, or ask for square."
            );
        var spec = slice.Spec.Ordered!;
        int[] places = [.. Enumerable.Range(0, open.Images.Length).Where(i => seen.CleanMargins[i] > 0)];
        float[] originals = [.. places.SelectMany(i => open.Originals.Skip(i * open.Target.Pixels).Take(open.Target.Pixels))];
        int[][] longest = Array.ConvertAll(places, i => Order(slice, spec, open.Images[i], seen.Labels[i]));
        long[] ids = Array.ConvertAll(places, i => (long)open.Images[i]);
        var attack = new OrderedAttack(open.Target, spec, slice.Spec.Steps, slice.Record.Batch);
        var outcomes = Array.ConvertAll(places, _ => new List<OrderedOutcome>());
        foreach (var length in spec.TopK)
        {
            var found = attack.Run(originals, Array.ConvertAll(longest, order => order[..length]), ids, slice.Spec.Seed, cancellationToken);
            for (var i = 0; i < places.Length; i++)
                outcomes[i].Add(Outcome(found[i], Array.ConvertAll(longest[i][..length], place => slice.Classes[place]), slice.TakesBytes));
        }
        return new(
            seen.Flags,
            [],
            [
                .. open.Images.Select(
                    (image, i) =>
                        new AttackedImage(image, slice.Manifest.Images[image].Path, slice.Classes[seen.Labels[i]], seen.CleanMargins[i], [])
                        {
                            Ordered = Array.IndexOf(places, i) is >= 0 and var at ? outcomes[at] : null,
                        }
                ),
            ]
        );
    }

    static OrderedOutcome Outcome(OrderedSearch found, int[] classes, bool ofBytes)
    {
        if ((ofBytes ? ShownAsBytes(found) : found.Change) is not { } change)
            return new(classes, false, 0, 0, 0, found.Queries, found.Gradients);
        return new(
            classes,
            true,
            change.Sum(each => Math.Abs((double)each)),
            Math.Sqrt(change.Sum(each => (double)each * each)),
            change.Max(Math.Abs),
            found.Queries,
            found.Gradients
        );
    }

    /// <summary>The move as a model that takes bytes saw it: rounding makes it shorter at most pixels, and longer at
    /// others.</summary>
    static float[]? ShownAsBytes(OrderedSearch found) =>
        found.Change?.Select((change, i) => MathF.Round(255 * (found.Original[i] + change)) / 255 - found.Original[i]).ToArray();

    /// <summary>The longest order that is asked for, as places among the classes that are told apart.</summary>
    static int[] Order(AttackSlice slice, OrderedSpec spec, int image, int label) =>
        spec.Classes is { } given
            ? [.. given.Select(each => Array.IndexOf(slice.Classes, each))]
            : OrderedClasses.Draw(slice.Spec.Seed, image, label, slice.Classes.Length, spec.TopK[^1]);
}
