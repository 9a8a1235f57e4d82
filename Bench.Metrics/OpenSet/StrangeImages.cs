namespace Bench.Metrics.OpenSet;

/// <summary>How strange the images of one dataset look to a model.</summary>
/// <param name="Scores">Of each image; higher is stranger.</param>
/// <param name="Pictures">Pictures that they are of: as many as images, but where several are copies or frames of
/// one.</param>
public readonly record struct StrangeImages(ReadOnlyMemory<float> Scores, int Pictures)
{
    /// <summary>Images that are pictures of their own.</summary>
    public static StrangeImages Of(ReadOnlyMemory<float> scores) => new(scores, scores.Length);
}
