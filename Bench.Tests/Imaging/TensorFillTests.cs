using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bench.Imaging.Contract;
using Bench.Imaging.Tensors;

namespace Bench.Tests.Imaging;

public sealed class TensorFillTests
{
    [Fact]
    public void Tensors_are_those_of_torchvision_to_the_last_bit()
    {
        var crop = SyntheticPicture.Crop(64, 48);
        foreach (var row in GoldenFile.Rows("tensor.csv"))
        {
            var contract = new Preprocessing
            {
                ValueRange = Enum.Parse<ValueRange>(row[0], ignoreCase: true),
                Mean = Three(row[1]),
                Std = Three(row[2]),
            };
            var fill = new TensorFill(contract, TensorLayout.Nchw);
            var (single, half) = (new float[crop.Length], new Half[crop.Length]);

            fill.Fill(crop, single);
            fill.Fill(crop, half);

            Digest<float>(single).ShouldBe(row[3], string.Join(' ', row));
            Digest<Half>(half).ShouldBe(row[4], string.Join(' ', row));
        }
    }

    [Fact]
    public void Vectors_and_scalars_agree_over_random_crops()
    {
        var random = new Random(2);
        for (var round = 0; round < 1000; round++)
        {
            var crop = new byte[random.Next(1, 100) * 3];
            random.NextBytes(crop);
            var fill = new TensorFill(RandomContract(random), TensorLayout.Nchw);
            var (vectors, scalars) = (new float[crop.Length], new float[crop.Length]);

            fill.Fill(crop, vectors);
            fill.FillScalar(crop, scalars);

            vectors.ShouldBe(scalars);
        }
    }

    [Theory]
    [InlineData(TensorLayout.Nchw, ChannelOrder.Rgb, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(TensorLayout.Nchw, ChannelOrder.Bgr, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(TensorLayout.Nhwc, ChannelOrder.Rgb, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(TensorLayout.Nhwc, ChannelOrder.Bgr, new byte[] { 3, 2, 1, 6, 5, 4 })]
    public void Channels_go_where_layout_and_order_say(TensorLayout layout, ChannelOrder order, byte[] expected)
    {
        var contract = new Preprocessing
        {
            ChannelOrder = order,
            ValueRange = ValueRange.Byte,
            Mean = new(0, 0, 0),
            Std = new(1, 1, 1),
        };
        var fill = new TensorFill(contract, layout);
        var (bytes, single, half) = (new byte[6], new float[6], new Half[6]);

        fill.Fill([1, 2, 3, 4, 5, 6], bytes);
        fill.Fill([1, 2, 3, 4, 5, 6], single);
        fill.Fill([1, 2, 3, 4, 5, 6], half);

        bytes.ShouldBe(expected);
        single.ShouldBe(expected.Select(level => (float)level));
        half.ShouldBe(expected.Select(level => (Half)level));
    }

    [Fact]
    public void Mean_and_std_stand_in_the_channel_order_of_the_model()
    {
        var contract = new Preprocessing
        {
            ChannelOrder = ChannelOrder.Bgr,
            ValueRange = ValueRange.Byte,
            Mean = new(103.939, 116.779, 123.68),
            Std = new(1, 2, 4),
        };
        var tensor = new float[3];

        new TensorFill(contract, TensorLayout.Nchw).Fill([200, 100, 50], tensor);

        tensor.ShouldBe([50 - 103.939f, (100 - 116.779f) / 2, (200 - 123.68f) / 4]);
    }

    [Fact]
    public void A_tensor_of_another_size_is_refused() =>
        Should
            .Throw<ArgumentException>(() => new TensorFill(Preprocessing.Default, TensorLayout.Nchw).Fill(new byte[6], new float[9]))
            .Message.ShouldStartWith("A crop of 6 bytes does not fill a tensor of 9 elements.");

    [Fact]
    public void Filling_allocates_nothing()
    {
        var fill = new TensorFill(Preprocessing.Default, TensorLayout.Nchw);
        var (crop, tensor) = (new byte[768], new float[768]);
        fill.Fill(crop, tensor);
        var before = GC.GetAllocatedBytesForCurrentThread();

        fill.Fill(crop, tensor);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    static Preprocessing RandomContract(Random random) =>
        new()
        {
            ValueRange = (ValueRange)random.Next(2),
            ChannelOrder = (ChannelOrder)random.Next(2),
            Mean = new(random.NextDouble(), random.NextDouble(), random.NextDouble()),
            Std = new(random.NextDouble() + 0.1, random.NextDouble() + 0.1, random.NextDouble() + 0.1),
        };

    static ChannelValues Three(string text) =>
        text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray() is [var first, var second, var third]
            ? new(first, second, third)
            : throw new FormatException(text);

    static string Digest<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
