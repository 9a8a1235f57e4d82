using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Finds the image input of a model and holds the declared preprocessing against it.</summary>
internal static class ImageInput
{
    const string NextStep = "Export the classifier with a single image input of shape [N, 3, H, W] or [N, H, W, 3].";

    /// <exception cref="FailureException">There is no single image input, or it wants another size than
    /// declared.</exception>
    public static InputDescription Of(ModelOpened opened, Preprocessing preprocessing)
    {
        if (opened.Inputs is not [var input])
            throw new FailureException(
                "model-input",
                $"The model has {opened.Inputs.Count} inputs "
                    + $"({string.Join(", ", opened.Inputs.Select(each => $"'{each.Name}'"))}); one image input is expected.",
                NextStep
            );
        if (input.ElementType is not ("float" or "float16" or "uint8"))
            throw new FailureException(
                "model-input",
                $"The model's input '{input.Name}' holds {input.ElementType}; float, float16 or uint8 pixels are expected.",
                NextStep
            );
        if (input.Dimensions is [_, var second, _, var last] && Layout(second, last, preprocessing) is null && (second == 3 || last == 3))
            throw new FailureException(
                "input-mismatch",
                $"The model's input '{input.Name}' has shape [{string.Join(", ", input.Dimensions)}], and the preprocessing declares the "
                    + $"layout {preprocessing.Layout.ToString()!.ToLowerInvariant()}.",
                $"Set layout to {(second == 3 ? "nchw" : "nhwc")} in the manifest's preprocessing, or leave it out."
            );
        if (input.Dimensions is not [var batch, var a, var b, var c] || Layout(a, c, preprocessing) is not { } layout)
            throw new FailureException(
                "model-input",
                $"The model's input '{input.Name}' has shape [{string.Join(", ", input.Dimensions)}]; three channels of an image "
                    + "are expected.",
                NextStep
            );
        var (height, width) = layout == TensorLayout.Nchw ? (b, c) : (a, b);
        var description = new InputDescription(input.Name, input.ElementType, layout, Known(height), Known(width), Known(batch));
        if (description.Height is { } h && h != preprocessing.Height || description.Width is { } w && w != preprocessing.Width)
            throw new FailureException(
                "input-mismatch",
                $"The model takes images of {height} × {width}, and the preprocessing declares {preprocessing.Height} × "
                    + $"{preprocessing.Width}.",
                $"Set input_size to [3, {height}, {width}] in the manifest's preprocessing."
            );
        return description;
    }

    /// <summary>The layout by the manifest, else by where the three channels are; open dimensions are taken to be
    /// whatever fits.</summary>
    static TensorLayout? Layout(long second, long fourth, Preprocessing preprocessing) =>
        preprocessing.Layout switch
        {
            TensorLayout.Nchw => second is 3 or < 0 ? TensorLayout.Nchw : null,
            TensorLayout.Nhwc => fourth is 3 or < 0 ? TensorLayout.Nhwc : null,
            _ => second == 3 ? TensorLayout.Nchw
            : fourth == 3 ? TensorLayout.Nhwc
            : second < 0 ? TensorLayout.Nchw
            : null,
        };

    static int? Known(long dimension) => dimension > 0 ? (int)Math.Min(dimension, int.MaxValue) : null;
}
