using System.Globalization;
using Bench.Api.Attacks;
using Bench.Api.Metrics;
using Bench.Api.Reports;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Attacks;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Results of the attacks on one model.</summary>
internal sealed class RobustnessModel(ModelReports reports, AttackReader attacks, DatasetStore datasets, BenchDb db) : BoardPageModel
{
    readonly Dictionary<string, ClassSpace> _classes = [];

    /// <summary>Null when there is no such model.</summary>
    public ModelReport? Report { get; private set; }

    public IReadOnlyList<AttackView> Attacks { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Report = await reports.ReadAsync(id, cancellationToken);
        Attacks = await attacks.OfModelAsync(id, cancellationToken);
        foreach (var key in Attacks.Where(attack => attack.Results?.Shown.Count > 0).Select(attack => attack.Dataset).Distinct())
            _classes[key] = await datasets.OutputsAsync(await db.FindDatasetAsync(key, cancellationToken), cancellationToken);
        return Page();
    }

    /// <summary>Name of a class of an attack's dataset.</summary>
    public string Name(AttackView attack, int place) => _classes[attack.Dataset].ShortNameOf(place);

    /// <summary>4/255 or 0.25/255, or 0.0125 where the levels have no two decimals.</summary>
    public static string Epsilon(AttackNorm norm, double epsilon) =>
        norm == AttackNorm.Linf && Math.Abs(255 * epsilon - Math.Round(255 * epsilon, 2)) < 1e-4
            ? string.Create(CultureInfo.InvariantCulture, $"{255 * epsilon:0.##}/255")
            : epsilon.ToString("G4", CultureInfo.InvariantCulture);

    public static string Norm(AttackNorm norm) => norm == AttackNorm.Linf ? "L∞" : "L2";

    /// <summary>The attack and its budget in a few words.</summary>
    public static string Attack(AttackSpec spec)
    {
        if (spec.Smoothing is { } smoothing)
            return $"certificate by smoothing, σ = {smoothing.Sigma.ToString("G4", CultureInfo.InvariantCulture)}, "
                + $"{NumberText.Whole(smoothing.Selection)} + {Counted.Of(smoothing.Samples, "draw")}";
        if (spec.Conformal is { } conformal)
            return $"robust prediction sets, σ = {conformal.Sigma.ToString("G4", CultureInfo.InvariantCulture)}, "
                + $"{Counted.Of(conformal.Samples, "draw")}{(conformal.Holdout > 0 ? ", PTT" : "")}";
        if (spec.Ordered is { } ordered)
            return $"ordered best classes by {Objective(ordered.Objective)}, {Counted.Of(spec.Steps, "step")}"
                + (ordered.Rounds > 1 ? $", {Counted.Of(ordered.Rounds, "round")}" : "");
        var (steps, queries) = (Counted.Of(spec.Steps, "step"), Counted.Of(spec.Queries, "query", "queries"));
        var starts = spec.Restarts > 1 ? $", {Counted.Of(spec.Restarts, "start")}" : "";
        return spec.Attack switch
        {
            AttackSpec.Pgd => $"PGD on {Loss(spec.Loss)}, {steps}{starts}",
            AttackSpec.ApgdCrossEntropy => $"APGD on cross-entropy, {steps}{starts}",
            AttackSpec.ApgdTargeted => $"APGD towards other classes, {steps}",
            AttackSpec.Square => $"Square, {queries}",
            _ => $"standard: APGD on cross-entropy, APGD towards other classes ({steps}), then Square ({queries})",
        };
    }

    /// <summary>42.10 (39.05–45.21), in percent.</summary>
    public static string Share(AttackShare share) =>
        share is { Value: { } value, CiLow: { } low, CiHigh: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.00} ({100 * low:0.00}–{100 * high:0.00})")
            : "n/a";

    /// <summary>Each bound or aim of an attack, with its result.</summary>
    public static IEnumerable<(string Bound, string Robust)> Rows(AttackView attack) =>
        attack.Spec.Ordered is { } ordered
            ? ordered.TopK.Select(
                (length, place) => ($"K = {length}", attack.Results?.Ordered is { } points ? $"led {Share(points[place].Reached)}" : "n/a")
            )
            : attack.Spec.Epsilons.Select((epsilon, place) => (Epsilon(attack.Spec.Norm, epsilon), Robust(attack, place)));

    /// <summary>1.42 (1.31–1.53).</summary>
    public static string Energy(double? value, double? low, double? high) =>
        (value, low, high) switch
        {
            ({ } some, { } from, { } to) => string.Create(CultureInfo.InvariantCulture, $"{some:G4} ({from:G4}–{to:G4})"),
            ({ } some, _, _) => some.ToString("G4", CultureInfo.InvariantCulture),
            _ => "n/a",
        };

    /// <summary>Robust accuracy at an ε; of a certificate a lower bound.</summary>
    static string Robust(AttackView attack, int place) =>
        attack.Results is not { } results ? "n/a"
        : results.Conformal is { } sets ? $"covered {Share(sets.Points[place + 1].RscpPlus.Coverage)}"
        : results.Certified is { } certified
            ? $"at least {Share(certified.Points[place].Certified)}"
                + (certified.Points[place].Radius > certified.Reach ? ", beyond what this many draws can certify" : "")
        : Share(results.Points[place].Robust) + (results.Points[place].NothingMoved ? ", nothing moved" : "");

    /// <summary>Accuracy over ε, from the clean images on; null where there is one ε alone.</summary>
    public static IReadOnlyList<(double X, double Y)>? Curve(AttackView attack) =>
        attack.Results is { CleanAccuracy.Value: { } clean, Points.Count: > 1 } results
            ? [(0, clean), .. results.Points.Select(point => (Levels(attack.Spec, point.Epsilon), point.Robust.Value ?? 0))]
            : null;

    /// <summary>Accuracy over answers of the model, one curve for each ε; empty unless Square alone ran.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> ByQueries(AttackView attack) =>
        attack.Results is { } results && (attack.Spec.Attack == AttackSpec.Square || results.WithoutGradient.Count > 0)
            ?
            [
                .. results
                    .Points.Where(point => point.ByQueries.Count > 1)
                    .Select(point =>
                        (
                            $"ε = {Epsilon(attack.Spec.Norm, point.Epsilon)}",
                            (IReadOnlyList<(double, double)>)[.. point.ByQueries.Select(step => (Math.Log10(step.Queries), step.Accuracy))]
                        )
                    ),
            ]
            : [];

    static double Levels(AttackSpec spec, double epsilon) => spec.Norm == AttackNorm.Linf ? 255 * epsilon : epsilon;

    static string Loss(AttackLoss loss) =>
        loss switch
        {
            AttackLoss.CrossEntropy => "cross-entropy",
            AttackLoss.Margin => "the margin",
            AttackLoss.ProbabilityMargin => "the margin of probabilities",
            _ => "the ratio of logits (DLR)",
        };

    static string Objective(OrderedObjective objective) =>
        objective switch
        {
            OrderedObjective.Quadratic => "quadratic programs",
            OrderedObjective.Hinge => "hinges (CW)",
            _ => "adversarial distillation",
        };
}
