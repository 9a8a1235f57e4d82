namespace Bench.Service.Attacks;

/// <summary>What a flag means for a reader of the number.</summary>
/// <param name="Flag">As scripts name it.</param>
/// <param name="Sentence">For people.</param>
public sealed record AttackFlagText(string Flag, string Sentence)
{
    /// <param name="flags">Flags that are raised.</param>
    /// <param name="missing">What rules out a gradient.</param>
    public static IReadOnlyList<AttackFlagText> Of(AttackFlags flags, IReadOnlyList<string> missing) =>
        [
            .. Enum.GetValues<AttackFlags>()
                .Where(flag => flag != AttackFlags.None && flags.HasFlag(flag))
                .Select(flag => new AttackFlagText(Word(flag), Text(flag, missing))),
        ];

    static string Word(AttackFlags flag) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(flag.ToString());

    static string Text(AttackFlags flag, IReadOnlyList<string> missing) =>
        flag switch
        {
            AttackFlags.Randomised =>
                "The same pictures got other answers the second time: an attack that averages over answers may find more.",
            AttackFlags.ZeroGradient =>
                "For some pictures the gradient of cross-entropy is zero everywhere: attacks by gradient learn nothing from them.",
            AttackFlags.SoftmaxOutput =>
                "The answers are probabilities although the model does not say so: losses over logits see little of the slope.",
            AttackFlags.BlackBoxBetter =>
                "Square, which sees no gradient, misled the model where the attacks by gradient had not: the gradient is masked, "
                    + "and stronger attacks may find more.",
            AttackFlags.BatchDependent => "Answers depend on the other pictures of the batch: the numbers hold for this batch size alone, "
                + "and a certificate does not hold.",
            AttackFlags.BlackBoxOnly =>
                $"The model has no gradient ({string.Join(", ", missing)}), so only Square ran: an attack by gradient would "
                    + "probably find more.",
            AttackFlags.SteppedGradient =>
                "The model rounds on the way from the picture to its answer (Round, Floor, Ceil or Sign), and no gradient passes there: "
                    + "attacks by gradient see a part of the model.",
            AttackFlags.GradientNotFinite =>
                "The gradient held infinities or NaN, which were replaced by zero: attacks by gradient learned nothing there.",
            AttackFlags.NothingMoved =>
                "At some ε no recognised image's margin was lowered at all, so the accuracy there says nothing of robustness: the changes "
                    + "round away before the model computes with them (one that takes bytes sees none below 1/510), or its answers hide "
                    + "their slope.",
            AttackFlags.AnswerNotFinite =>
                "For some perturbed pictures the model answered NaN or infinity, which counts as misled: the model overflows, and the "
                    + "number tells of that too.",
            AttackFlags.RoundedBeyond =>
                "The model takes bytes, and rounding takes some pictures further away than ε, so the accuracy there may be too low: "
                    + "ask for whole levels, k/255, in L∞.",
            AttackFlags.SaturatedAnswers =>
                "The model gives one class all of the probability, in single precision, for some pictures: how far the other classes are "
                    + "away cannot be seen there, and attacks hardly learn which way to go. Export the logits.",
            _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, null),
        };
}
