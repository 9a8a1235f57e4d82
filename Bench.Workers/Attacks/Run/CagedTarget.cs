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

    /// <summary>Whether some row of the last answer had rounded to 0 and 1, and nothing tells more.</summary>
    public bool AreRounded { get; private set; }

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
        if (kind == OutputKind.Sigmoid)
            RoundedOutput.LogOdds(logits, logits);
        var mayRound = kind is OutputKind.Probabilities or OutputKind.Percentages or OutputKind.Sigmoid;
        AreRounded = mayRound && Restore(pictures, logits);
    }

    /// <summary>Where what the output shows has rounded to 0 and 1, the logits behind it say how far the classes are apart. They take
    /// its place where they have the same best class: which one that is remains the served model's word.</summary>
    /// <returns>Whether some row stays as it was shown.</returns>
    bool Restore(ReadOnlySpan<float> pictures, Span<float> logits)
    {
        var rounded = RoundedOutput.In(logits, places.Length);
        if (rounded.Count == 0 || opened is not { HasGradient: true, OwnLogits: true, Features: null })
            return rounded.Count > 0;
        var asked = new float[rounded.Count * pixels];
        foreach (var (at, picture) in rounded.Index())
            pictures.Slice(picture * pixels, pixels).CopyTo(asked.AsSpan(at * pixels));
        var rows = Rows(rounded.Count);
        child.SendForOwnLogits(asked);
        child.ReadRows(rows);
        var (stays, own) = (false, new float[places.Length]);
        foreach (var (at, picture) in rounded.Index())
        {
            var row = rows.Slice(at * width, width);
            // Of a softmax the logarithms that single precision could not hold.
            if (kind != OutputKind.Sigmoid)
                RoundedOutput.LogSoftMax(row);
            for (var i = 0; i < own.Length; i++)
                own[i] = row[places[i]];
            var said = logits.Slice(picture * places.Length, places.Length);
            if (TensorPrimitives.IsFiniteAll<float>(own) && RoundedOutput.HaveSameBest(own, said))
                own.CopyTo(said);
            else
                stays = true;
        }
        return stays;
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
