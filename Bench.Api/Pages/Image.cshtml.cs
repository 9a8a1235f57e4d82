using System.Globalization;
using Bench.Api.Evaluations;
using Bench.Api.Explanations;
using Bench.Api.LabelErrors;
using Bench.Api.Mistakes;
using Bench.Api.Verdicts;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Explanations;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registration;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>One image: what every label set says of it, what people said, what every model answered, and what the answers
/// rest on.</summary>
internal sealed class ImageModel(
    ImageReporter reporter,
    ExplanationReader explanations,
    DatasetStore datasets,
    BenchDb db,
    VerdictBook book
) : ReviewPageModel(book)
{
    ClassSpace? _classes;

    /// <summary>Null when there is no such image.</summary>
    public ImageReport? Report { get; private set; }

    /// <summary>What the signed-in reviewer has said of it.</summary>
    public VerdictVote? Own { get; private set; }

    /// <summary>Every verdict that was given or taken back, the latest first.</summary>
    public IReadOnlyList<VerdictChangeView> History { get; private set; } = [];

    public IReadOnlyList<ExplanationView> Explanations { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string key, string image, CancellationToken cancellationToken)
    {
        Report = await reporter.ReadAsync(key, image, cancellationToken);
        Explanations = await explanations.OfImageAsync(Report.Dataset, Report.Image, cancellationToken);
        Own = Caller.Of(User) is { } caller ? Report.Verdict?.Votes.FirstOrDefault(vote => vote.By == caller.Name) : null;
        var dataset = await db.FindDatasetAsync(Report.Dataset, cancellationToken);
        var changes = await db.LabelVerdictChanges.OfImageAsync(dataset.Id, Report.Image, cancellationToken);
        if (changes.Count > 0)
            History = changes.View(await datasets.ClassesAsync(dataset, cancellationToken));
        if (Explanations.Count > 0 || Report.LabelSets.Any(set => set.Remarks.Count > 0))
            _classes = await datasets.OutputsAsync(dataset, cancellationToken);
        return Page();
    }

    public string ClassName(int index) => _classes is { } classes && index < classes.Count ? classes.ShortNameOf(index) : $"class {index}";

    /// <summary>What is right under a label set, or why it leaves the image out.</summary>
    public static string RightAnswers(ImageLabels set) =>
        set.Excluded is { } reason ? $"left out: {ExclusionReasons.Words(reason)}"
        : set.Kind == LabelSetKind.Annotations ? ""
        : string.Join(", ", set.Labels.Select(label => label.ShortName));

    /// <summary>The class that a reviewer named, and the note, as the end of a sentence.</summary>
    public static string Details(ClassRef? named, string? note) =>
        (named is null ? "" : $", {named.Name}") + (string.IsNullOrEmpty(note) ? "" : $" — {note}");

    /// <summary>What a label set remarks on the image. A picture's hash is for machines.</summary>
    public string Remarks(ImageLabels set) =>
        string.Join(
            "; ",
            set.Remarks.Where(remark => remark.Key != PropertyFacets.HashColumn).Select(remark => Remark(remark.Key, remark.Value))
        );

    /// <summary>A reviewer's remark, with classes by their names.</summary>
    string Remark(string column, string value) =>
        (column, value) switch
        {
            ("verdict", LabelReviews.Given or LabelReviews.GuessedWon or LabelReviews.Both or LabelReviews.Neither or "no-majority") =>
                $"reviewers: {ImageRemarks.Words(value)}",
            ("guessed", _) when int.TryParse(value, CultureInfo.InvariantCulture, out var index) => $"suggested: {ClassName(index)}",
            _ => $"{column}: {value}",
        };

    /// <summary>The method and its budget in a few words.</summary>
    public static string Method(ExplanationSpec spec) =>
        spec.Method switch
        {
            ExplanationSpec.GradientInput => "Gradient × input",
            ExplanationSpec.IntegratedGradients => $"Integrated gradients, {Counted.Of(spec.Draws, "step")}",
            ExplanationSpec.SmoothGrad => $"SmoothGrad, {Counted.Of(spec.Draws, "copy", "copies")}",
            ExplanationSpec.GradCam => "Grad-CAM",
            ExplanationSpec.Occlusion => "Occlusion",
            _ => $"RISE, {Counted.Of(spec.Draws, "mask")}",
        };

    /// <summary>Where the map is strongest, as the end of a caption.</summary>
    public static string Points(ExplainedLine line) =>
        line.Pointing switch
        {
            _ when line.Flat => " The map is the same everywhere: it points nowhere, and the areas are those of the pixels row by row.",
            null => line.WhyNotPointing is { } whyNot ? $" {whyNot}" : "",
            { Distance: null } => " The boxes of the label lie outside the crop.",
            { Distance: 0 } => " The strongest point lies in a box of the label.",
            { Distance: { } distance } => string.Create(
                CultureInfo.InvariantCulture,
                $" The strongest point lies {distance:0} pixels from the nearest box of the label."
            ),
        };

    /// <summary>The features that Grad-CAM maps, and what no gradient passes, as the end of a caption.</summary>
    public static string Features(ExplanationSummary results) =>
        (results.Features is { } features ? $" Features of node {features.Node}, {features.Height} × {features.Width} places." : "")
        + (results.Steps is { } steps ? $" No gradient passes {string.Join(", ", steps)}: the map shows a part of the model." : "");

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancellationToken)
    {
        var caller = Judge();
        return Again(("saved", $"{await WriteAsync(await db.FindDatasetAsync(key, cancellationToken), caller, cancellationToken)}"));
    }

    /// <summary>Takes the reader's own verdict back.</summary>
    public async Task<IActionResult> OnPostTakeBackAsync(string key, string image, CancellationToken cancellationToken)
    {
        var caller = Judge();
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        await TakeBackAsync(dataset.Id, await datasets.FindImageAsync(dataset, image, cancellationToken), caller, cancellationToken);
        return Again(("saved", "0"));
    }
}
