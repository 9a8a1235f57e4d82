namespace Bench.Workers.Inference.Protocol;

/// <summary>The purpose of a model's reverse pass.</summary>
internal enum Derivative
{
    /// <summary>Nothing: answers alone are asked for.</summary>
    None,

    /// <summary>The gradient over the picture.</summary>
    OfPicture,

    /// <summary>A map of the last features, by their gradient: Grad-CAM.</summary>
    ClassMap,
}
