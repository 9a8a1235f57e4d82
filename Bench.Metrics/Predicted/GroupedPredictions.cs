namespace Bench.Metrics.Predicted;

/// <summary>Predictions over groups of the classes that they were made over.</summary>
/// <remarks>
/// The logit of a group is the logarithm of its aggregated probability, so argmax is the published decision and a
/// softmax over the groups shares what falls on them: max, the largest logit of its classes; sum, ln Σ exp; mean, ln Σ
/// exp − ln n. All are taken up to the row's log-sum-exp, which no decision depends on.
/// A float32 logit of the head is used wherever the head has the class. Predictions without every logit are enough
/// where the classes that they do not carry could not change any image's best group; they then give that group alone.
/// </remarks>
public static class GroupedPredictions
{
    /// <summary>Relative slack of a decision from bounds: far above the rounding of float32 probabilities.</summary>
    const double Slack = 1e-4;

    /// <summary>The predictions over groups.</summary>
    /// <exception cref="ArgumentException">The groups are of another space, or these predictions cannot
    /// tell.</exception>
    public static Predictions Group(this Predictions predictions, ClassGroups groups) =>
        predictions.TryGroup(groups, out var reason) ?? throw new ArgumentException(reason, nameof(predictions));

    /// <summary>The predictions over groups, or null and why these predictions cannot tell, in words for a
    /// person.</summary>
    /// <exception cref="ArgumentException">The groups are of another space.</exception>
    public static Predictions? TryGroup(this Predictions predictions, ClassGroups groups, out string? reason)
    {
        if (groups.Classes != predictions.Classes)
            throw new ArgumentException($"groups of {groups.Classes} classes for predictions of {predictions.Classes}", nameof(groups));
        reason = null;
        if (predictions.HasEveryLogit())
            return GroupLogits(predictions, groups);
        var byRank = groups.Rule == GroupRule.Max || groups.AreSingle;
        if (!byRank && predictions.LogSumExp.IsEmpty)
        {
            reason = "needs the probability of every class: these predictions carry ranks alone, and a group's is made of all its classes'";
            return null;
        }
        return byRank ? GroupRanks(predictions, groups, out reason) : GroupBounds(predictions, groups, out reason);
    }

    static Predictions GroupLogits(Predictions source, ClassGroups groups)
    {
        var k = Math.Min(source.HeadSize, groups.Count);
        var (classes, top, sums) = (new ushort[source.Count * k], new float[source.Count * k], new float[source.Count]);
        var tail = new Half[source.Count * groups.Count];
        var (row, grouped) = (new float[source.Classes], new float[groups.Count]);
        for (var i = 0; i < source.Count; i++)
        {
            source.EveryLogit(i, row);
            for (var g = 0; g < grouped.Length; g++)
                grouped[g] = Math.Max(Aggregate(row, groups.MembersOf(g), groups.Rule), (float)Half.MinValue);
            if (!PredictionHead.TryExtract(grouped, classes.AsSpan(i * k, k), top.AsSpan(i * k, k), out sums[i]))
                throw new ArgumentException($"image {i} has a logit that is NaN or infinite");
            PredictionHead.StoreTail(grouped, tail.AsSpan(i * groups.Count, groups.Count));
        }
        return new()
        {
            Count = source.Count,
            Classes = groups.Count,
            HeadSize = k,
            TopClass = classes,
            TopLogit = top,
            LogSumExp = sums,
            Logits = tail,
        };
    }

    static float Aggregate(ReadOnlySpan<float> logits, ReadOnlySpan<ushort> members, GroupRule rule)
    {
        var largest = logits[members[0]];
        foreach (var member in members)
            largest = Math.Max(largest, logits[member]);
        if (rule == GroupRule.Max || members.Length == 1)
            return largest;
        var sum = 0.0;
        foreach (var member in members)
            sum += Math.Exp((double)logits[member] - largest);
        return (float)(largest + Math.Log(rule == GroupRule.Mean ? sum / members.Length : sum));
    }

    static Predictions? GroupRanks(Predictions source, ClassGroups groups, out string? reason)
    {
        var (ranked, silent) = (new List<ushort>[source.Count], 0);
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = [];
            foreach (var c in source.TopClass.Span.Slice(i * source.HeadSize, source.HeadSize))
            foreach (var group in groups.GroupsOf(c))
                if (!ranked[i].Contains(group))
                    ranked[i].Add(group);
            if (ranked[i].Count == 0)
                silent++;
        }
        reason =
            silent == 0
                ? null
                : $"needs every logit: {silent:N0} images have no class of a group "
                    + $"among the {source.HeadSize} best that these predictions carry";
        if (silent > 0)
            return null;
        var k = ranked.Length == 0 ? Math.Min(source.HeadSize, groups.Count) : ranked.Min(groupsOfImage => groupsOfImage.Count);
        return Ranks(source.Count, groups.Count, k, [.. ranked.SelectMany(groupsOfImage => groupsOfImage.Take(k))]);
    }

    /// <summary>The best group of each image where what the head does not carry cannot change it: a class outside the
    /// head has at most the least probability of the head, and all of them what is left of 1.</summary>
    static Predictions? GroupBounds(Predictions source, ClassGroups groups, out string? reason)
    {
        var (best, undecided) = (new ushort[source.Count], 0);
        var (known, seen) = (new double[groups.Count], new int[groups.Count]);
        for (var i = 0; i < source.Count; i++)
        {
            Array.Clear(known);
            Array.Clear(seen);
            var rest = 1.0;
            for (var j = 0; j < source.HeadSize; j++)
            {
                var probability = source.ProbabilityAt(i, j);
                rest -= probability;
                foreach (var group in groups.GroupsOf(source.TopClass.Span[i * source.HeadSize + j]))
                    (known[group], seen[group]) = (known[group] + probability, seen[group] + 1);
            }
            if (Decide(groups, known, seen, Math.Max(0, rest), source.ProbabilityAt(i, source.HeadSize - 1)) is { } decided)
                best[i] = (ushort)decided;
            else
                undecided++;
        }
        reason =
            undecided == 0
                ? null
                : "needs every logit: a group's probability is made of all its classes', "
                    + $"and for {undecided:N0} of {source.Count:N0} images "
                    + $"the {source.HeadSize} best that these predictions carry leave open which group is best";
        return undecided == 0 ? Ranks(source.Count, groups.Count, 1, best) : null;
    }

    static int? Decide(ClassGroups groups, ReadOnlySpan<double> known, ReadOnlySpan<int> seen, double rest, double least)
    {
        var best = 0;
        for (var g = 1; g < known.Length; g++)
            if (Score(g, known[g]) > Score(best, known[best]))
                best = g;
        for (var g = 0; g < known.Length; g++)
            if (
                g != best
                && Score(g, known[g] + Math.Min(rest + Slack * least, (groups.MembersOf(g).Length - seen[g]) * least)) * (1 + Slack)
                    >= Score(best, known[best])
            )
                return null;
        return best;

        double Score(int group, double sum) => groups.Rule == GroupRule.Mean ? sum / groups.MembersOf(group).Length : sum;
    }

    static Predictions Ranks(int count, int groups, int headSize, ushort[] ranked) =>
        new()
        {
            Count = count,
            Classes = groups,
            HeadSize = headSize,
            TopClass = ranked,
        };
}
