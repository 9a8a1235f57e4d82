using System.Numerics.Tensors;

namespace Bench.Api.Demo.Classifiers;

/// <summary>A layer of filters taken from training pictures: convolution, rectifier, average over a coarse grid. What a
/// demo classifier sees with.</summary>
/// <remarks>After Coates and Ng, 2012: patches as they occur are good filters. The same layer is written into the ONNX
/// graph as Conv, Relu, AveragePool.</remarks>
internal sealed class PatchBank
{
    readonly int _patch,
        _stride,
        _grid;

    PatchBank(int patch, int stride, int grid, float[] weights, float[] bias)
    {
        (_patch, _stride, _grid) = (patch, stride, grid);
        (Weights, Bias) = (weights, bias);
    }

    /// <summary>[Filters, 3, Patch, Patch] weights.</summary>
    public float[] Weights { get; }

    /// <summary>[Filters] added before the rectifier.</summary>
    public float[] Bias { get; }

    public int Filters => Bias.Length;

    public int Patch => _patch;

    public int Stride => _stride;

    /// <summary>Columns and rows of the convolution's output.</summary>
    public int Positions => (TrainingPicture.Side - _patch) / _stride + 1;

    /// <summary>Columns and rows that one average covers.</summary>
    public int Pool => Positions / _grid;

    /// <summary>Length of <see cref="Features"/>.</summary>
    public int FeatureCount => Filters * _grid * _grid;

    int Window => 3 * _patch * _patch;

    /// <summary>Takes filters at seeded places of the pictures: less their mean (unless they are single pixels, whose
    /// colour is all they have), to length 1.</summary>
    public static PatchBank Take(IReadOnlyList<TrainingPicture> pictures, int filters, int patch, int stride, int grid, int seed)
    {
        var random = new Random(seed);
        var window = 3 * patch * patch;
        var weights = new float[filters * window];
        var bias = new float[filters];
        for (var filter = 0; filter < filters; filter++)
        {
            var weight = weights.AsSpan(filter * window, window);
            float length;
            do
            {
                var picture = pictures[random.Next(pictures.Count)];
                Copy(
                    picture.Pixels,
                    random.Next(TrainingPicture.Side - patch + 1),
                    random.Next(TrainingPicture.Side - patch + 1),
                    patch,
                    weight
                );
                TensorPrimitives.Subtract(weight, TensorPrimitives.Sum<float>(weight) / window, weight);
                length = TensorPrimitives.Norm<float>(weight);
            } while (length < 0.02f);
            TensorPrimitives.Divide(weight, length, weight);
            bias[filter] = patch == 1 ? (random.NextSingle() - 0.5f) * 0.8f : -0.15f * random.NextSingle();
        }
        return new PatchBank(patch, stride, grid, weights, bias);
    }

    /// <summary>[Filters · Grid · Grid] averages, filter by filter, as AveragePool and Flatten order them.</summary>
    public float[] Features(TrainingPicture picture)
    {
        var features = new float[FeatureCount];
        Span<float> window = new float[Window];
        var used = Pool * _grid;
        for (var row = 0; row < used; row++)
        for (var column = 0; column < used; column++)
        {
            Copy(picture.Pixels, column * _stride, row * _stride, _patch, window);
            var cell = row / Pool * _grid + column / Pool;
            for (var filter = 0; filter < Filters; filter++)
                features[filter * _grid * _grid + cell] += MathF.Max(
                    TensorPrimitives.Dot<float>(window, Weights.AsSpan(filter * Window, Window)) + Bias[filter],
                    0
                );
        }
        TensorPrimitives.Divide(features, Pool * Pool, features);
        return features;
    }

    static void Copy(ReadOnlySpan<float> pixels, int left, int top, int patch, Span<float> target)
    {
        for (var channel = 0; channel < 3; channel++)
        for (var row = 0; row < patch; row++)
            pixels
                .Slice((channel * TrainingPicture.Side + top + row) * TrainingPicture.Side + left, patch)
                .CopyTo(target[((channel * patch + row) * patch)..]);
    }
}
