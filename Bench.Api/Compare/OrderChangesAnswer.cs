using Bench.Api.Doubts;

namespace Bench.Api.Compare;

/// <summary>Pairs of models whose order differs between two label sets of a dataset.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Before">Label set of the order before.</param>
/// <param name="After">Label set of the order after.</param>
/// <param name="Models">Models that are under both.</param>
/// <param name="Pairs">Pairs that they make.</param>
/// <param name="Changed">Pairs that change order; ties under either set are no change.</param>
/// <param name="Items">The clearest changes first: by the larger of the two adjusted p-values. p-values are corrected
/// by Holm over all pairs of the board.</param>
public sealed record OrderChangesAnswer(
    string Dataset,
    string Before,
    string After,
    int Models,
    int Pairs,
    int Changed,
    IReadOnlyList<OrderChangeView> Items
) : Doubted;

/// <param name="First">The model that leads before.</param>
/// <param name="Second">The model that leads after.</param>
/// <param name="DifferenceBefore">Accuracy of the first less that of the second, before.</param>
/// <param name="PValueBefore">McNemar's exact p before.</param>
/// <param name="AdjustedBefore">The same, corrected by Holm over all pairs.</param>
/// <param name="DifferenceAfter">Accuracy of the first less that of the second, after.</param>
/// <param name="PValueAfter">McNemar's exact p after.</param>
/// <param name="AdjustedAfter">The same, corrected by Holm over all pairs.</param>
public sealed record OrderChangeView(
    ComparedModel First,
    ComparedModel Second,
    ComparedDifference DifferenceBefore,
    double PValueBefore,
    double AdjustedBefore,
    ComparedDifference DifferenceAfter,
    double PValueAfter,
    double AdjustedAfter
);

/// <summary>How alike columns of a board order its models. Matrices are square and symmetric, rows and columns in the
/// order of <paramref name="Columns"/>.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Label set of the columns that name none.</param>
/// <param name="Models">Models on the board.</param>
/// <param name="Columns">As they were asked for.</param>
/// <param name="Kendall">Kendall's tau-b, −1 to 1; null with fewer than five models, whose order says nothing, or a
/// constant column.</param>
/// <param name="Spearman">Spearman's rho, −1 to 1; null likewise.</param>
/// <param name="N">Models that have both values.</param>
public sealed record CorrelationsAnswer(
    string Dataset,
    string LabelSet,
    int Models,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<double?>> Kendall,
    IReadOnlyList<IReadOnlyList<double?>> Spearman,
    IReadOnlyList<IReadOnlyList<int>> N
) : Doubted;
