using Bench.Service.Attacks;
using Bench.Service.Work;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Attacks.Run;

/// <summary>Attacks the images of a slice: pictures are decoded and moved here, the model answers in the cage.</summary>
internal sealed class AttackRunner(PictureCage cage)
{
    /// <summary>Untouched pictures by which flags are found.</summary>
    const int Looked = 8;

    /// <summary>The images in order, but for those that cannot be decoded. The same slice gives the same results; neither its length nor
    /// where it begins changes an image's.</summary>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public Task<AttackResults> RunAsync(AttackSlice slice, CancellationToken cancellationToken) =>
        cage.RunAsync(
            slice,
            slice.Spec.IsPlain || slice.Spec.Ordered is not null ? Derivative.OfPicture : Derivative.None,
            open => Attack(slice, open, cancellationToken),
            cancellationToken
        );

    /// <summary>Every ε is tried on the images that were at the one before: what misled the model within a smaller ε lies within a larger
    /// one too.</summary>
    static AttackResults Attack(AttackSlice slice, CagedPictures open, CancellationToken cancellationToken)
    {
        var (target, missing, images, originals) = (open.Target, open.Missing, open.Images, open.Originals);
        var attacks = slice.Spec.IsPlain ? AttackPlan.Of(slice.Spec, missing, slice.Preprocessing.Height) : [];
        if (images.Length == 0)
            return new(AttackFlags.None, missing, []);
        var labels = Array.ConvertAll(images, slice.LabelOf);
        var looked = Math.Min(Looked, Math.Min(images.Length, slice.Record.Batch));
        var flags = AttackFlagsFinder.BeforeAttack(target, originals.AsSpan(0, looked * target.Pixels), labels.AsSpan(0, looked));
        var clean = CleanMargins(target, originals, labels);
        if (slice.Spec.Smoothing is not null)
            return SliceCertificates.Of(slice, target, images, originals, (labels, clean, flags), cancellationToken);
        if (slice.Spec.Ordered is not null)
            return SliceOrders.Of(slice, open, (labels, clean, flags), cancellationToken);
        if (slice.Spec.Conformal is not null)
            return SliceConformal.Of(slice, open, (labels, clean, flags), cancellationToken);
        var outcomes = Array.ConvertAll(images, _ => new List<AttackOutcome>());
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
        }
        return new(
            flags,
            missing,
            [
                .. images.Select(
                    (image, i) =>
                        new AttackedImage(image, slice.Manifest.Images[image].Path, slice.Classes[labels[i]], clean[i], outcomes[i])
                ),
            ]
        );
    }

    static AttackOutcome Outcome(AttackedPictures pictures, int at) =>
        new(!pictures.Fooled[at], pictures.Margins[at], pictures.Queries[at], pictures.Gradients[at], pictures.FooledBy[at]);

    static float[] CleanMargins(CagedTarget target, float[] originals, int[] labels)
    {
        var logits = new float[labels.Length * target.Classes];
        target.Logits(originals, logits);
        var margins = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            margins[i] = AttackLosses.TrueMargin(logits.AsSpan(i * target.Classes, target.Classes), labels[i]);
        return margins;
    }
}
