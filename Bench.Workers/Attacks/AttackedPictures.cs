using System.Numerics.Tensors;

namespace Bench.Workers.Attacks;

/// <summary>Pictures under attack, and what has been found about each so far. Attacks run one after another over those
/// not yet broken.</summary>
internal sealed class AttackedPictures
{
    readonly IAttackTarget _target;
    readonly float[] _pictures;
    readonly float[] _logits;
    readonly float[] _seeds;
    readonly int _chunk;

    /// <param name="target">The classifier.</param>
    /// <param name="originals">N × pixels, in [0, 1].</param>
    /// <param name="labels">The true class of each.</param>
    /// <param name="ids">A number for each that stays the same in every run: random choices hang on it.</param>
    /// <param name="chunk">Pictures that the target is asked about at once.</param>
    public AttackedPictures(IAttackTarget target, float[] originals, int[] labels, long[] ids, int chunk)
    {
        if (originals.Length != labels.Length * target.Pixels || ids.Length != labels.Length || chunk < 1)
            throw new ArgumentException(
                $"{labels.Length} labels and {ids.Length} numbers for {originals.Length} values of {target.Pixels} a picture, "
                    + $"{chunk} at once"
            );
        this._target = target;
        this._chunk = chunk;
        (Originals, Labels, Ids, Adversarial) = (originals, labels, ids, [.. originals]);
        (Margins, Queries, Gradients, Fooled, FooledBy) = (
            new float[Count],
            new int[Count],
            new int[Count],
            new bool[Count],
            new string?[Count]
        );
        Array.Fill(Margins, float.PositiveInfinity);
        (_pictures, _logits, _seeds) = (
            new float[chunk * target.Pixels],
            new float[chunk * target.Classes],
            new float[chunk * target.Classes]
        );
    }

    public int Count => Labels.Length;

    public IAttackTarget Target => _target;

    public float[] Originals { get; }

    public int[] Labels { get; }

    public long[] Ids { get; }

    /// <summary>The picture with the smallest margin so far.</summary>
    public float[] Adversarial { get; }

    /// <summary>The smallest margin seen, z_y less the best other logit; not positive where the picture is
    /// misclassified.</summary>
    public float[] Margins { get; }

    /// <summary>Answers that the model gave about each.</summary>
    public int[] Queries { get; }

    /// <summary>Gradients taken for each.</summary>
    public int[] Gradients { get; }

    public bool[] Fooled { get; }

    /// <summary>The attack that misled the model, by its name; <c>clean</c> where it was wrong before any.</summary>
    public string?[] FooledBy { get; }

    public Span<float> Original(int image) => Originals.AsSpan(image * _target.Pixels, _target.Pixels);

    public IEnumerable<int> Standing => Enumerable.Range(0, Count).Where(image => !Fooled[image]);

    /// <summary>Asks the model about the pictures as they are.</summary>
    public void LookAtOriginals(CancellationToken cancellationToken) =>
        Look("clean", [.. Standing], Originals, Enumerable.Range(0, Count).ToArray(), (_, _) => { }, cancellationToken);

    /// <summary>Asks the model about candidates and keeps the best of each image.</summary>
    /// <param name="attack">Who asks.</param>
    /// <param name="images">The images that the candidates stand for.</param>
    /// <param name="candidates">Pictures, at the places given.</param>
    /// <param name="places">The place of each image's candidate, counted in pictures.</param>
    /// <param name="answer">Called for each with its position in <paramref name="images"/> and its logits.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public void Look(
        string attack,
        ReadOnlySpan<int> images,
        float[] candidates,
        ReadOnlySpan<int> places,
        AnswerHandler answer,
        CancellationToken cancellationToken
    )
    {
        var (pixels, classes) = (_target.Pixels, _target.Classes);
        for (var first = 0; first < images.Length; first += _chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_chunk, images.Length - first);
            for (var i = 0; i < count; i++)
                candidates.AsSpan(places[first + i] * pixels, pixels).CopyTo(_pictures.AsSpan(i * pixels));
            _target.Logits(_pictures.AsSpan(0, count * pixels), _logits.AsSpan(0, count * classes));
            for (var i = 0; i < count; i++)
            {
                var said = _logits.AsSpan(i * classes, classes);
                Note(attack, images[first + i], said, _pictures.AsSpan(i * pixels, pixels));
                answer(first + i, said);
            }
        }
    }

    /// <summary>The gradient of a loss at candidates whose logits have just been looked at.</summary>
    /// <param name="images">The images that the candidates stand for.</param>
    /// <param name="candidates">Pictures, at the places given.</param>
    /// <param name="places">Place of each image's candidate, seed and gradient.</param>
    /// <param name="lossSeeds">Gradients of the loss over the logits, at the places given.</param>
    /// <param name="gradients">Receives the gradients at the places given.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public void Differentiate(
        ReadOnlySpan<int> images,
        float[] candidates,
        ReadOnlySpan<int> places,
        float[] lossSeeds,
        float[] gradients,
        CancellationToken cancellationToken
    )
    {
        var (pixels, classes) = (_target.Pixels, _target.Classes);
        var made = new float[_pictures.Length];
        for (var first = 0; first < images.Length; first += _chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_chunk, images.Length - first);
            for (var i = 0; i < count; i++)
            {
                var place = places[first + i];
                candidates.AsSpan(place * pixels, pixels).CopyTo(_pictures.AsSpan(i * pixels));
                lossSeeds.AsSpan(place * classes, classes).CopyTo(_seeds.AsSpan(i * classes));
                Gradients[images[first + i]]++;
            }
            _target.Gradients(_pictures.AsSpan(0, count * pixels), _seeds.AsSpan(0, count * classes), made.AsSpan(0, count * pixels));
            for (var i = 0; i < count; i++)
                made.AsSpan(i * pixels, pixels).CopyTo(gradients.AsSpan(places[first + i] * pixels));
        }
    }

    void Note(string attack, int image, ReadOnlySpan<float> said, ReadOnlySpan<float> picture)
    {
        Queries[image]++;
        // A model that answers with no number has not recognised the picture, whichever class has none.
        var margin = TensorPrimitives.IsFiniteAll(said) ? AttackLosses.TrueMargin(said, Labels[image]) : float.NegativeInfinity;
        if (margin < Margins[image])
        {
            Margins[image] = margin;
            picture.CopyTo(Adversarial.AsSpan(image * _target.Pixels));
        }
        if (margin <= 0 && !Fooled[image])
            (Fooled[image], FooledBy[image]) = (true, attack);
    }

    /// <summary>Receives one answer of the model.</summary>
    public delegate void AnswerHandler(int position, ReadOnlySpan<float> logits);
}
