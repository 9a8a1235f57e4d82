using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Auto-PGD (Croce and Hein, 2020): momentum, and a step that halves at checkpoints where the loss has stopped
/// climbing, from the best place so far.</summary>
/// <remarks>
/// Settings are the paper's: first step 2ε, momentum 0.75, checkpoints after 22 % of the iterations and then ever
/// closer by 3 % down to 6 %, 75 % of steps must climb. Each picture halves its own step.
/// </remarks>
internal sealed record AutoProjectedGradient(AttackLoss Loss, int Iterations = 100, int Restarts = 1, int Targets = 0)
    : GradientAttack(Loss, Iterations, Restarts, Targets)
{
    const float Momentum = 0.75f;
    const float ClimbingShare = 0.75f;

    public override string Name => $"apgd-{Suffix}";

    protected override void Climb(ClimbState state, ThreatModel threat, Func<int, SeededRandom> random, CancellationToken cancellationToken)
    {
        state.Start(threat, random);
        state.Evaluate(Name, Loss, state.Standing(), gradient: true, cancellationToken);
        var (best, bestGradient, bestLoss) = (
            (float[])state.Places.Clone(),
            (float[])state.Gradients.Clone(),
            (float[])state.Losses.Clone()
        );
        var (before, step) = ((float[])state.Places.Clone(), new float[state.Count]);
        Array.Fill(step, 2 * threat.Epsilon);
        // The first loss is no step of its own: the first step always counts as a climb from zero.
        var (last, climbs) = (new float[state.Count], new int[state.Count]);
        var (bestAtCheck, reducedAtCheck) = ((float[])bestLoss.Clone(), new bool[state.Count]);
        Array.Fill(reducedAtCheck, true);
        var (interval, since) = (Math.Max((int)(0.22 * Iterations), 1), 0);
        var candidate = new float[state.Pixels];
        for (var i = 0; i < Iterations && state.Standing() is { Length: > 0 } rows; i++)
        {
            foreach (var row in rows)
                Move(state, threat, row, step[row], i == 0 ? 1 : Momentum, before, candidate);
            state.Evaluate(Name, Loss, rows, gradient: true, cancellationToken);
            foreach (var row in rows)
            {
                climbs[row] += state.Losses[row] > last[row] ? 1 : 0;
                last[row] = state.Losses[row];
                if (state.Losses[row] > bestLoss[row])
                {
                    bestLoss[row] = state.Losses[row];
                    state.Row(state.Places, row).CopyTo(state.Row(best, row));
                    state.Row(state.Gradients, row).CopyTo(state.Row(bestGradient, row));
                }
            }
            if (++since < interval)
                continue;
            foreach (var row in rows)
            {
                var reduce = climbs[row] <= interval * ClimbingShare || (!reducedAtCheck[row] && bestAtCheck[row] >= bestLoss[row]);
                (reducedAtCheck[row], bestAtCheck[row], climbs[row]) = (reduce, bestLoss[row], 0);
                if (!reduce)
                    continue;
                step[row] /= 2;
                state.Row(best, row).CopyTo(state.Row(state.Places, row));
                state.Row(bestGradient, row).CopyTo(state.Row(state.Gradients, row));
            }
            (interval, since) = (Math.Max(interval - Math.Max((int)(0.03 * Iterations), 1), Math.Max((int)(0.06 * Iterations), 1)), 0);
        }
    }

    /// <summary>x + a · (step − x) + (1 − a) · (x − x before), everything brought back to what is allowed.</summary>
    static void Move(ClimbState state, ThreatModel threat, int row, float step, float share, float[] before, Span<float> candidate)
    {
        var place = state.Row(state.Places, row);
        var original = state.Original(row);
        var old = state.Row(before, row);
        place.CopyTo(candidate);
        threat.Climb(state.Row(state.Gradients, row), step, candidate);
        threat.Project(original, candidate);
        for (var i = 0; i < candidate.Length; i++)
            candidate[i] = place[i] + (candidate[i] - place[i]) * share + (place[i] - old[i]) * (1 - share);
        threat.Project(original, candidate);
        place.CopyTo(old);
        candidate.CopyTo(place);
    }
}
