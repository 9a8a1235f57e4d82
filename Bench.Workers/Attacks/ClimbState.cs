using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>The images of one run of a gradient attack: the place of each, its loss there, and the gradient.</summary>
internal sealed class ClimbState
{
    readonly AttackedPictures _pictures;
    readonly int[] _targets;
    readonly float[] _seeds;

    public ClimbState(AttackedPictures pictures, int[] images, int[] targets)
    {
        this._pictures = pictures;
        this._targets = targets;
        Images = images;
        _seeds = new float[images.Length * pictures.Target.Classes];
        (Places, Gradients, Losses) = (new float[images.Length * Pixels], new float[images.Length * Pixels], new float[images.Length]);
    }

    public int Count => Images.Length;

    public int Pixels => _pictures.Target.Pixels;

    public int[] Images { get; }

    /// <summary>Where each picture is now.</summary>
    public float[] Places { get; }

    public float[] Gradients { get; }

    public float[] Losses { get; }

    public Span<float> Original(int row) => _pictures.Original(Images[row]);

    public Span<float> Row(float[] values, int row) => values.AsSpan(row * Pixels, Pixels);

    /// <summary>Rows whose picture has not fallen.</summary>
    public int[] Standing() => [.. Enumerable.Range(0, Count).Where(row => !_pictures.Fooled[Images[row]])];

    public void Start(ThreatModel threat, Func<int, SeededRandom> random)
    {
        for (var row = 0; row < Count; row++)
        {
            var own = random(Images[row]);
            threat.Scatter(ref own, Original(row), Row(Places, row));
        }
    }

    /// <summary>Asks the model about the rows' places and, of those not misled yet, for the gradient of the loss if it
    /// is wanted.</summary>
    public void Evaluate(string attack, AttackLoss loss, int[] rows, bool gradient, CancellationToken cancellationToken)
    {
        var classes = _pictures.Target.Classes;
        _pictures.Look(
            attack,
            [.. rows.Select(row => Images[row])],
            Places,
            rows,
            (position, logits) =>
            {
                var row = rows[position];
                Losses[row] = AttackLosses.Compute(
                    loss,
                    logits,
                    _pictures.Labels[Images[row]],
                    _targets[row],
                    _seeds.AsSpan(row * classes, classes)
                );
            },
            cancellationToken
        );
        if (!gradient)
            return;
        int[] left = [.. rows.Where(row => !_pictures.Fooled[Images[row]])];
        _pictures.Differentiate([.. left.Select(row => Images[row])], Places, left, _seeds, Gradients, cancellationToken);
    }
}
