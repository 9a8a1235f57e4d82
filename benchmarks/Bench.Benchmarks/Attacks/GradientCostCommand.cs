using System.Globalization;
using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Benchmarks.Attacks;

/// <summary>What a gradient costs: processor time of a run with the reverse pass over that of the float twin without
/// it, and over that of the served model; one thread.</summary>
internal static class GradientCostCommand
{
    /// <summary>Runs of one measurement: the system may count processor time in steps of ten milliseconds.</summary>
    const int Runs = 25;

    /// <param name="data">Folder of the models.</param>
    /// <param name="rounds">Rounds, run in turn, of which medians are told.</param>
    /// <param name="profile">Where the runtime writes what each node took; null for no such file.</param>
    public static void Run(string data, int rounds, string? profile = null)
    {
        foreach (var model in AttackedModel.Names.Select(name => new AttackedModel(data, name)))
            Measure(model.Name, model.Gradient(), rounds, profile, model.Path);
    }

    /// <param name="folder">Networks as Golden/make_network_gradients.py exports them.</param>
    /// <param name="rounds">As above.</param>
    /// <param name="profile">As above.</param>
    public static void RunFolder(string folder, int rounds, string? profile = null)
    {
        var image = new OnnxImageInput("x", OnnxElementType.Float, OnnxImageLayout.Nchw, 1, 224, 224);
        foreach (var path in Directory.GetFiles(folder, "*.onnx").Order(StringComparer.Ordinal))
        {
            var built = OnnxGradient.Build(path, image, "out", 1, 224, 224, new OnnxLimits(), CancellationToken.None);
            Measure(Path.GetFileNameWithoutExtension(path), built.Model!, rounds, profile, path);
        }
    }

    static void Measure(string name, GradientModel model, int rounds, string? profile, string path)
    {
        using var whole = Open(model.Bytes, profile is null ? null : $"{profile}-{name}-both");
        using var alone = Open(WithoutGradient(model), profile is null ? null : $"{profile}-{name}-forward");
        using var served = Open(File.ReadAllBytes(path), profile: null);
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
        long[] shape = [1, 3, 224, 224];
        var (input, half) = (served.InputMetadata.Keys.Single(), served.InputMetadata.Values.Single().ElementType == typeof(Float16));
        using var servedValue = half
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(image, number => (Float16)number), shape)
            : OrtValue.CreateTensorValueFromMemory(image, shape);
        var (forward, both, answers) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var (one, other) = (Twin(alone, model.Logits), Twin(whole, model.Gradient));
            var answer = Of(() => served.Run(run, [input], [servedValue], [served.OutputMetadata.Keys.First()]));
            if (round == 0)
                continue;
            forward.Add(one);
            both.Add(other);
            answers.Add(answer);
        }
        var ratios = forward.Zip(both, (one, other) => other / one).Order().ToList();
        var text = CultureInfo.InvariantCulture;
        Console.WriteLine(
            string.Create(text, $"| {name} | {Median(forward):0.0} ms | {Median(both):0.0} ms | {Median(ratios):0.00} |")
                + string.Create(text, $" {ratios[0]:0.00} to {ratios[^1]:0.00} | {Median(answers):0.0} ms |")
                + string.Create(text, $" {Median(answers.Zip(both, (one, other) => other / one)):0.00} |")
        );

        double Twin(InferenceSession session, string output) =>
            Of(() => session.Run(run, [model.Image, model.Seed], [imageValue, seedValue], [output]));

        static double Of(Func<IDisposable> once)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Runs; i++)
                once().Dispose();
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Runs;
        }
    }

    static InferenceSession Open(byte[] model, string? profile)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (profile is not null)
            (options.ProfileOutputPathPrefix, options.EnableProfiling) = (profile, true);
        return new InferenceSession(model, options);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The same graph as far as the logits need it: a session runs every node that is there, and a pooling whose places nobody
    /// asks for is a much faster one.</summary>
    static byte[] WithoutGradient(GradientModel model)
    {
        var proto = ModelProto.Parser.ParseFrom(model.Bytes);
        proto.Graph.Output.Remove(proto.Graph.Output.Single(output => output.Name == model.Gradient));
        var needed = new HashSet<string> { model.Logits };
        for (var i = proto.Graph.Node.Count - 1; i >= 0; i--)
        {
            var node = proto.Graph.Node[i];
            while (node.Output.Count > 1 && !needed.Contains(node.Output[^1]))
                node.Output.RemoveAt(node.Output.Count - 1);
            if (node.Output.Any(needed.Contains))
                needed.UnionWith(node.Input);
            else
                proto.Graph.Node.RemoveAt(i);
        }
        return proto.ToByteArray();
    }
}
