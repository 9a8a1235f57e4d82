using Bench.Data.Labels;

namespace Bench.Service.Labels;

/// <summary>A person's verdict on one image's label.</summary>
/// <param name="Verdict">The verdict; null where reviewers do not agree.</param>
/// <param name="Class">The class that is right instead or too; null for the other verdicts.</param>
public readonly record struct ImageVerdict(Verdict? Verdict, ushort? Class)
{
    /// <summary>The same of an image with these labels: who names as right the one label that it has confirms
    /// it.</summary>
    public ImageVerdict On(ReadOnlySpan<ushort> labels) =>
        Verdict is Data.Labels.Verdict.Guessed or Data.Labels.Verdict.Both && labels is [var only] && only == Class
            ? new(Data.Labels.Verdict.Given, null)
            : this;
}
