namespace Bench.Data.Predictions;

/// <summary>Element types of the arrays that are read and written; named as NumPy names them; all little-endian.</summary>
public enum NpyType
{
    U2,
    I4,
    I8,
    F2,
    F4,
    F8,
}
