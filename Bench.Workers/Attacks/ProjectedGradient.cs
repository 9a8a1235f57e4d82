using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Projected gradient descent (Madry et al., 2018): steps of one size from a random start, each brought back
/// to what is allowed.</summary>
/// <param name="StepShare">Size of a step as a share of ε. With few steps it must be large enough to cross the ball:
/// 2.5 / iterations is usual.</param>
internal sealed record ProjectedGradient(AttackLoss Loss, int Iterations = 10, int Restarts = 1, int Targets = 0, float StepShare = 0.25f)
    : GradientAttack(Loss, Iterations, Restarts, Targets)
{
    public override string Name => $"pgd{Iterations}-{Suffix}";

    protected override void Climb(ClimbState state, ThreatModel threat, Func<int, SeededRandom> random, CancellationToken cancellationToken)
    {
        state.Start(threat, random);
        for (var step = 0; step <= Iterations && state.Standing() is { Length: > 0 } rows; step++)
        {
            state.Evaluate(Name, Loss, rows, gradient: step < Iterations, cancellationToken);
            if (step == Iterations)
                return;
            foreach (var row in state.Standing())
            {
                threat.Climb(state.Row(state.Gradients, row), StepShare * threat.Epsilon, state.Row(state.Places, row));
                threat.Project(state.Original(row), state.Row(state.Places, row));
            }
        }
    }
}
