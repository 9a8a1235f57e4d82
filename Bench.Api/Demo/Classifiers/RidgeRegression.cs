using System.Numerics.Tensors;

namespace Bench.Api.Demo.Classifiers;

/// <summary>A linear classifier fitted by least squares on ±1 targets with an L2 penalty, over standardised
/// features.</summary>
/// <param name="Weights">[Classes, Features] weights over the features as they are.</param>
/// <param name="Bias">[Classes].</param>
internal sealed record RidgeRegression(float[] Weights, float[] Bias)
{
    /// <param name="features">Rows of equal length.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="penalty">Penalty, as a share of the number of rows.</param>
    public static RidgeRegression Fit(IReadOnlyList<float[]> features, IReadOnlyList<int> labels, int classes, double penalty)
    {
        var width = features[0].Length;
        var (columns, mean, deviation) = Standardise(features, width);

        var normal = new double[width][];
        Parallel.For(
            0,
            width,
            i =>
            {
                normal[i] = new double[i + 1];
                for (var j = 0; j <= i; j++)
                    normal[i][j] = TensorPrimitives.Dot<double>(columns[i], columns[j]);
                normal[i][i] += penalty * features.Count;
            }
        );
        Factorise(normal);

        var (weights, bias) = (new float[classes * width], new float[classes]);
        for (var label = 0; label < classes; label++)
        {
            var target = new double[features.Count];
            for (var row = 0; row < target.Length; row++)
                target[row] = labels[row] == label ? 1 : -1;
            var solution = new double[width];
            for (var i = 0; i < width; i++)
                solution[i] = TensorPrimitives.Dot<double>(columns[i], target);
            Solve(normal, solution);
            var offset = TensorPrimitives.Sum<double>(target) / target.Length;
            for (var i = 0; i < width; i++)
            {
                weights[label * width + i] = (float)(solution[i] / deviation[i]);
                offset -= mean[i] * solution[i] / deviation[i];
            }
            bias[label] = (float)offset;
        }
        return new RidgeRegression(weights, bias);
    }

    /// <summary>One score a class.</summary>
    public float[] Scores(float[] features)
    {
        var scores = (float[])Bias.Clone();
        for (var label = 0; label < scores.Length; label++)
            scores[label] += TensorPrimitives.Dot<float>(features, Weights.AsSpan(label * features.Length, features.Length));
        return scores;
    }

    /// <summary>The same classifier with all scores multiplied: the same decisions, another confidence.</summary>
    public RidgeRegression Sharpened(float factor) =>
        new([.. Weights.Select(weight => weight * factor)], [.. Bias.Select(bias => bias * factor)]);

    static (double[][] Columns, double[] Mean, double[] Deviation) Standardise(IReadOnlyList<float[]> features, int width)
    {
        var (columns, mean, deviation) = (new double[width][], new double[width], new double[width]);
        for (var i = 0; i < width; i++)
        {
            var column = new double[features.Count];
            for (var row = 0; row < column.Length; row++)
                column[row] = features[row][i];
            mean[i] = TensorPrimitives.Sum<double>(column) / column.Length;
            TensorPrimitives.Subtract(column, mean[i], column);
            deviation[i] = Math.Max(TensorPrimitives.Norm<double>(column) / Math.Sqrt(column.Length), 1e-6);
            TensorPrimitives.Divide(column, deviation[i], column);
            columns[i] = column;
        }
        return (columns, mean, deviation);
    }

    /// <summary>Cholesky factor of a symmetric positive matrix, in place, row by row.</summary>
    static void Factorise(double[][] lower)
    {
        for (var i = 0; i < lower.Length; i++)
        for (var j = 0; j <= i; j++)
        {
            var rest = lower[i][j] - TensorPrimitives.Dot<double>(lower[i].AsSpan(0, j), lower[j].AsSpan(0, j));
            lower[i][j] = i == j ? Math.Sqrt(rest) : rest / lower[j][j];
        }
    }

    static void Solve(double[][] lower, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] - TensorPrimitives.Dot<double>(lower[i].AsSpan(0, i), values.AsSpan(0, i))) / lower[i][i];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            values[i] /= lower[i][i];
            for (var j = 0; j < i; j++)
                values[j] -= lower[i][j] * values[i];
        }
    }
}
