namespace Bench.Onnx.Model;

/// <summary>The order of the image input's dimensions: planes of one channel each, or pixels of three channels
/// each.</summary>
public enum OnnxImageLayout
{
    Nchw,
    Nhwc,
}
