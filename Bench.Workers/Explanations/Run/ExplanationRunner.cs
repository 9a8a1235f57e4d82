using System.Numerics.Tensors;
using Bench.Imaging.Overlays;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Explanations;
using Bench.Service.Work;
using Bench.Workers.Attacks.Run;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Explanations.Run;

/// <summary>Explains the images of a slice: pictures are varied here, the model answers in the cage.</summary>
internal sealed class ExplanationRunner(PictureCage cage)
{
    /// <param name="slice">The images and the model.</param>
    /// <param name="spec">The method.</param>
    /// <param name="boxes">Boxes of the dataset's images; null where it has none.</param>
    /// <param name="report">Receives how many images are done.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The images in order, but for those that cannot be decoded.</returns>
    /// <exception cref="FailureException">The model or a picture made it impossible.</exception>
    public Task<ExplanationResults> RunAsync(
        PictureSlice slice,
        ExplanationSpec spec,
        IReadOnlyDictionary<int, IReadOnlyList<ImageBox>>? boxes,
        Action<int> report,
        CancellationToken cancellationToken
    ) => cage.RunAsync(slice, Wanted(spec), open => Explain(slice, spec, boxes, report, open, cancellationToken), cancellationToken);

    static ExplanationResults Explain(
        PictureSlice slice,
        ExplanationSpec spec,
        IReadOnlyDictionary<int, IReadOnlyList<ImageBox>>? boxes,
        Action<int> report,
        CagedPictures open,
        CancellationToken cancellationToken
    )
    {
        if (spec.Method == ExplanationSpec.GradCam && !open.Target.HasGradient && open.Missing.Count == 0)
            throw new FailureException(
                "explanation-without-features",
                "The model has no features by place that pooling or flattening puts together before its classes, and 'grad-cam' is a map "
                    + "of these.",
                "Ask for another method: integrated-gradients, occlusion or rise."
            );
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
        return new(
            [.. open.Images.Select(Explained)],
            open.Target.Features,
            boxes is not null,
            // Over features a gradient does not come as far as the picture.
            Wanted(spec) == Derivative.OfPicture
                ? open.Target.Steps
                : null
        );

        ExplainedImage Explained(int image, int place)
        {
            var picture = open.Originals.AsSpan(place * open.Target.Pixels, open.Target.Pixels).ToArray();
            var label = spec.Class == ExplainedClass.Label ? slice.LabelOf(image) : Best(open.Target, picture);
            var model = new ExplainedModel(open.Target, label, slice.Record.Batch, cancellationToken);
            var map = Explainer.Map(spec, model, picture, frame, image);
            if (!open.Target.GradientsFinite || !TensorPrimitives.IsFiniteAll(map))
                throw new FailureException(
                    "output-not-finite",
                    $"The gradient of the model's output for {slice.Manifest.Images[image].Path} is no number in some places.",
                    "Ask for occlusion or rise, which need no gradient."
                );
            var (insertion, deletion) = FidelityCurves.Of(model, picture, map, frame);
            report(place + 1);
            // Boxes are those of the label's objects.
            var own = slice.Manifest.Images[image].Classes.Contains((ushort)slice.Classes[label]) ? boxes?.GetValueOrDefault(image) : null;
            var why = own is null ? null : BoxesInPicture.WhyNot(own, open.Plans[place]);
            return new(
                image,
                slice.Manifest.Images[image].Path,
                slice.Classes[label],
                insertion,
                deletion,
                HeatOverlay.Png(picture, map, frame.Height, frame.Width)
            )
            {
                Pointing = own is null || why is not null ? null : StrongestPoint.Of(map, frame, own, open.Plans[place]),
                WhyNotPointing = why,
                Flat = TensorPrimitives.Max(map) == TensorPrimitives.Min(map),
            };
        }
    }

    static Derivative Wanted(ExplanationSpec spec) =>
        spec.Method == ExplanationSpec.GradCam ? Derivative.ClassMap
        : spec.NeedsGradient ? Derivative.OfPicture
        : Derivative.None;

    static int Best(CagedTarget target, float[] picture)
    {
        var logits = new float[target.Classes];
        target.Logits(picture, logits);
        return Math.Max(0, Array.IndexOf(logits, logits.Max()));
    }
}
