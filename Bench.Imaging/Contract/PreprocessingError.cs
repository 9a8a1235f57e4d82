namespace Bench.Imaging.Contract;

/// <summary>What is wrong with one field of a preprocessing contract; an empty field name means the contract as a
/// whole.</summary>
public sealed record PreprocessingError(string Field, string Message);
