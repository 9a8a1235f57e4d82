using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Run;

/// <summary>Makes robust prediction sets of the images of a slice. The first images of a run are held out, the next
/// ones give the threshold, the others have sets: all images before one tell all that its set
/// needs.</summary>
internal static class SliceConformal
{
    /// <param name="slice">Has a <see cref="RobustConformalSpec"/>, and the images that are done.</param>
    /// <param name="open">The model, and the images that can be decoded.</param>
    /// <param name="seen">What is known of the images before.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public static AttackResults Of(
        AttackSlice slice,
        CagedPictures open,
        (int[] Labels, float[] CleanMargins, AttackFlags Flags) seen,
        CancellationToken cancellationToken
    )
    {
        var spec = slice.Spec.Conformal!;
        var scores = new SmoothedScores(open.Target, spec, slice.Spec.Seed, slice.Record.Batch);
        var sets = new ConformalSetMaker(spec, slice.Spec.Epsilons, slice.Before.Select(image => image.Conformal!));
        var made = new List<AttackedImage>(open.Images.Length);
        for (var i = 0; i < open.Images.Length; i++)
        {
            var (image, label) = (open.Images[i], seen.Labels[i]);
            var picture = open.Originals.AsSpan(i * open.Target.Pixels, open.Target.Pixels);
            made.Add(
                new(image, slice.Manifest.Images[image].Path, slice.Classes[label], seen.CleanMargins[i], [])
                {
                    Conformal = sets.Make(Role(spec, slice.PlaceOf(image)), scores, picture, image, label, cancellationToken),
                }
            );
        }
        // Only what makes draws depend on one another touches the guarantee.
        return new(seen.Flags & AttackFlags.BatchDependent, [], made);
    }

    static ConformalRole Role(RobustConformalSpec spec, int place) =>
        place < spec.Holdout ? ConformalRole.Holdout
        : place < spec.Holdout + spec.Calibration ? ConformalRole.Calibration
        : ConformalRole.Test;
}
