namespace Bench.Metrics.Clustered;

/// <summary>Sums for the variances of a share: over pictures, of their items with one value (s₁ events of n₁ items) and
/// with other values (s₂ of n₂).</summary>
sealed class ClusterMoments
{
    double _ss;
    double _sn;
    double _nn;
    double _sOther;
    double _sOthers;
    double _nOther;
    double _nOthers;

    /// <summary>Events among the items with the value.</summary>
    public double Events { get; private set; }

    /// <summary>Items with the value.</summary>
    public long Items { get; private set; }

    /// <summary>Pictures that have such an item.</summary>
    public int Pictures { get; private set; }

    /// <summary>Pictures that have no other item.</summary>
    public int Whole { get; private set; }

    /// <summary>Adds a picture that has items with the value.</summary>
    public void Add(double events, int items, double otherEvents, int otherItems)
    {
        (Events, Items, Pictures) = (Events + events, Items + items, Pictures + 1);
        if (otherItems == 0)
            Whole++;
        (_ss, _sn, _nn) = (_ss + events * events, _sn + events * items, _nn + (double)items * items);
        (_sOther, _sOthers) = (_sOther + events * otherEvents, _sOthers + events * otherItems);
        (_nOther, _nOthers) = (_nOther + items * otherEvents, _nOthers + (double)items * otherItems);
    }

    /// <summary>Σ over pictures of (a·s₁ + b·n₁ + c·s₂ + d·n₂)².</summary>
    /// <param name="all">The same sums with every item counted as one value.</param>
    public double Squares(ClusterMoments all, double a, double b, double c, double d)
    {
        // Pictures without the value were never added: s₂ and n₂ over all of them follow from s₁ + s₂ and n₁ + n₂.
        var otherSs = all._ss - _ss - 2 * _sOther;
        var otherSn = all._sn - _sn - _sOthers - _nOther;
        var otherNn = all._nn - _nn - 2 * _nOthers;
        var own = a * a * _ss + 2 * a * b * _sn + b * b * _nn;
        var other = c * c * otherSs + 2 * c * d * otherSn + d * d * otherNn;
        return Math.Max(0, own + other + 2 * (a * c * _sOther + a * d * _sOthers + b * c * _nOther + b * d * _nOthers));
    }
}
