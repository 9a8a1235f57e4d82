using Bench.Api.Doubts;
using Bench.Data.Access;
using Bench.Data.Outcomes;
using Bench.Service.Audits;

namespace Bench.Api.Leaderboard;

/// <summary>One model on a board, by its newest completed evaluation over the board's dataset.</summary>
internal sealed record BoardEntry
{
    public required Guid ModelId { get; init; }
    public required string Name { get; init; }
    public string? Architecture { get; init; }
    public string? TrainingData { get; init; }
    public string? License { get; init; }
    public string? Precision { get; init; }
    public long? Parameters { get; init; }

    /// <summary>Multiply-accumulates for one image.</summary>
    public long? Macs { get; init; }

    public Guid? OwnerKeyId { get; init; }

    /// <summary>Name of the owner's key; null when that key is gone.</summary>
    public string? Owner { get; init; }

    /// <summary>Who may see it; the reader of the board does.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Name of the team that sees it; null where it is not shared with one.</summary>
    public string? Team { get; init; }

    /// <summary>When its embargo ends, UTC; null for never.</summary>
    public DateTime? PublicFrom { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where the model comes from.</summary>
    public string? Url { get; init; }

    /// <summary>Whether its name or its architecture has a text in it, in any case; null and blanks fit all.</summary>
    public bool IsNamed(string? part) =>
        string.IsNullOrWhiteSpace(part)
        || Name.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase)
        || Architecture?.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase) == true;

    public required Guid EvaluationId { get; init; }

    /// <summary>The catalogue that its scores under the board's labels were made with; null for rows from before it
    /// was recorded.</summary>
    public string? CatalogueId { get; init; }

    /// <summary>Whether predictions are stored from which it could be rescored.</summary>
    public bool HasPredictions { get; init; }

    /// <summary>The contract that pictures were read under; null where only predictions came.</summary>
    public string? Preprocessing { get; init; }

    /// <summary>A doubt where this evaluation and one of the same model elsewhere read their pictures in different ways,
    /// so that numbers of both are not of one model under one contract.</summary>
    /// <param name="where">The dataset here.</param>
    /// <param name="other">The other evaluation.</param>
    /// <param name="elsewhere">Its dataset.</param>
    public IReadOnlyList<Check> ContractDoubt(string where, BoardEntry other, string elsewhere) =>
        Preprocessing is { } own && other.Preprocessing is { } theirs && own != theirs
            ?
            [
                Check.Warning(
                    CheckCodes.PreprocessingDiffers,
                    $"The evaluation over {elsewhere} has other preprocessing than the one over {where}: the two numbers are not of one "
                        + "contract."
                ),
            ]
            : [];

    /// <summary>False when only predictions were submitted.</summary>
    public required bool Verified { get; init; }

    /// <summary>The owner's earlier evaluations over the dataset that were scored; null where an operator is the owner,
    /// or nobody recorded that.</summary>
    public int? EarlierTries { get; init; }

    /// <summary>Result of computing some of the submitted rows again; null where nobody asked for it.</summary>
    public SpotCheckResult? SpotCheck { get; init; }

    /// <summary>Doubts about its numbers.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>Doubts about other evaluations, for numbers that rest on those too.</summary>
    public OtherSides Others { get; init; } = OtherSides.None;

    public double? ImagesPerSecond { get; init; }

    /// <summary>When the evaluation was asked for.</summary>
    public required DateTime CreatedAt { get; init; }
}
