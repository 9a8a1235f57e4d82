using System.Globalization;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Onnx.Admission;
using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Bench.Workers.Attacks;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Benchmarks.Attacks;

/// <summary>One of the real models with photographs that it is attacked on, one thread.</summary>
internal sealed class AttackedModel
{
    public static readonly string[] Names = ["SqueezeNet_fp16", "mobilenetv2_int8_static"];

    readonly OnnxModel _admitted;
    readonly OnnxClassOutput _output;

    /// <param name="data">Folder with <c>models</c>, <c>reference</c> and <c>images/real</c>.</param>
    /// <param name="name">Of the model.</param>
    public AttackedModel(string data, string name)
    {
        (Data, Name, Path) = (data, name, System.IO.Path.Combine(data, "models", $"{name}.onnx"));
        _admitted = OnnxAdmission.Inspect(Path, new OnnxLimits(), CancellationToken.None).Model!;
        _output = _admitted.ClassOutputs.First(output => output.Width == 1000);
        Contract = name.StartsWith("SqueezeNet", StringComparison.Ordinal)
            ? new Preprocessing
            {
                Mean = new(103.939, 116.779, 123.68),
                Std = new(1, 1, 1),
                ChannelOrder = ChannelOrder.Bgr,
                ValueRange = ValueRange.Byte,
            }
            : new Preprocessing();
    }

    public string Data { get; }

    public string Name { get; }

    public string Path { get; }

    public Preprocessing Contract { get; }

    public AttackSession Open() =>
        AttackSession.Open(
            new OpenModel(Path, ["cpu"], 1, 0, 0),
            _admitted.ImageInput,
            _output,
            1000,
            Contract,
            batch: 1,
            new OnnxLimits(),
            CancellationToken.None
        );

    /// <summary>The model with its reverse pass.</summary>
    public GradientModel Gradient() =>
        OnnxGradient.Build(Path, _admitted.ImageInput, _output.Name, 1, 224, 224, new OnnxLimits(), CancellationToken.None).Model!;

    /// <summary>The first photographs that the model recognises: planes of red, green and blue in [0, 1], and their classes.</summary>
    public (float[] Originals, int[] Labels) Recognised(AttackSession session, int count)
    {
        var (originals, labels, logits) = (new List<float>(), new List<int>(), new float[1000]);
        foreach (var (picture, label) in Photographs())
        {
            session.Logits(picture, logits);
            if (AttackLosses.TrueMargin(logits, label) <= 0)
                continue;
            originals.AddRange(picture);
            labels.Add(label);
            if (labels.Count == count)
                break;
        }
        return ([.. originals], [.. labels]);
    }

    /// <summary>The first photographs as an attack sees them, recognised or not.</summary>
    public AttackedPictures Pictures(AttackSession session, int count)
    {
        var photographs = Photographs().Take(count).ToArray();
        return new(
            session,
            [.. photographs.SelectMany(each => each.Picture)],
            [.. photographs.Select(each => each.Label)],
            [.. Enumerable.Range(0, count).Select(i => (long)i)],
            chunk: 1
        );
    }

    IEnumerable<(float[] Picture, int Label)> Photographs()
    {
        var geometry = Geometry.Of(Contract);
        var cropper = new PictureCropper(geometry);
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Data, "reference/mobilenetv2_int8_static.top5.csv")).Skip(1))
        {
            var fields = line.Split(',');
            var (picture, crop) = (new Picture(), new byte[geometry.CropBytes]);
            decoder.Decode(File.ReadAllBytes(System.IO.Path.Combine(Data, "images/real", fields[0])), fields[0], picture);
            cropper.Crop(picture, crop);
            var plane = crop.Length / 3;
            var planes = new float[crop.Length];
            for (var i = 0; i < crop.Length; i++)
                planes[i % 3 * plane + i / 3] = crop[i] / 255f;
            yield return (planes, int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
    }
}
