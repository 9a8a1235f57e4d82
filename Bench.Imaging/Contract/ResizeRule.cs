namespace Bench.Imaging.Contract;

/// <summary>How the size to resize to follows from a picture's own size.</summary>
public enum ResizeRule
{
    /// <summary>The picture stays as it is.</summary>
    None,

    /// <summary>The shorter side becomes the given one, the longer int(side · long / short): torchvision's
    /// <c>Resize(int)</c>.</summary>
    ShorterSide,

    /// <summary>The smallest size of the same shape that covers the given box, sides rounded half to even: timm's
    /// <c>ResizeKeepRatio</c> for a box that is not square.</summary>
    Cover,

    /// <summary>The largest size of the same shape inside the given box, sides rounded half to even: timm's
    /// <c>ResizeKeepRatio(longest=1)</c>.</summary>
    Contain,

    /// <summary>Exactly the given box, whatever the shape.</summary>
    Exact,
}
