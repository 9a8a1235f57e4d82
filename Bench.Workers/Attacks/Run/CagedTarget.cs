using System.Numerics.Tensors;
using Bench.Metrics.Predicted;
using Bench.Onnx.Gradients;
using Bench.Service.Models;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Attacks.Run;

/// <summary>A model in the cage as an attack sees it. The attack runs out here, with the labels; the child gets
/// pictures and seeds and gives numbers.</summary>
/// <param name="child">Has opened the model for an attack.</param>
/// <param name="pixels">Numbers of a picture.</param>
/// <param name="width">Numbers of a row of the model's output.</param>
/// <param name="places">Where each class is in such a row: a background class and classes off the dataset's mask have
/// no place.</param>
/// <param name="kind">What the rows hold.</param>
/// <param name="opened">What the child has of a reverse pass.</param>
internal sealed class CagedTarget(CagedChild child, int pixels, int width, int[] places, OutputKind kind, AttackOpened opened)
    : IAttackTarget
{
    float[] _rows = [];

    public int Pixels => pixels;

    public int Classes => places.Length;

    public bool HasGradient => opened.HasGradient;

    /// <summary>Operators of the graph that jump, and that no gradient passes.</summary>
    public IReadOnlyList<string> Steps => opened.Steps;

    /// <summary>Whether all gradients so far were numbers. Where one is none, 0 takes its place: an attack learns
    /// nothing there.</summary>
    public bool GradientsFinite { get; private set; } = true;

    public FeatureTensor? Features => opened.Features;

    public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
    {
        var rows = Rows(pictures.Length / pixels);
        child.Send(pictures, []);
        child.ReadRows(rows);
        for (var i = 0; i < logits.Length; i++)
            logits[i] = rows[i / places.Length * width + places[i % places.Length]];
        if (kind == OutputKind.Percentages)
            TensorPrimitives.Multiply(logits, 0.01f, logits);
        if (kind is OutputKind.Probabilities or OutputKind.Percentages)
            PredictionHead.LogitsOfProbabilities(logits, logits);
    }

    public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients)
    {
        var rows = Rows(pictures.Length / pixels);
        rows.Clear();
        for (var i = 0; i < seeds.Length; i++)
            rows[i / places.Length * width + places[i % places.Length]] = seeds[i];
        child.Send(pictures, rows);
        child.ReadRows(gradients);
        foreach (ref var number in gradients)
            if (!float.IsFinite(number))
                (number, GradientsFinite) = (0, false);
    }

    /// <remarks>What comes back of seeds is what the child was opened for.</remarks>
    public void ClassMaps(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> maps) => Gradients(pictures, seeds, maps);

    Span<float> Rows(int count)
    {
        if (_rows.Length < count * width)
            _rows = new float[count * width];
        return _rows.AsSpan(0, count * width);
    }
}
