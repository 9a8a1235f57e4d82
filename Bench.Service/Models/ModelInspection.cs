using Bench.Data.Outcomes;
using Bench.Imaging.Contract;

namespace Bench.Service.Models;

/// <summary>What looking at a model found: how to feed it, what it answers, how fast. Stored with the model as JSON and
/// shown.</summary>
public sealed record ModelInspection
{
    public required InputDescription Input { get; init; }

    /// <summary>Every output that has one row of numbers for each image, in the model's order.</summary>
    public required IReadOnlyList<OutputDescription> Outputs { get; init; }

    public required string Provider { get; init; }
    public required string RuntimeVersion { get; init; }

    /// <summary>Name and processor of the machine that looked.</summary>
    public required string Machine { get; init; }

    /// <summary>Sandbox in use.</summary>
    public required string Cage { get; init; }

    /// <summary>Images a run that gave the best throughput.</summary>
    public required int Batch { get; init; }

    /// <summary>How the machine that looked runs it fastest; null in inspections of an earlier version.</summary>
    public EnginePlan? Plan { get; init; }

    public required ModelSpeed Speed { get; init; }

    /// <summary>What it ran on, with every option that can change a number.</summary>
    public EngineRecord? Engine { get; init; }

    /// <summary>Some numbers of its answer to seeded noise: every worker that runs the model is compared with
    /// them.</summary>
    public IReadOnlyList<float> Sample { get; init; } = [];

    /// <summary>Choices made and doubts found while it was looked at.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];
}

/// <param name="ElementType">float, float16 or uint8.</param>
/// <param name="Height">Null when open.</param>
/// <param name="Width">Null when open.</param>
/// <param name="FixedBatch">Null when open.</param>
public sealed record InputDescription(string Name, string ElementType, TensorLayout Layout, int? Height, int? Width, int? FixedBatch);

/// <param name="Width">Values of one row.</param>
/// <param name="KindIsGuessed">Whether the kind was read off rows of numbers, because the graph does not say
/// it.</param>
public sealed record OutputDescription(string Name, int Width, OutputKind Kind, bool KindIsGuessed)
{
    /// <summary>Whether rows of different pictures differ, and hold different numbers.</summary>
    public bool Varies { get; init; } = true;

    /// <summary>Whether the same pictures give the same rows twice.</summary>
    public bool Repeats { get; init; } = true;
}

/// <param name="ImagesPerSecond">Median of the windows at the measured batch, session alone.</param>
/// <param name="Windows">Each window's images per second.</param>
/// <param name="LatencyP50Milliseconds">One image (or one batch, where that is fixed).</param>
/// <param name="PeakBytes">Peak resident memory of the process that ran it.</param>
public sealed record ModelSpeed(
    double ImagesPerSecond,
    IReadOnlyList<double> Windows,
    double LatencyP50Milliseconds,
    double LatencyP99Milliseconds,
    long PeakBytes
);
