using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Says of each group of calls what it is for, in the order in which a newcomer meets them.</summary>
internal sealed class Tags : IDocumentFilter
{
    static readonly (string Name, string Description)[] Known =
    [
        ("Models", "ONNX files with the contract under which they are evaluated: upload, list, describe, cite."),
        ("Uploads", "Resumable uploads of large files by the tus protocol."),
        ("Evaluations", "A model over a dataset: start, follow, cancel, and read scores, curves and mistakes."),
        ("Saved views", "Views of the board that have a name and a short link."),
        ("Leaderboard", "Models ranked by a metric, with intervals and ties."),
        ("Compare", "Models image by image, and how columns order them."),
        ("Datasets", "Registered datasets, their state and their images."),
        ("Label sets", "Versions of a dataset's labels, and the class hierarchy."),
        ("Label errors", "Labels that models dispute, human verdicts on them, and what follows for accuracies."),
        ("Robustness", "Corruptions, distribution shift, and models compared with their parents."),
        ("Attacks", "Robustness to an adversary: attacks on a model, and what they found."),
        ("Audits", "Audits of entries: shared mistakes, earlier tries of their owners, spot checks, tests of ownership."),
        ("Explanations", "Which parts of an image a model's answer depends on."),
        ("Suites", "Several datasets read together under a headline: run, ranked, reported."),
        ("Metrics", "The catalogue: what every number means."),
        ("Log", "The append-only log of submissions, results and retractions, with proofs that anyone can check."),
        ("Webhooks", "Calls to your address when an evaluation changes its state."),
        ("Keys", "Keys and their roles; for operators."),
        ("Teams", "Keys that see each other's team entries and the datasets that are shared with them."),
        ("Audit", "Who changed what and when; for operators."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = (swaggerDoc.Paths ?? [])
            .Values.SelectMany(path => path.Operations ?? [])
            .SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Name)
            .ToHashSet();
        var described = Known
            .Where(tag => used.Contains(tag.Name))
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description });
        var others = used.Except(Known.Select(tag => tag.Name))
            .Order(StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name });
        swaggerDoc.Tags = new HashSet<OpenApiTag>([.. described, .. others]);
    }
}
