using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions.Families;

/// <summary>The motion blurs of this thread, made once: each keeps offsets of its own.</summary>
static class MotionBlurs
{
    [ThreadStatic]
    static Dictionary<(int Radius, double Sigma), MotionBlur>? _made;

    public static MotionBlur Of(int radius, double sigma)
    {
        _made ??= [];
        if (!_made.TryGetValue((radius, sigma), out var blur))
            _made.Add((radius, sigma), blur = MotionBlur.Of(radius, sigma));
        return blur;
    }
}
