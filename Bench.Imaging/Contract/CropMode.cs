namespace Bench.Imaging.Contract;

/// <summary>How a picture of any shape becomes a crop of one size; the three modes are timm's.</summary>
public enum CropMode
{
    /// <summary>The shorter side is resized, the centre is cut out, what hangs over is lost.</summary>
    Center,

    /// <summary>The longer side is resized and the rest filled with the mean colour: nothing is lost where crop_pct is
    /// 1.</summary>
    Border,

    /// <summary>Both sides are resized on their own, the aspect ratio is not kept.</summary>
    Squash,
}
