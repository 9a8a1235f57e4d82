namespace Bench.Workers.Explanations;

/// <summary>Grad-CAM: the last features, weighted by how much the class's logit grows with each. Selvaraju et al.,
/// "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", 2017.</summary>
internal static class GradCamMap
{
    /// <returns>Height × width: max(0, Σ_k α_k A_k), drawn up to the picture's size between the centres of the
    /// features' places.</returns>
    public static float[] Of(ExplainedModel model, float[] picture, PictureFrame frame)
    {
        var (features, map) = model.ClassMap(picture);
        var made = new float[frame.Plane];
        for (var y = 0; y < frame.Height; y++)
        {
            var (above, below, downShare) = Between(y, frame.Height, features.Height);
            for (var x = 0; x < frame.Width; x++)
            {
                var (left, right, rightShare) = Between(x, frame.Width, features.Width);
                var (upper, lower) = (Row(above), Row(below));
                made[y * frame.Width + x] = upper + downShare * (lower - upper);

                float Row(int row)
                {
                    var (one, other) = (map[row * features.Width + left], map[row * features.Width + right]);
                    return one + rightShare * (other - one);
                }
            }
        }
        return made;
    }

    /// <summary>The two places whose centres a pixel's centre lies between; beyond the outermost centre the outermost
    /// place goes on.</summary>
    static (int First, int Second, float Share) Between(int pixel, int pixels, int places)
    {
        var at = Math.Clamp((pixel + 0.5) * places / pixels - 0.5, 0, places - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, places - 1), (float)(at - first));
    }
}
