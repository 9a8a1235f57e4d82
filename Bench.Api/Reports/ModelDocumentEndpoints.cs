using System.ComponentModel;
using Bench.Api.Http;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Api.Suites;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Service.Labels.Formats;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Reports;

/// <summary>A model's numbers in forms for elsewhere: a README, a paper, a model hub.</summary>
internal static class ModelDocumentEndpoints
{
    public static RouteGroupBuilder MapModelDocuments(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/models/{id}").WithTags("Models").AddEndpointFilter(new EntityTagFilter()).ProducesProblem(404);
        documents
            .MapGet("/card.md", Card)
            .WithName("GetModelCard")
            .WithSummary("Model card in Markdown with a model-index for model hubs, the numbers and their contracts")
            .Produces<string>(200, "text/markdown")
            .Produces(304);
        documents
            .MapGet("/cite.bib", Cite)
            .WithName("GetModelBibTeX")
            .WithSummary("BibTeX of the model, of the data and label sets that its numbers rest on, and of Bench")
            .Produces<string>(200, "application/x-bibtex")
            .Produces(304);
        documents
            .MapGet("/badge.svg", Draw)
            .WithName("GetModelBadge")
            .WithSummary("Badge with one number of the model")
            .Produces<string>(200, "image/svg+xml")
            .Produces(304);
        return api;
    }

    static async Task<ContentHttpResult> Card(Guid id, ModelReports reports, SuiteReports suites, CancellationToken cancellationToken) =>
        TypedResults.Text(
            ModelCard.Write(await reports.ReadAsync(id, cancellationToken), await suites.OfModelAsync(id, cancellationToken)),
            "text/markdown; charset=utf-8"
        );

    static async Task<ContentHttpResult> Cite(Guid id, ModelReports reports, CancellationToken cancellationToken) =>
        TypedResults.Text(BibTeX.Write(await reports.ReadAsync(id, cancellationToken)), "application/x-bibtex; charset=utf-8");

    static async Task<ContentHttpResult> Draw(
        Guid id,
        [Description("Dataset key; the model's first when absent.")] string? dataset,
        [Description("Label set; 'original' when absent."), FromQuery(Name = "labelSet")] string? labelSet,
        [Description("Metric; 'top1' when absent.")] string? metric,
        ModelReports reports,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var report = await reports.ReadAsync(id, cancellationToken);
        var measured = LeaderboardPlanner.Metric(metric ?? AccuracyMetrics.Top1);
        http.Response.Headers.CacheControl = "public, max-age=300";
        if (report.Subjects.Count == 0)
            return TypedResults.Text(Badge.Draw(measured.Name, "not measured"), "image/svg+xml");
        var subject = LeaderboardPlanner.Subject(report.Subjects, dataset, labelSet);
        var score = report.Find(subject, measured.Id);
        return TypedResults.Text(
            Badge.Draw(
                subject.LabelSet == LabelFormats.Original
                    ? $"{subject.Dataset} {measured.Name}"
                    : $"{subject.Dataset} {subject.LabelSet} {measured.Name}",
                score is null ? "n/a" : NumberText.WithUnit(measured, score.Value),
                score is null ? "" : report.ChecksOf(score).Warnings().Codes()
            ),
            "image/svg+xml"
        );
    }
}
