namespace Bench.Data.Predictions;

/// <summary>Element types of the arrays that are read; the service itself writes U2, F2 and F4.</summary>
public enum NpyType
{
    U1,
    I1,
    U2,
    I2,
    U4,
    I4,
    U8,
    I8,
    F2,
    F4,
    F8,
}
