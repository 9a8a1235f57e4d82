namespace Bench.Api.Pages.Drawing;

/// <summary>A line through the points of a scatter plot.</summary>
internal enum ScatterLine
{
    /// <summary>The models that no other beats on both axes.</summary>
    Front,

    /// <summary>The trend of one axis on the other.</summary>
    Fit,

    None,
}
