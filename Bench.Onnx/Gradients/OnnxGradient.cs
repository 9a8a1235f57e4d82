using Bench.Onnx.Gradients.Rules;
using Bench.Onnx.Gradients.Twin;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Bench.Onnx.Shapes;
using Bench.Onnx.Wire;
using Google.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients;

/// <summary>Appends a reverse pass to a classifier, so that the runtime that runs the model also differentiates
/// it.</summary>
/// <remarks>
/// The whole file is read into memory, weights included: this belongs into the cage, on a model that has been admitted.
/// Every shape is worked out for one batch and picture size; a model whose own batch is fixed takes that one. Integer
/// and half precision models get a float twin, whose answers the caller compares with the model's own.
/// </remarks>
public static class OnnxGradient
{
    /// <summary>Stored bytes up to which a gradient is made: with the graph around them they must fit one message of
    /// the format, 2 GiB.</summary>
    const long MostBytes = 1_800_000_000;

    /// <summary>The smallest normal number: a probability below it has the logarithm of this one.</summary>
    const float LeastProbability = 1.17549435e-38f;

    /// <param name="modelPath">The model file; external data lies in its folder.</param>
    /// <param name="image">The model's image input, as admission found it.</param>
    /// <param name="output">The output with a number for each class.</param>
    /// <param name="batch">Pictures a run.</param>
    /// <param name="height">Height of the pictures where the model leaves it open.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="limits">What the model may declare, as at its admission.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="classMap">Whether the derivative is taken over the last features in place of the picture, and made
    /// a map of them: Grad-CAM. Where the model has no such features nothing is missing, and there is no model.</param>
    /// <param name="probabilities">Whether the output holds probabilities, of whatever unit, whose logarithms the caller
    /// takes for logits. Where no Softmax at the end makes them, as in a mean over several models, the seeds are over
    /// these logarithms.</param>
    /// <param name="sigmoid">Whether the output holds an independent probability of each class, whose log-odds the caller takes for
    /// logits.</param>
    public static GradientResult Build(
        string modelPath,
        OnnxImageInput image,
        string output,
        int batch,
        int height,
        int width,
        OnnxLimits limits,
        CancellationToken cancellationToken,
        bool classMap = false,
        bool probabilities = false,
        bool sigmoid = false
    )
    {
        if (new FileInfo(modelPath).Length > MostBytes)
            return GradientResult.Without("the model's size");
        ModelProto model;
        using (var stream = File.OpenRead(modelPath))
            model = ModelProto.Parser.ParseFrom(stream);
        return ExternalWeights.Load(model.Graph, Path.GetDirectoryName(Path.GetFullPath(modelPath))!, MostBytes)
            ? Build(model, image, output, batch, height, width, limits, cancellationToken, classMap, probabilities, sigmoid)
            : GradientResult.Without("the model's size");
    }

    internal static GradientResult Build(
        ModelProto model,
        OnnxImageInput image,
        string output,
        int batch,
        int height,
        int width,
        OnnxLimits limits,
        CancellationToken cancellationToken,
        bool classMap = false,
        bool probabilities = false,
        bool sigmoid = false
    )
    {
        try
        {
            FloatTwin.Rewrite(model, image.Name);
        }
        catch (NotSupportedException exception)
        {
            return GradientResult.Without(exception.Message);
        }
        var graph = model.Graph;
        var logits = LogitsCut.Find(graph, output, sigmoid);
        var sized = image with
        {
            Type = OnnxElementType.Float,
            Batch = image.Batch ?? batch,
            Height = image.Height ?? height,
            Width = image.Width ?? width,
        };
        var file = OnnxFileReader.Read(new MemoryStream(model.ToByteArray()), Roomy(limits), cancellationToken);
        var shapes = ShapeInference.Run(file, sized, Roomy(limits), cancellationToken);
        if (
            shapes.Values.GetValueOrDefault(logits)?.Dims is not { Length: > 0 } dims
            || dims[0] != sized.Batch && TensorFact.Product(dims) % sized.Batch!.Value != 0
        )
            return GradientResult.Without($"the shape of '{logits}'");
        var classes = TensorFact.Product(dims) / sized.Batch!.Value;
        var emitter = new GraphEmitter(graph);
        var pass = new ReversePass(
            graph,
            file.Graph,
            shapes.Values,
            file.Opsets.First(opset => opset.Domain == OperatorDomains.Standard).Version,
            emitter
        );
        var features = classMap ? LastFeatures.Of(file.Graph, shapes.Values, image.Name, logits) : null;
        if (classMap && features is null)
            return GradientResult.Without();
        var seed = emitter.Name("seed");
        var upstream = emitter.Reshape(seed, dims);
        if (probabilities && logits == output)
            upstream = emitter.Div(upstream, emitter.Emit("Max", [output, emitter.Scalar(LeastProbability)]));
        if (sigmoid && logits == output)
            upstream = emitter.Div(
                upstream,
                emitter.Emit("Max", [emitter.Mul(output, emitter.Sub(emitter.Scalar(1), output)), emitter.Scalar(LeastProbability)])
            );
        var gradient = pass.Run(features?.Value ?? image.Name, logits, upstream);
        if (gradient is null)
            return GradientResult.Without(pass.Missing.Count > 0 ? pass.Missing : ["no way from the logits to the picture"]);
        if (features is not null)
            gradient = ClassMap(emitter, features, gradient);
        Declare(model, sized, seed, (int)classes);
        emitter.EmitAs(emitter.Name("logits"), "Reshape", [logits, emitter.Vector(sized.Batch!.Value, classes)]);
        emitter.EmitAs(emitter.Name("image"), "Identity", [gradient]);
        graph.Output.Add(Value(emitter.Name("logits"), OnnxElementType.Float, [(long)sized.Batch!.Value, classes]));
        graph.Output.Add(
            Value(
                emitter.Name("image"),
                OnnxElementType.Float,
                features is null ? [.. Dims(sized)] : [(long)sized.Batch!.Value, (long)features.Tensor.Height, (long)features.Tensor.Width]
            )
        );
        return new(
            new(
                model.ToByteArray(),
                image.Name,
                seed,
                emitter.Name("logits"),
                emitter.Name("image"),
                sized.Batch!.Value,
                sized.Height!.Value,
                sized.Width!.Value,
                (int)classes,
                features?.Tensor
            ),
            []
        )
        {
            Steps = StepOperators.Between(file.Graph, image.Name, logits),
            OwnLogits = logits != output,
        };
    }

    /// <summary>max(0, Σ_k α_k A_k), where α_k is the mean of the gradient over the places of feature k.</summary>
    static string ClassMap(GraphEmitter emitter, LastFeatures.Found features, string gradient)
    {
        var tensor = features.Tensor;
        long[] places = features.ChannelsLast ? [1, 2] : [2, 3];
        var weights = emitter.Mul(emitter.Sum(gradient, places), 1f / (tensor.Height * tensor.Width));
        var map = emitter.Sum(emitter.Mul(features.Value, weights), features.ChannelsLast ? 3 : 1);
        return emitter.Emit("Relu", [emitter.Reshape(map, -1, tensor.Height, tensor.Width)]);
    }

    /// <summary>The inputs of one fixed shape, and no output yet.</summary>
    static void Declare(ModelProto model, OnnxImageInput image, string seed, int classes)
    {
        model.Graph.Input.Clear();
        model.Graph.Output.Clear();
        model.Graph.Input.Add(Value(image.Name, OnnxElementType.Float, [.. Dims(image)]));
        model.Graph.Input.Add(Value(seed, OnnxElementType.Float, [(long)image.Batch!.Value, (long)classes]));
    }

    static IEnumerable<object?> Dims(OnnxImageInput image) =>
        image.Layout == OnnxImageLayout.Nchw
            ? [(long)image.Batch!.Value, 3L, (long)image.Height!.Value, (long)image.Width!.Value]
            : [(long)image.Batch!.Value, (long)image.Height!.Value, (long)image.Width!.Value, 3L];

    /// <summary>Admission has held the model to the limits for one picture; a batch of them and the twin's own
    /// constants take more.</summary>
    static OnnxLimits Roomy(OnnxLimits limits) =>
        limits with
        {
            MaxActivationElements = long.MaxValue,
            MaxInitializers = int.MaxValue,
            MaxStructureBytes = long.MaxValue / 2,
        };
}
