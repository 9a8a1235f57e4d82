namespace Bench.Metrics.Robustness;

/// <summary>One film.</summary>
/// <param name="Perturbation">What changes from frame to frame.</param>
/// <param name="Picture">Picture that it is made from; films of one picture share a number.</param>
/// <param name="Frames">Places of its images, in order.</param>
public sealed record FrameSequence(string Perturbation, int Picture, int[] Frames);
