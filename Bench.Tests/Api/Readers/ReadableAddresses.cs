using System.Text.Json.Nodes;
using Bench.Tests.Clients;

namespace Bench.Tests.Api.Readers;

/// <summary>All that can be read by HTTP, with things to ask it for.</summary>
static class ReadableAddresses
{
    static readonly string[] Pages =
    [
        "/",
        "/models",
        "/datasets",
        "/label-sets",
        "/evaluations",
        "/queue",
        "/suites",
        "/views",
        "/compare",
        "/scatter",
        "/label-errors",
        "/mistakes",
        "/slices",
        "/submit",
        "/sign-in",
        "/teams",
        "/changes.atom",
        "/embed/board",
        "/embed/board.svg",
        "/embed/board.png",
        "/embed/models/{id}.png",
        "/metrics",
        "/metrics/catalogue",
        "/health/ready",
        "/swagger/v1/swagger.json",
        "/models/{id}",
        "/models/{id}/robustness",
        "/datasets/{key}",
        "/datasets/{key}/images/2",
        "/evaluations/{evaluation}",
        "/evaluations/{evaluation}/classes",
        "/evaluations/{evaluation}/calibration",
        "/evaluations/{evaluation}/facets",
        "/suites/a-suite",
        "/suites/a-suite/models/{id}",
        "/?dataset={key}",
        "/?baseline={id}",
        "/?q=secret",
        "/models?q=secret",
        "/evaluations?dataset={key}",
        "/evaluations?model={id}",
        "/compare?m={id}&m=OPEN",
        "/compare/verdict?a={id}&b=OPEN&margin=0.01",
        "/mistakes?evaluation={evaluation}",
        "/slices?dataset={key}",
        "/label-errors?dataset={key}",
        "/scatter?dataset={key}",
        "/embed/board.svg?dataset={key}",
        "/embed/board.png?dataset={key}",
    ];

    /// <summary>Every GET of the contract, and every page.</summary>
    public static IEnumerable<string> Templates =>
        Contract.Operations.Where(operation => operation.Method == "GET").Select(Template).Concat(Pages);

    /// <summary>The address with every parameter that a private thing can be named in.</summary>
    static string Template((string Path, string Method, JsonNode Operation) operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation.Operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            if (parameter["in"]!.GetValue<string>() == "query")
                query.Add(
                    name switch
                    {
                        "dataset" => "dataset={key}",
                        "modelId" or "oracle" or "a" => $"{name}={{id}}",
                        "b" => "b=OPEN",
                        "m" => "m={id}&m=OPEN",
                        "margin" => "margin=0.01",
                        "columns" => "columns=top1,top5",
                        "other" => "other=top5",
                        "place" or "from" => $"{name}=1",
                        "texture" => "texture=original",
                        _ => "",
                    }
                );
        }
        var path = operation.Path;
        if (path.Contains("/evaluations/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", "{evaluation}", StringComparison.Ordinal);
        else if (path.Contains("/attacks/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", "{attack}", StringComparison.Ordinal);
        else if (path.Contains("/label-sets/{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", "{labelSet}", StringComparison.Ordinal);
        path = path.Replace("/suites/{key}", "/suites/a-suite", StringComparison.Ordinal)
            .Replace("{index}", "0", StringComparison.Ordinal)
            .Replace("{image}", "2", StringComparison.Ordinal)
            .Replace("{name}", "frozen", StringComparison.Ordinal);
        query.RemoveAll(part => part.Length == 0);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>A template with private things in every place, with things that never were in the same places, and with open ones
    /// alone.</summary>
    public static IEnumerable<(string Secret, string Made, bool IsNamed)> Of(string template, HiddenBoard board)
    {
        var open = Filled(template, HiddenBoard.OpenDataset, board.OpenModelId, board.OpenEvaluation, board);
        yield return (open, open, false);
        if (template.Contains('?') && Contract.Find("GET", template.Split('?')[0]) is not null)
            yield return (open.Split('?')[0], open, false);
        if (!template.Contains('{'))
            yield break;
        var nobody = "01900000-0000-7000-8000-000000000000";
        foreach (var evaluation in board.SecretEvaluations)
        {
            // One private thing is enough, whichever it is.
            yield return (
                Filled(
                    template,
                    HiddenBoard.SecretDataset,
                    board.SecretModelId,
                    evaluation,
                    board,
                    board.SecretAttack,
                    board.SecretLabelSets[0]
                ),
                Filled(template, "whatever", nobody, nobody, board, nobody, nobody),
                true
            );
            if (!template.Contains("{evaluation}", StringComparison.Ordinal))
                break;
        }
    }

    static string Filled(
        string template,
        string dataset,
        string model,
        string evaluation,
        HiddenBoard board,
        string attack = "",
        string labelSet = ""
    ) =>
        template
            .Replace("{key}", dataset, StringComparison.Ordinal)
            .Replace("{id}", model, StringComparison.Ordinal)
            .Replace("{evaluation}", evaluation, StringComparison.Ordinal)
            .Replace("{attack}", attack.Length > 0 ? attack : $"{Guid.Empty}", StringComparison.Ordinal)
            .Replace("{labelSet}", labelSet.Length > 0 ? labelSet : $"{Guid.Empty}", StringComparison.Ordinal)
            .Replace("OPEN", board.OpenModelId, StringComparison.Ordinal)
            .Replace("{kind}/{sha256}", "labels/0", StringComparison.Ordinal);
}
