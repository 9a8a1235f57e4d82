using System.Numerics.Tensors;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks.Ordered;

/// <summary>The search for the smallest move of one picture: minimises ‖δ‖² + w · loss by Adam, within [0, 1].</summary>
internal sealed class OrderedSearch
{
    /// <summary>QuadAttacK's: step of Adam, standard deviation of the start, and how the weight falls while the move gets
    /// smaller.</summary>
    const float StepSize = 0.0022f,
        Spread = 2e-3f;

    public const double MostWeight = 20;

    const double Fall = 0.75;

    /// <summary>Adam restarts after these steps: the first gradients are by far the largest.</summary>
    const int WarmUp = 5;

    const float MeanDecay = 0.9f,
        SquareDecay = 0.999f,
        Tiny = 1e-8f;

    readonly float[] _original;
    readonly float[] _change;
    readonly float[] _mean;
    readonly float[] _square;
    double _weight,
        _begun,
        _upper,
        _lower;
    int _step,
        _age;
    bool _reached;

    /// <param name="original">The picture, in [0, 1].</param>
    /// <param name="order">Places of the classes that are to be best, the best one first.</param>
    /// <param name="mostWeight">The largest weight; the first round begins at half of it.</param>
    public OrderedSearch(ReadOnlySpan<float> original, int[] order, double mostWeight = MostWeight)
    {
        (this._original, Order, _upper) = (original.ToArray(), order, mostWeight);
        (_change, _mean, _square) = (new float[original.Length], new float[original.Length], new float[original.Length]);
        Picture = [.. _original];
    }

    public int[] Order { get; }

    public ReadOnlySpan<float> Original => _original;

    /// <summary>The picture that is looked at.</summary>
    public float[] Picture { get; }

    /// <summary>The smallest change that reached the order; null while none has.</summary>
    public float[]? Change { get; private set; }

    /// <summary>Its length in L2.</summary>
    public double Length { get; private set; } = double.PositiveInfinity;

    public int Queries { get; private set; }

    public int Gradients { get; private set; }

    /// <summary>Begins a round at another start, with a weight in the middle of what has not been tried.</summary>
    public void Begin(SeededRandom random)
    {
        for (var i = 0; i < _change.Length; i++)
            _change[i] = Spread * random.NextNormal();
        (_begun, _reached, _step) = (0.5 * (_lower + _upper), false, 0);
        _weight = _begun;
        Forget();
        Move();
    }

    public void End()
    {
        if (_reached)
            _upper = _begun;
        else
            _lower = _begun;
    }

    /// <summary>Takes the model's answer about the picture.</summary>
    /// <returns>Whether it reached the order by a smaller change than any before.</returns>
    public bool Note(ReadOnlySpan<float> logits)
    {
        Queries++;
        if (!OrderedLosses.Reached(logits, Order))
            return false;
        _reached = true;
        if (Norm() is var length && length >= Length)
            return false;
        (Length, Change) = (length, [.. _change]);
        return true;
    }

    /// <summary>Takes the model's answer about the picture, and gives the gradient over the logits of the weighted loss.</summary>
    public void Look(OrderedObjective objective, double margin, ReadOnlySpan<float> logits, Span<float> seed)
    {
        if (Note(logits))
            _weight *= Fall;
        if (double.IsFinite(OrderedLosses.Compute(objective, logits, Order, margin, seed)))
            TensorPrimitives.Multiply(seed, (float)_weight, seed);
        else
            seed.Clear();
    }

    /// <summary>Looks at another change, cut to the box.</summary>
    public void Propose(ReadOnlySpan<float> change)
    {
        change.CopyTo(_change);
        Move();
    }

    /// <summary>Counts gradients that were computed outside steps.</summary>
    public void CountGradients(int count) => Gradients += count;

    /// <summary>A step of Adam, back into the box.</summary>
    /// <param name="gradient">Of the weighted loss over the picture.</param>
    public void Step(ReadOnlySpan<float> gradient)
    {
        Gradients++;
        if (_step++ == WarmUp)
            Forget();
        _age++;
        var (meanShare, squareShare) = (1 - MathF.Pow(MeanDecay, _age), 1 - MathF.Pow(SquareDecay, _age));
        for (var i = 0; i < _change.Length; i++)
        {
            var slope = gradient[i] + 2 * _change[i];
            _mean[i] = MeanDecay * _mean[i] + (1 - MeanDecay) * slope;
            _square[i] = SquareDecay * _square[i] + (1 - SquareDecay) * slope * slope;
            _change[i] -= StepSize * (_mean[i] / meanShare) / (MathF.Sqrt(_square[i] / squareShare) + Tiny);
        }
        Move();
    }

    void Forget()
    {
        _age = 0;
        _mean.AsSpan().Clear();
        _square.AsSpan().Clear();
    }

    void Move()
    {
        for (var i = 0; i < _change.Length; i++)
        {
            Picture[i] = Math.Clamp(_original[i] + _change[i], 0, 1);
            _change[i] = Picture[i] - _original[i];
        }
    }

    double Norm()
    {
        var sum = 0.0;
        foreach (var change in _change)
            sum += (double)change * change;
        return Math.Sqrt(sum);
    }
}
