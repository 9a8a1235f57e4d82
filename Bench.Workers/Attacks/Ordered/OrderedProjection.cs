namespace Bench.Workers.Attacks.Ordered;

/// <summary>The logits nearest to some given ones in which certain classes are the best, in a certain order: the
/// quadratic program of QuadAttacK with the logits as features.</summary>
/// <remarks>
/// min ‖z − a‖² such that z₍i₎ ≥ z₍i+1₎ + m along the order, and the last of it ≥ z_j + m for every other class j: K −
/// 1 + (C − K) constraints. With i · m added to the i-th class of the order and K · m to all others, the constraints
/// are those of isotonic regression over a chain that ends in a star, which pooling adjacent violators solves exactly
/// in O(C log C): a block whose mean is above that of the one before it joins it, and the last block also takes in
/// whichever others are above its mean. Best and Chakravarti, "Active set algorithms for isotonic regression", 1990.
/// </remarks>
internal static class OrderedProjection
{
    /// <param name="logits">a; one number for each class.</param>
    /// <param name="order">Places of the classes that are to be best, the best one first; K of them, fewer than classes
    /// or as many.</param>
    /// <param name="margin">m, above or equal to 0.</param>
    /// <param name="nearest">Receives z.</param>
    /// <returns>‖z − a‖².</returns>
    public static double Project(ReadOnlySpan<float> logits, ReadOnlySpan<int> order, double margin, Span<double> nearest)
    {
        var (length, others, taken) = (order.Length, Others(logits, order, margin), 0);
        // The last block is the only one whose size counts classes off the order too.
        var blocks = new Stack<Block>(length);
        for (var i = 0; i < length; i++)
        {
            var block = new Block(logits[order[i]] + i * margin, 1, 1);
            while (true)
            {
                while (i == length - 1 && taken < others.Length && others[taken] > block.Mean)
                    block = new(block.Sum + others[taken++], block.Size + 1, block.Ordered);
                if (!blocks.TryPeek(out var before) || before.Mean >= block.Mean)
                    break;
                block = block.With(blocks.Pop());
            }
            blocks.Push(block);
        }
        for (var i = 0; i < logits.Length; i++)
            nearest[i] = Math.Min(logits[i], blocks.Peek().Mean - length * margin);
        var place = length;
        foreach (var block in blocks)
            for (var i = 0; i < block.Ordered; i++)
                nearest[order[--place]] = block.Mean - place * margin;
        var distance = 0.0;
        for (var i = 0; i < logits.Length; i++)
            distance += (logits[i] - nearest[i]) * (logits[i] - nearest[i]);
        return distance;
    }

    /// <summary>Shifted logits of the classes off the order, the largest first.</summary>
    static double[] Others(ReadOnlySpan<float> logits, ReadOnlySpan<int> order, double margin)
    {
        var others = new double[logits.Length - order.Length];
        var count = 0;
        for (var i = 0; i < logits.Length; i++)
            if (!order.Contains(i))
                others[count++] = -(logits[i] + order.Length * margin);
        Array.Sort(others);
        for (var i = 0; i < count; i++)
            others[i] = -others[i];
        return others;
    }

    /// <summary>Numbers that get their mean.</summary>
    /// <param name="Ordered">How many of them are classes of the order.</param>
    readonly record struct Block(double Sum, int Size, int Ordered)
    {
        public double Mean => Sum / Size;

        public Block With(Block other) => new(Sum + other.Sum, Size + other.Size, Ordered + other.Ordered);
    }
}
