using System.Numerics.Tensors;
using Bench.Imaging.Overlays;
using Bench.Service.Attacks;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Attacks.Run;

/// <summary>Attacks the images of a slice: pictures are decoded and moved here, the model answers in the
/// cage.</summary>
internal sealed class AttackRunner(PictureCage cage)
{
    /// <summary>Untouched pictures by which flags are found.</summary>
    const int Looked = 8;

    /// <summary>The images in order, but for those that cannot be decoded. The same slice gives the same results;
    /// neither its length nor where it begins changes an image's.</summary>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public Task<AttackResults> RunAsync(AttackSlice slice, CancellationToken cancellationToken) =>
        cage.RunAsync(
            slice,
            slice.Spec.IsPlain || slice.Spec.Ordered is not null ? Derivative.OfPicture : Derivative.None,
            open => Attack(slice, open, cancellationToken),
            cancellationToken
        );

    /// <summary>Every ε is tried on the images that were at the one before: what misled the model within a smaller ε
    /// lies within a larger one too.</summary>
    static AttackResults Attack(AttackSlice slice, CagedPictures open, CancellationToken cancellationToken)
    {
        var (target, missing, images, originals) = (open.Target, open.Missing, open.Images, open.Originals);
        var attacks = slice.Spec.IsPlain ? AttackPlan.Of(slice.Spec, missing, slice.Preprocessing.Height) : [];
        if (images.Length == 0)
            return new(AttackFlags.None, missing, []);
        var labels = Array.ConvertAll(images, slice.LabelOf);
        var looked = Math.Min(Looked, images.Length);
        var flags = AttackFlagsFinder.BeforeAttack(
            target,
            originals.AsSpan(0, looked * target.Pixels),
            labels.AsSpan(0, looked),
            slice.Record.Batch
        );
        var (clean, saturated) = CleanMargins(slice, target, images, originals, labels);
        if (saturated)
            flags |= AttackFlags.SaturatedAnswers;
        if (slice.Spec.Smoothing is not null)
            return SliceCertificates.Of(slice, target, images, originals, (labels, clean, flags), cancellationToken);
        if (slice.Spec.Ordered is not null)
        {
            var orders = SliceOrders.Of(slice, open, (labels, clean, flags), cancellationToken);
            return orders with { Flags = orders.Flags | Broken(target) };
        }
        if (slice.Spec.Conformal is not null)
            return SliceConformal.Of(slice, open, (labels, clean, flags), cancellationToken);
        if (slice.TakesBytes && slice.Spec.BytesMayExceed)
            flags |= AttackFlags.RoundedBeyond;
        var outcomes = Array.ConvertAll(images, _ => new List<AttackOutcome>());
        var shown = new AttackPicture?[images.Length];
        var room = ShownImage.Most - slice.Before.Count(image => image.Picture is not null);
        foreach (var epsilon in slice.Spec.Epsilons)
        {
            int[] standing = [.. Enumerable.Range(0, images.Length).Where(i => outcomes[i] is [] or [.., { Robust: true }])];
            var pictures = new AttackedPictures(
                target,
                [.. standing.SelectMany(i => new ArraySegment<float>(originals, i * target.Pixels, target.Pixels))],
                [.. standing.Select(i => labels[i])],
                [.. standing.Select(i => (long)images[i])],
                slice.Record.Batch
            );
            AttackEnsemble.Run(attacks, pictures, new ThreatModel(slice.Spec.Norm, (float)epsilon), slice.Spec.Seed, cancellationToken);
            // Square alone is better than nothing, and says nothing of a gradient that nobody took.
            if (attacks.Any(attack => attack.NeedsGradient))
                flags |= AttackFlagsFinder.AfterAttack(pictures);
            for (var i = 0; i < images.Length; i++)
                outcomes[i].Add(Array.IndexOf(standing, i) is >= 0 and var at ? Outcome(pictures, at) : outcomes[i][^1]);
            for (var at = 0; at < standing.Length && room > 0; at++)
                if (clean[standing[at]] > 0 && pictures.Fooled[at] && Picture(slice, pictures, at, epsilon) is { } picture)
                    (shown[standing[at]], room) = (picture, room - 1);
        }
        return new(
            flags | Broken(target),
            missing,
            [
                .. images.Select(
                    (image, i) =>
                        new AttackedImage(image, slice.Manifest.Images[image].Path, slice.Classes[labels[i]], clean[i], outcomes[i])
                        {
                            Picture = shown[i],
                        }
                ),
            ]
        );
    }

    static AttackOutcome Outcome(AttackedPictures pictures, int at) =>
        new(!pictures.Fooled[at], pictures.Margins[at], pictures.Queries[at], pictures.Gradients[at], pictures.FooledBy[at]);

    /// <summary>Flags about a gradient that tells nothing.</summary>
    static AttackFlags Broken(CagedTarget target) =>
        (target.GradientsFinite ? AttackFlags.None : AttackFlags.GradientNotFinite)
        | (target.Steps.Count == 0 ? AttackFlags.None : AttackFlags.SteppedGradient);

    /// <summary>The moved picture with the smallest margin, and what the model takes it for; null where asked again it takes
    /// it for nothing else: its answer is no number, or another one each time.</summary>
    static AttackPicture? Picture(AttackSlice slice, AttackedPictures pictures, int at, double epsilon)
    {
        var moved = pictures.Adversarial.AsSpan(at * pictures.Target.Pixels, pictures.Target.Pixels);
        var logits = new float[pictures.Target.Classes];
        pictures.Target.Logits(moved, logits);
        if (!TensorPrimitives.IsFiniteAll(logits) || AttackLosses.TrueMargin(logits, pictures.Labels[at]) > 0)
            return null;
        return new(
            slice.Classes[AttackLosses.BestOther(logits, pictures.Labels[at])],
            epsilon,
            AttackStrip.Png(pictures.Original(at), moved, slice.Preprocessing.Height, slice.Preprocessing.Width)
        );
    }

    /// <exception cref="FailureException">The model answers with no number about a picture as it is: that is no wrong
    /// answer.</exception>
    static (float[] Margins, bool Saturated) CleanMargins(
        AttackSlice slice,
        CagedTarget target,
        int[] images,
        float[] originals,
        int[] labels
    )
    {
        var logits = new float[labels.Length * target.Classes];
        target.Logits(originals, logits);
        var (margins, saturated) = (new float[labels.Length], target.AreRounded);
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.AsSpan(i * target.Classes, target.Classes);
            if (row.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw ClassRows.NotFinite(row, slice.Manifest.Images[images[i]].Path);
            margins[i] = AttackLosses.TrueMargin(row, labels[i]);
        }
        return (margins, saturated);
    }
}
