namespace Bench.Service.Attacks;

/// <summary>How strange a class looks, in [0, 1].</summary>
public enum ConformalScore
{
    /// <summary>1 − p_y.</summary>
    Lac,

    /// <summary>Probability of all classes before y, plus u · p_y with one random u an image.</summary>
    Aps,
}
