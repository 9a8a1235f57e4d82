namespace Bench.Imaging.Contract;

/// <summary>The order of a model's input dimensions: planes of one channel each, or pixels of three channels
/// each.</summary>
public enum TensorLayout
{
    Nchw,
    Nhwc,
}
