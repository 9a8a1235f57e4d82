using Bench.Service.Explanations;

namespace Bench.Workers.Explanations;

/// <summary>From a method's name to a map of importance.</summary>
internal static class Explainer
{
    /// <param name="spec">The method.</param>
    /// <param name="model">The model and the class.</param>
    /// <param name="picture">Planes of red, green and blue in [0, 1].</param>
    /// <param name="frame">Its shape.</param>
    /// <param name="image">Its number: random choices hang on it.</param>
    /// <returns>Height × width; the larger, the more the pixel speaks for the class.</returns>
    public static float[] Map(ExplanationSpec spec, ExplainedModel model, float[] picture, PictureFrame frame, long image) =>
        spec.Method switch
        {
            ExplanationSpec.GradientInput => GradientMaps.GradientInput(model, picture, frame),
            ExplanationSpec.IntegratedGradients => GradientMaps.IntegratedGradients(model, picture, frame, spec.Draws),
            ExplanationSpec.SmoothGrad => GradientMaps.SmoothGrad(model, picture, frame, spec.Draws, spec.Seed, image),
            ExplanationSpec.GradCam => GradCamMap.Of(model, picture, frame),
            ExplanationSpec.Occlusion => OcclusionMap.Of(model, picture, frame),
            ExplanationSpec.Rise => RiseMap.Of(model, picture, frame, spec.Draws, spec.Seed, image),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Method, null),
        };
}
