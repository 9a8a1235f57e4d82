using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Run;

/// <summary>Certifies the images of a slice instead of attacking them.</summary>
internal static class SliceCertificates
{
    /// <param name="slice">Has a <see cref="SmoothingSpec"/>.</param>
    /// <param name="target">The model.</param>
    /// <param name="images">Indices of the images that can be decoded.</param>
    /// <param name="originals">Their pictures.</param>
    /// <param name="seen">What is known of the images before.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public static AttackResults Of(
        AttackSlice slice,
        IAttackTarget target,
        int[] images,
        float[] originals,
        (int[] Labels, float[] CleanMargins, AttackFlags Flags) seen,
        CancellationToken cancellationToken
    ) =>
        new(
            // Only what makes draws depend on one another touches a certificate.
            seen.Flags & AttackFlags.BatchDependent,
            [],
            [
                .. images.Select(
                    (image, i) =>
                    {
                        var made = RandomisedSmoothing.Certify(
                            target,
                            originals.AsSpan(i * target.Pixels, target.Pixels),
                            image,
                            slice.Spec.Smoothing!,
                            slice.Spec.Seed,
                            slice.Record.Batch,
                            cancellationToken
                        );
                        return new AttackedImage(
                            image,
                            slice.Manifest.Images[image].Path,
                            slice.Classes[seen.Labels[i]],
                            seen.CleanMargins[i],
                            []
                        )
                        {
                            Certificate = made with { Class = slice.Classes[made.Class] },
                        };
                    }
                ),
            ]
        );
}
