using Bench.Service.Refusals;

namespace Bench.Service.Models;

/// <summary>Consequences of the kind of a row's numbers.</summary>
public static class OutputKinds
{
    /// <summary>Kinds that an author may declare, as they appear in manifests.</summary>
    public static readonly IReadOnlyList<string> Declarable =
    [
        "logits",
        "probabilities",
        "logProbabilities",
        "sigmoid",
        "percentages",
        "scores",
    ];

    /// <summary>Whether probabilities of the classes follow: else accuracies hold, and confidences are
    /// unknown.</summary>
    public static bool HasProbabilities(this OutputKind kind) => kind is not (OutputKind.Sigmoid or OutputKind.Scores);

    /// <summary>The kind that a manifest declares; null where it declares none.</summary>
    /// <exception cref="FormatException">There is no such kind.</exception>
    public static OutputKind? Parse(string? declared) =>
        declared is null ? null
        : Declarable.Contains(declared) ? Enum.Parse<OutputKind>(declared, ignoreCase: true)
        : throw new FormatException($"'{declared}' is not one of {string.Join(", ", Declarable)}");

    /// <summary>The same for a manifest's field 'outputKind'.</summary>
    /// <param name="declared">What the field says.</param>
    /// <param name="errors">Receives what is wrong; what is returned is of no use then.</param>
    public static OutputKind? Read(string? declared, FieldErrors errors)
    {
        try
        {
            return Parse(declared);
        }
        catch (FormatException wrong)
        {
            errors.Add("outputKind", wrong.Message);
            return null;
        }
    }

    /// <summary>The kind as it is written in manifests and answers.</summary>
    public static string Word(this OutputKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
