namespace Bench.Service.Explanations;

/// <summary>The class whose score is explained.</summary>
public enum ExplainedClass
{
    /// <summary>The one that the model gives the image.</summary>
    Best,

    /// <summary>The image's label.</summary>
    Label,
}
