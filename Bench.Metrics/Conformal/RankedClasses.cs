using System.Runtime.InteropServices;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Conformal;

/// <summary>Classes of one image from the most probable down, sorted only as far as asked.</summary>
/// <remarks>The head comes as it is stored, exact; the tail follows by half-precision logit, lowest class on ties. It
/// is sorted in bands of falling logit: a set seldom reaches past the first. One instance is reused for all
/// images.</remarks>
internal sealed class RankedClasses(Predictions predictions)
{
    const float FirstBand = 2,
        LastBand = 64;

    readonly List<ushort> _classes = new(predictions.Classes);
    readonly List<double> _probabilities = new(predictions.Classes);
    readonly bool[] _inHead = new bool[predictions.Classes];
    readonly List<uint> _band = new(predictions.Classes);
    readonly float[] _row = new float[predictions.Classes];
    int _image = -1;
    float _cut,
        _width;

    /// <summary>Starts over with another image.</summary>
    public void Load(int image)
    {
        if (_image >= 0)
            foreach (var category in Head(_image))
                _inHead[category] = false;
        _image = image;
        _classes.Clear();
        _probabilities.Clear();
        _classes.AddRange(Head(image));
        foreach (var category in Head(image))
            _inHead[category] = true;
        foreach (var logit in predictions.TopLogit.Span.Slice(image * predictions.HeadSize, predictions.HeadSize))
            _probabilities.Add(Probability(logit));
        (_cut, _width) = (float.PositiveInfinity, FirstBand);
    }

    /// <summary>The class at a rank, from 0, and its probability; false past the last class.</summary>
    public bool TryGet(int rank, out ushort category, out double probability)
    {
        while (rank >= _classes.Count && _classes.Count < predictions.Classes)
            SortNextBand();
        (category, probability) = rank < _classes.Count ? (_classes[rank], _probabilities[rank]) : default;
        return rank < _classes.Count;
    }

    void SortNextBand()
    {
        var ceiling = _cut;
        if (float.IsPositiveInfinity(ceiling))
        {
            HalfLogits.ToSingle(predictions.Logits.Span.Slice(_image * predictions.Classes, predictions.Classes), _row);
            _cut = predictions.TopLogit.Span[(_image + 1) * predictions.HeadSize - 1];
        }
        _cut = _width > LastBand ? float.NegativeInfinity : _cut - _width;
        _width *= 2;
        _band.Clear();
        for (var category = 0; category < _row.Length; category++)
            if (_row[category] >= _cut && _row[category] < ceiling && !_inHead[category])
                _band.Add(SortKey((Half)_row[category], category));
        _band.Sort();
        foreach (var key in CollectionsMarshal.AsSpan(_band))
        {
            var category = (ushort)key;
            _classes.Add(category);
            _probabilities.Add(Probability(_row[category]));
        }
    }

    ReadOnlySpan<ushort> Head(int image) => predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);

    double Probability(float logit) => Math.Exp((double)logit - predictions.LogSumExp.Span[_image]);

    // Falling logit in the upper half, rising class in the lower. Bits of a positive half rise with its value, those of
    // a negative one fall; −0 and 0 are one value.
    static uint SortKey(Half logit, int category)
    {
        var bits = BitConverter.HalfToUInt16Bits(logit == Half.Zero ? Half.Zero : logit);
        var rising = (bits & 0x8000) == 0 ? bits | 0x8000 : ~bits & 0xFFFF;
        return (uint)((0xFFFF - rising) << 16 | category);
    }
}
