namespace Bench.Data.Predictions;

/// <summary>An array as NumPy stores it.</summary>
/// <param name="Values">Elements, row-major.</param>
/// <param name="Shape">Lengths of the dimensions.</param>
public sealed record NpyArray<T>(T[] Values, IReadOnlyList<long> Shape)
    where T : unmanaged;
