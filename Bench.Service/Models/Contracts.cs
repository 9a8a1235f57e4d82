using Bench.Imaging.Contract;

namespace Bench.Service.Models;

/// <summary>Reads back contracts that were checked when they were stored.</summary>
public static class Contracts
{
    /// <param name="json">Stored JSON, or null for the defaults.</param>
    /// <exception cref="InvalidOperationException">What is stored is not a contract of this version.</exception>
    public static Preprocessing Preprocessing(string? json)
    {
        if (json is null)
            return Imaging.Contract.Preprocessing.Default;
        return PreprocessingJson.ReadStored(json, out var errors)
            ?? throw new InvalidOperationException($"a stored preprocessing contract is refused: {errors[0].Field} {errors[0].Message}");
    }
}
