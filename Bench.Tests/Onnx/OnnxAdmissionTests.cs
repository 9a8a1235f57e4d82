using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Workers.Inference;

namespace Bench.Tests.Onnx;

public sealed partial class OnnxAdmissionTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public void The_well_behaved_classifier_is_described()
    {
        var model = Inspect(HostileModels.Classifier(1000)).Model.ShouldNotBeNull();

        model.ImageInput.ShouldBe(new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, null, null));
        model.Inputs.ShouldHaveSingleItem().ToString().ShouldBe("'x' float[N, 3, ?, ?]");
        model.ClassOutputs.ShouldBe([new("logits", OnnxElementType.Float, 1000, OnnxOutputScale.Logits)]);
        model.Precision.ShouldBe(OnnxPrecision.Float32);
        model.Producer.ShouldBe("bench");
        model.Cost.Parameters.ShouldBe(3000);
        // The average reads every pixel of 3 × 224 × 224, the matrix multiplies 3 by 1,000.
        model.Cost.MultiplyAccumulates.ShouldBe(3 * 224 * 224 + 3 * 1000);
    }

    public static TheoryData<string, byte[], string, string> Refused =>
        new()
        {
            { "empty", [], "model-invalid", "The file is empty." },
            {
                "zeros",
                HostileModels.Zeros(),
                "model-invalid",
                "The file is a file of zeros, as an interrupted download or copy leaves, not an ONNX model."
            },
            { "text", HostileModels.Text(), "model-invalid", "The file is a text, not an ONNX model." },
            { "recursive function", HostileModels.RecursiveFunction(), "model-invalid", "The function 'local.F' calls itself." },
            { "nested functions", HostileModels.NestedFunctions(), "model-limits", "The model nests functions more than 16 deep." },
            {
                "exploding functions",
                HostileModels.ExplodingFunctions(),
                "model-limits",
                "The model has more than 200000 nodes once its functions are written out."
            },
            { "nested graphs", HostileModels.NestedGraphs(), "model-limits", "The model nests graphs more than 8 deep." },
            {
                "huge initialiser",
                HostileModels.HugeInitializer(),
                "model-limits",
                "The tensor 'huge' declares 25000000 × 1000 elements; at most 4294967296 are allowed."
            },
            {
                "short initialiser",
                HostileModels.ShortInitializer(),
                "model-invalid",
                "The tensor 'short' declares 1000000000 elements of type float, which take 4000000000 bytes, but the file holds 16."
            },
            {
                "overflowing initialiser",
                HostileModels.OverflowingInitializer(),
                "model-limits",
                "The tensor 'wraps' declares 4294967296 × 4294967296 × 4 elements; at most 4294967296 are allowed."
            },
            {
                "huge output",
                HostileModels.HugeOutput(),
                "model-limits",
                "The node making 'logits' (ConstantOfShape) makes 'logits' with 1 × 1000000000 elements; at most 268435456 are "
                    + "allowed for one picture."
            },
            {
                "huge expand",
                HostileModels.HugeExpand(),
                "model-limits",
                "The node making 'logits' (Expand) makes 'logits' with 1000000000 × 10 elements; at most 268435456 are allowed "
                    + "for one picture."
            },
            {
                "no image input",
                HostileModels.NoImageInput(),
                "model-input",
                "The model's input 'tokens' int64[N, 77] is not a picture of three channels."
            },
            {
                "gray input",
                HostileModels.GrayInput(),
                "model-input",
                "The model's input 'x' float[N, 1, 28, 28] is not a picture of three channels."
            },
            {
                "two inputs",
                HostileModels.TwoInputs(),
                "model-input",
                "The model has 2 inputs: 'x' float[N, 3, ?, ?], 'mask' float[N, 1, ?, ?]."
            },
            {
                "no class output",
                HostileModels.NoClassOutput(),
                "model-output",
                "No output of the model holds a number for each class: 'y' float[N, 3, 32, 32]."
            },
            {
                "unknown operator",
                HostileModels.UnknownOperator(),
                "model-unsupported-operator",
                "The node making 'logits' uses the operator 'Frobnicate', which the ONNX standard does not have."
            },
            {
                "custom domain",
                HostileModels.CustomDomain(),
                "model-custom-domain",
                "The node making 'logits' uses the operator 'Magic' of the domain 'com.example', which needs a library that "
                    + "Bench does not load."
            },
            {
                "EPContext",
                HostileModels.EPContext(),
                "model-unsupported-operator",
                "The node making 'logits' is an EPContext: a blob compiled for one device, which cannot be inspected."
            },
            {
                "external data alone",
                HostileModels.ExternalData("w.bin"),
                "model-external-data",
                "The tensor 'matrix' lies in the file 'w.bin', which was not uploaded."
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_can_be_read_from_the_file_is_refused_with_its_reason(string what, byte[] bytes, string code, string message)
    {
        var result = Inspect(bytes);

        result.IsAdmitted.ShouldBeFalse(what);
        (result.Problem.Code, result.Problem.Message).ShouldBe((code, message));
        result.Problem.NextStep.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_file_cut_short_is_refused_with_the_place()
    {
        var result = Inspect(HostileModels.Truncated());

        result.Problem!.Code.ShouldBe("model-invalid");
        result.Problem.Message.ShouldMatch(
            @"^The file is truncated or damaged: at byte \d+ a part of \d+ bytes begins, but only \d+ are left for it\.$"
        );
    }

    public static TheoryData<string, byte[]> OnlyTheCageCanTell =>
        new()
        {
            { "infinite loop", HostileModels.InfiniteLoop() },
            { "allocating loop", HostileModels.AllocatingLoop() },
            { "huge output by way of the pixels", HostileModels.HugeOutputFromPixels() },
            { "NaN", HostileModels.NanOutput() },
            { "ten outputs", HostileModels.TenOutputs() },
        };

    [Theory]
    [MemberData(nameof(OnlyTheCageCanTell))]
    public void What_only_running_shows_is_admitted(string what, byte[] bytes)
    {
        var result = Inspect(bytes);

        result.Problem.ShouldBeNull(what);
        result.Model!.ClassOutputs.ShouldContain(output => output.Name == "logits");
    }

    [Fact]
    public void A_loop_is_listed_as_uncounted() => Inspect(HostileModels.InfiniteLoop()).Model!.Cost.Uncounted.ShouldBe(["Loop × 1"]);

    [Fact]
    public void Random_damage_gives_an_outcome_and_never_throws()
    {
        byte[][] models =
        [
            HostileModels.Classifier(),
            HostileModels.InfiniteLoop(),
            HostileModels.TenOutputs(),
            HostileModels.NestedFunctions(8),
            HostileModels.HugeOutputFromPixels(),
        ];
        var random = new Random(20261124);
        var admitted = 0;
        const int rounds = 400;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = models[round % models.Length].ToArray();
            if (round % 7 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            for (var flips = random.Next(1, 5); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            admitted += Inspect(bytes).IsAdmitted ? 1 : 0;
        }
        admitted.ShouldBeInRange(1, rounds - 1);
    }

    /// <summary>The classifier with one more tensor, a hole of the given size on disk.</summary>
    string SparseModel(long weights)
    {
        // A second `graph` field would be refused, so the tensor's fields go behind those of the graph: tag, length, dims, type, name,
        // raw_data.
        var small = Bench.Onnx.Protobuf.ModelProto.Parser.ParseFrom(HostileModels.Classifier());
        var graph = Google.Protobuf.MessageExtensions.ToByteArray(small.Graph);
        small.Graph = null;
        var path = Path.Combine(_folder.Path, "sparse.onnx");
        using var file = File.Create(path);
        file.Write(Google.Protobuf.MessageExtensions.ToByteArray(small));
        byte[] tensorHead = [0x08, .. Varint(weights / 4), 0x10, 1, 0x42, 1, (byte)'w', 0x4A, .. Varint(weights)];
        byte[] tensor = [0x2A, .. Varint(tensorHead.Length + weights), .. tensorHead];
        file.Write([0x3A, .. Varint(graph.Length + tensor.Length + weights), .. graph, .. tensor]);
        file.SetLength(file.Length + weights);
        return path;
    }

    static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value & 0x7F | 0x80));
        return [.. bytes, (byte)value];
    }

    OnnxAdmissionResult Inspect(byte[] bytes) => OnnxAdmission.Inspect(_folder.Write("m.onnx", bytes), new(), CancellationToken.None);

    public void Dispose() => _folder.Dispose();
}
