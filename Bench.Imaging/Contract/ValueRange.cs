namespace Bench.Imaging.Contract;

/// <summary>The range of a pixel before mean and std are applied: [0, 1] or [0, 255].</summary>
public enum ValueRange
{
    Unit,
    Byte,
}
