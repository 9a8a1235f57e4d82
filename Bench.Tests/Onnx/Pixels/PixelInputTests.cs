using Bench.Imaging.Contract;
using Bench.Imaging.Tensors;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Models;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Onnx.Pixels;

/// <summary>A graph that normalises bytes itself computes what filling its input with numbers would have put there, to the bit.</summary>
public sealed class PixelInputTests : IDisposable
{
    /// <summary>Every level in each channel.</summary>
    const int Side = 16;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<OnnxElementType, TensorLayout, ChannelOrder, ValueRange> Contracts =>
        [
            .. from type in new[] { OnnxElementType.Float, OnnxElementType.Float16 }
            from layout in Enum.GetValues<TensorLayout>()
            from order in Enum.GetValues<ChannelOrder>()
            from range in Enum.GetValues<ValueRange>()
            select (type, layout, order, range),
        ];

    [Theory, MemberData(nameof(Contracts))]
    public void Every_level_of_every_channel_becomes_the_same_number(
        OnnxElementType type,
        TensorLayout layout,
        ChannelOrder order,
        ValueRange range
    )
    {
        foreach (var (mean, std) in Normalisations(range))
        {
            var contract = Preprocessing.Default with
            {
                Width = Side,
                Height = Side,
                Mean = mean,
                Std = std,
                ChannelOrder = order,
                ValueRange = range,
            };
            var crop = Crop();
            var expected = new float[crop.Length];
            if (type == OnnxElementType.Float)
            {
                new TensorFill(contract, layout).Fill(crop, expected);
            }
            else
            {
                var halves = new Half[crop.Length];
                new TensorFill(contract, layout).Fill(crop, halves);
                expected = [.. halves.Select(half => (float)half)];
            }

            Answers(Model(type, layout), contract, layout, crop)
                .Select(BitConverter.SingleToInt32Bits)
                .ShouldBe(expected.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [InlineData(OnnxElementType.UInt8, 17)]
    [InlineData(OnnxElementType.Float, 6)]
    public void A_graph_that_takes_bytes_already_or_is_too_old_is_left_alone(OnnxElementType type, long opset) =>
        Should
            .Throw<NotSupportedException>(() =>
                Answers(Model(type, TensorLayout.Nchw, opset), Preprocessing.Default, TensorLayout.Nchw, Crop())
            )
            .Message.ShouldContain("'x'");

    static IEnumerable<(ChannelValues Mean, ChannelValues Std)> Normalisations(ValueRange range) =>
        range == ValueRange.Unit
            ?
            [
                (Preprocessing.ImageNetMean, Preprocessing.ImageNetStd),
                (new(0.5, 0.5, 0.5), new(0.5, 0.5, 0.5)),
                (new(0, 0, 0), new(1, 1, 1)),
            ]
            : [(new(123.68, 116.779, 103.939), new(1, 1, 1)), (new(127.5, 127.5, 127.5), new(58.4, 57.1, 57.4))];

    static byte[] Crop()
    {
        var crop = new byte[Side * Side * 3];
        for (var i = 0; i < crop.Length; i++)
            crop[i] = (byte)(i / 3 * 7 + i % 3 * 85);
        return crop;
    }

    /// <summary>Answers with its own input. The input's own name is what the new nodes would be called.</summary>
    static byte[] Model(OnnxElementType type, TensorLayout layout, long opset = 17) =>
        new OnnxModelBuilder(opset)
            .Input("x", type, layout == TensorLayout.Nchw ? ["N", 3, Side, Side] : ["N", Side, Side, 3])
            .Node("Identity", ["x"], ["pixels/0"])
            .Node("Flatten", ["pixels/0"], ["output"])
            .Output("output", type, "N", Side * Side * 3)
            .ToArray();

    float[] Answers(byte[] model, Preprocessing contract, TensorLayout layout, byte[] crop)
    {
        var path = _folder["model.onnx"];
        File.WriteAllBytes(path, model);
        using var sessions = new OpenSessions(new OpenModel(path, ["cpu"], 1, 0, 0));
        var plan = new EnginePlan(2, 1, 1, BytesIn: true);
        var used = sessions.For(new UseImages("", PreprocessingJson.Write(contract), "x", layout, "output", crop.Length, plan), contract);
        using var batch = used.Runs[0].CreateBatch(used.Input, used.Layout, plan.Batch, Side, Side);
        batch.Bytes.Clear();
        crop.CopyTo(batch.Image(0));
        using var outputs = used.Runs[0].Run(used.Input, batch.Value, ["output"]);
        var rows = new float[crop.Length];
        OutputRows.Read(outputs[0], "output", rows);
        return rows;
    }
}
