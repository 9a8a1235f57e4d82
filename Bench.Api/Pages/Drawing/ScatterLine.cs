namespace Bench.Api.Pages.Drawing;

/// <summary>What a scatter plot draws through its points.</summary>
internal enum ScatterLine
{
    /// <summary>The models that no other beats on both axes.</summary>
    Front,

    /// <summary>The trend of one axis on the other.</summary>
    Fit,

    None,
}
