using Bench.Imaging.Corruptions.Building;

namespace Bench.Imaging.Corruptions;

/// <summary>One way to corrupt a picture, at five levels.</summary>
/// <param name="Name">As its authors call its folder.</param>
/// <param name="Levels">Names of its levels, mildest first: its authors' folders.</param>
sealed record Corruption(string Name, IReadOnlyList<string> Levels)
{
    /// <summary>Corrupts the picture on the canvas, at a level from 0.</summary>
    internal required Action<Canvas, int> Apply { get; init; }
}
