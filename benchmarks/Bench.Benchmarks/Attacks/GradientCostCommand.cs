using System.Globalization;
using Bench.Onnx.Gradients;
using Bench.Onnx.Protobuf;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Benchmarks.Attacks;

/// <summary>What a gradient costs: processor time of a run with the reverse pass over that of a run without, one thread.</summary>
internal static class GradientCostCommand
{
    /// <summary>Runs of one measurement: the system may count processor time in steps of ten milliseconds.</summary>
    const int Runs = 25;

    /// <param name="data">Folder of the models.</param>
    /// <param name="rounds">Rounds of which the quickest counts, run in turn.</param>
    public static void Run(string data, int rounds)
    {
        foreach (var name in AttackedModel.Names)
            Measure(name, new AttackedModel(data, name).Gradient(), rounds);
    }

    static void Measure(string name, GradientModel model, int rounds)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var whole = new InferenceSession(model.Bytes, options);
        using var alone = new InferenceSession(WithoutGradient(model), options);
        using var run = new RunOptions();
        var random = new Random(1);
        var (image, seed) = (new float[3 * 224 * 224], new float[model.Classes]);
        foreach (ref var number in image.AsSpan())
            number = random.NextSingle() - 0.5f;
        foreach (ref var number in seed.AsSpan())
            number = random.NextSingle() - 0.5f;
        using var imageValue = OrtValue.CreateTensorValueFromMemory(
            image,
            [.. whole.InputMetadata[model.Image].Dimensions.Select(dim => (long)dim)]
        );
        using var seedValue = OrtValue.CreateTensorValueFromMemory(seed, [1, model.Classes]);
        var (forward, both) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round <= rounds; round++)
        {
            var (one, other) = (Of(alone, model.Logits), Of(whole, model.Gradient));
            if (round > 0)
                (forward, both) = (Math.Min(forward, one), Math.Min(both, other));
        }
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {name} | {forward:0.0} ms | {both:0.0} ms | {both / forward:0.00} |")
        );

        double Of(InferenceSession session, string output)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Runs; i++)
                using (session.Run(run, [model.Image, model.Seed], [imageValue, seedValue], [output])) { }
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Runs;
        }
    }

    /// <summary>The same graph as far as the logits need it: a session runs every node that is there.</summary>
    static byte[] WithoutGradient(GradientModel model)
    {
        var proto = ModelProto.Parser.ParseFrom(model.Bytes);
        proto.Graph.Output.Remove(proto.Graph.Output.Single(output => output.Name == model.Gradient));
        var needed = new HashSet<string> { model.Logits };
        for (var i = proto.Graph.Node.Count - 1; i >= 0; i--)
            if (proto.Graph.Node[i].Output.Any(needed.Contains))
                needed.UnionWith(proto.Graph.Node[i].Input);
            else
                proto.Graph.Node.RemoveAt(i);
        return proto.ToByteArray();
    }
}
