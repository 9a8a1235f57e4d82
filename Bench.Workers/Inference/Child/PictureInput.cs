using Bench.Imaging.Contract;
using Bench.Onnx.Model;

namespace Bench.Workers.Inference.Child;

/// <summary>From a picture in [0, 1], channel after channel, red first, to the numbers of a model's image input and
/// back.</summary>
internal sealed class PictureInput
{
    /// <summary>Scale and offset of the model's input, scale · x + offset, for each of our channels.</summary>
    readonly float[] _scale = new float[3],
        _offset = new float[3];

    readonly int _plane;

    public PictureInput(Preprocessing contract, OnnxImageInput image)
    {
        _plane = contract.Height * contract.Width;
        Places = new int[3 * _plane];
        for (var i = 0; i < Places.Length; i++)
        {
            var (channel, pixel) = (ModelChannel(i / _plane), i % _plane);
            Places[i] = image.Layout == OnnxImageLayout.Nchw ? channel * _plane + pixel : pixel * 3 + channel;
        }
        float[] mean = [(float)contract.Mean.First, (float)contract.Mean.Second, (float)contract.Mean.Third];
        float[] std = [(float)contract.Std.First, (float)contract.Std.Second, (float)contract.Std.Third];
        for (var i = 0; i < 3; i++)
        {
            var own = ModelChannel(i);
            (_scale[i], _offset[i]) =
                image.Type == OnnxElementType.UInt8
                    ? (255, 0)
                    : ((contract.ValueRange == ValueRange.Byte ? 255 : 1) / std[own], -mean[own] / std[own]);
        }

        int ModelChannel(int channel) => contract.ChannelOrder == ChannelOrder.Bgr ? 2 - channel : channel;
    }

    /// <summary>The place of each number of our picture in the model's.</summary>
    public int[] Places { get; }

    /// <summary>(x − mean) / std, with x from 0 to 255 where the contract counts in bytes.</summary>
    public void Fill(ReadOnlySpan<float> picture, Span<float> numbers)
    {
        for (var i = 0; i < Places.Length; i++)
            numbers[Places[i]] = _scale[i / _plane] * picture[i] + _offset[i / _plane];
    }

    /// <summary>The chain rule through <see cref="Fill"/>.</summary>
    public void Back(ReadOnlySpan<float> made, Span<float> picture)
    {
        for (var i = 0; i < Places.Length; i++)
            picture[i] = made[Places[i]] * _scale[i / _plane];
    }
}
