using Bench.Imaging.Overlays;
using Bench.Service.Explanations;
using Bench.Service.Work;
using Bench.Workers.Attacks.Run;

namespace Bench.Workers.Explanations.Run;

/// <summary>Explains the images of a slice: pictures are varied here, the model answers in the cage.</summary>
internal sealed class ExplanationRunner(PictureCage cage)
{
    /// <returns>The images in order, but for those that cannot be decoded.</returns>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public Task<ExplanationResults> RunAsync(PictureSlice slice, ExplanationSpec spec, CancellationToken cancellationToken) =>
        cage.RunAsync(slice, spec.NeedsGradient, open => Explain(slice, spec, open, cancellationToken), cancellationToken);

    static ExplanationResults Explain(PictureSlice slice, ExplanationSpec spec, CagedPictures open, CancellationToken cancellationToken)
    {
        if (spec.NeedsGradient && !open.Target.HasGradient)
            throw new FailureException(
                "explanation-without-gradient",
                $"The model has no gradient ({string.Join(", ", open.Missing)}), and '{spec.Method}' needs one.",
                "Ask for occlusion or rise, or export the model with other operators."
            );
        var mean = slice.Preprocessing.Mean;
        var frame = new PictureFrame(
            slice.Preprocessing.Height,
            slice.Preprocessing.Width,
            [(float)mean.First, (float)mean.Second, (float)mean.Third]
        );
        return new([.. open.Images.Select(Explained)]);

        ExplainedImage Explained(int image, int place)
        {
            var picture = open.Originals.AsSpan(place * open.Target.Pixels, open.Target.Pixels).ToArray();
            var label = spec.Class == ExplainedClass.Label ? slice.LabelOf(image) : Best(open.Target, picture);
            var model = new ExplainedModel(open.Target, label, slice.Record.Batch, cancellationToken);
            var map = Explainer.Map(spec, model, picture, frame, image);
            var (insertion, deletion) = FidelityCurves.Of(model, picture, map, frame);
            return new(
                image,
                slice.Manifest.Images[image].Path,
                slice.Classes[label],
                insertion,
                deletion,
                HeatOverlay.Png(picture, map, frame.Height, frame.Width)
            );
        }
    }

    static int Best(CagedTarget target, float[] picture)
    {
        var logits = new float[target.Classes];
        target.Logits(picture, logits);
        return Math.Max(0, Array.IndexOf(logits, logits.Max()));
    }
}
