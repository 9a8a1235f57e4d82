namespace Bench.Imaging.Contract;

/// <summary>The order of the colour channels in a model's input.</summary>
public enum ChannelOrder
{
    Rgb,
    Bgr,
}
