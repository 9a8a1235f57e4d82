using System.Net.Http.Headers;
using System.Text;
using Bench.Tests.Clients;

namespace Bench.Tests.Api.Readers;

/// <summary>A request that changes something, with a word in capitals wherever it names a thing.</summary>
/// <param name="Operation">Method and path of the contract.</param>
/// <param name="Body">JSON, or the manifest of a form; null where there is none.</param>
/// <param name="File">Makes the form's file; null where the body is JSON.</param>
/// <param name="Address">Where it goes; the path of the contract when null.</param>
sealed record NamedThings(string Operation, string? Body = null, Func<byte[]>? File = null, string? Address = null)
{
    static readonly byte[] Predictions = Encoding.UTF8.GetBytes("file_name,predicted_class\na/0.jpg,a\na/1.jpg,b\nb/0.jpg,b\nb/1.jpg,b\n");

    const string Sharing = """ "sharing": {"visibility": "team", "teamId": "TEAM"} """;

    /// <summary>Every operation of the contract that changes something. RUNNABLE is an open model that can be run.</summary>
    public static IReadOnlyList<NamedThings> All { get; } =
    [
        new("POST /api/v1/attacks", """{"modelId": "RUNNABLE", "dataset": "DATASET"}"""),
        new("POST /api/v1/attacks", """{"modelId": "MODEL", "dataset": "OPEN-SET"}"""),
        new("POST /api/v1/attacks/{id}/cancel", Address: "/api/v1/attacks/ATTACK/cancel"),
        new("POST /api/v1/audits/spot-checks", """{"evaluationId": "EVALUATION", "modelId": "RUNNABLE"}"""),
        new("POST /api/v1/audits/spot-checks", """{"evaluationId": "OPEN-EVALUATION", "modelId": "MODEL"}"""),
        new("POST /api/v1/audits/ownership", """{"modelId": "RUNNABLE", "dataset": "DATASET"}""", OwnershipKeys.Make),
        new("POST /api/v1/audits/ownership", """{"modelId": "MODEL", "dataset": "OPEN-SET"}""", OwnershipKeys.Make),
        new(
            "POST /api/v1/datasets",
            """{"key": "copy", "variant": "custom", "layout": "imagefolder", "path": "copy", "classes": "from-folders", "clean": "DATASET"}"""
        ),
        new("PATCH /api/v1/datasets/{key}", """{"sharing": {"visibility": "public"}}""", Address: "/api/v1/datasets/DATASET"),
        new("DELETE /api/v1/datasets/{key}", Address: "/api/v1/datasets/DATASET"),
        new(
            "POST /api/v1/datasets/{key}/generated",
            """{"key": "noisy", "corruptions": ["contrast"]}""",
            Address: "/api/v1/datasets/DATASET/generated"
        ),
        new("PUT /api/v1/datasets/{key}/oracle", """{"modelId": "RUNNABLE"}""", Address: "/api/v1/datasets/DATASET/oracle"),
        new("PUT /api/v1/datasets/{key}/oracle", """{"modelId": "MODEL"}""", Address: "/api/v1/datasets/OPEN-SET/oracle"),
        new("PUT /api/v1/datasets/{key}/clean", """{"dataset": "OPEN-SET"}""", Address: "/api/v1/datasets/DATASET/clean"),
        new("PUT /api/v1/datasets/{key}/clean", """{"dataset": "DATASET"}""", Address: "/api/v1/datasets/OPEN-SET/clean"),
        new("PUT /api/v1/datasets/{key}/boxes", "{}", () => [1], "/api/v1/datasets/DATASET/boxes"),
        new("DELETE /api/v1/datasets/{key}/boxes", Address: "/api/v1/datasets/DATASET/boxes"),
        new("POST /api/v1/evaluations", """{"modelId": "RUNNABLE", "datasets": ["DATASET"]}"""),
        new("POST /api/v1/evaluations", """{"modelId": "RUNNABLE", "datasets": ["OPEN-SET", "DATASET"]}"""),
        new("POST /api/v1/evaluations", """{"modelId": "MODEL", "datasets": ["OPEN-SET"]}"""),
        new("POST /api/v1/evaluations/predictions", """{"name": "mine", "dataset": "DATASET", "format": "csv"}""", () => Predictions),
        new(
            "POST /api/v1/evaluations/predictions",
            """{"name": "mine", "dataset": "OPEN-SET", "format": "csv", "modelId": "MODEL"}""",
            () => Predictions
        ),
        new(
            "POST /api/v1/evaluations/predictions",
            $$"""{"name": "mine", "dataset": "OPEN-SET", "format": "csv", {{Sharing}}}""",
            () => Predictions
        ),
        new("POST /api/v1/evaluations/{id}/cancel", Address: "/api/v1/evaluations/EVALUATION/cancel"),
        new("POST /api/v1/evaluations/{id}/retry", Address: "/api/v1/evaluations/EVALUATION/retry"),
        new("POST /api/v1/explanations", """{"modelIds": ["RUNNABLE"], "dataset": "DATASET", "image": "0"}"""),
        new("POST /api/v1/explanations", """{"modelIds": ["MODEL"], "dataset": "OPEN-SET", "image": "0"}"""),
        new("POST /api/v1/explanations", """{"modelIds": ["RUNNABLE", "MODEL"], "dataset": "OPEN-SET", "image": "0"}"""),
        new("POST /api/v1/explanations/{id}/cancel", Address: "/api/v1/explanations/ATTACK/cancel"),
        new("POST /api/v1/keys", """{"name": "mine", "role": "submitter"}"""),
        new("POST /api/v1/keys/{id}/rotate", "{}", Address: "/api/v1/keys/KEY/rotate"),
        new("DELETE /api/v1/keys/{id}", Address: "/api/v1/keys/KEY"),
        new("PUT /api/v1/datasets/{key}/verdicts/{image}", """{"verdict": "given"}""", Address: "/api/v1/datasets/DATASET/verdicts/2"),
        new("DELETE /api/v1/datasets/{key}/verdicts/{image}", Address: "/api/v1/datasets/DATASET/verdicts/2"),
        new(
            "POST /api/v1/datasets/{key}/verdicts/label-set",
            """{"key": "cleaned", "base": "original"}""",
            Address: "/api/v1/datasets/DATASET/verdicts/label-set"
        ),
        new("POST /api/v1/label-sets", """{"dataset": "DATASET", "format": "csv"}""", () => Predictions),
        new("POST /api/v1/hierarchies", "{}"),
        new("DELETE /api/v1/hierarchies/{id}", Address: "/api/v1/hierarchies/ATTACK"),
        new("POST /api/v1/error-rules", "{}"),
        new("POST /api/v1/log/releases", """{"name": "again"}"""),
        new("POST /api/v1/models", $$"""{"name": "mine", {{Sharing}}}""", () => TinyModel.Create(2, seed: 77)),
        new("POST /api/v1/models", """{"name": "mine", "parentModelId": "MODEL"}""", () => TinyModel.Create(2, seed: 78)),
        new("PATCH /api/v1/models/{id}", """{"name": "mine"}""", Address: "/api/v1/models/MODEL"),
        new("PATCH /api/v1/models/{id}", $$"""{{{Sharing}}}""", Address: "/api/v1/models/RUNNABLE"),
        new("DELETE /api/v1/models/{id}", Address: "/api/v1/models/MODEL"),
        new("POST /api/v1/views", """{"name": "a guess", "address": "/?dataset=DATASET"}"""),
        new("POST /api/v1/views", """{"name": "a guess", "address": "/scatter?x=top1&Dataset=DATASET&labelSet=original"}"""),
        new("POST /api/v1/views", """{"name": "DATASET", "address": "/?q=DATASET&baseline=MODEL"}"""),
        new("DELETE /api/v1/views/{code}", Address: "/api/v1/views/VIEW"),
        new("POST /api/v1/suites", Suite("guess-DATASET", """ "dataset": "DATASET" """)),
        new("POST /api/v1/suites", Suite("title-DATASET", """ "dataset": "open-set", "group": "DATASET" """, "DATASET")),
        new(
            "POST /api/v1/suites",
            Suite("set-DATASET", """ "dataset": "DATASET", "labelSet": "original" """, "in", """, "inDistribution": ["DATASET"]""")
        ),
        new("POST /api/v1/suites/{key}/runs", """{"modelId": "RUNNABLE"}""", Address: "/api/v1/suites/SUITE/runs"),
        new("POST /api/v1/suites/{key}/runs", """{"modelId": "RUNNABLE"}""", Address: "/api/v1/suites/guess-DATASET/runs"),
        new("POST /api/v1/suites/{key}/runs", """{"modelId": "MODEL"}""", Address: "/api/v1/suites/imagenet-ood/runs"),
        new("POST /api/v1/teams", """{"name": "mine"}"""),
        new("DELETE /api/v1/teams/{id}", Address: "/api/v1/teams/TEAM"),
        new("PUT /api/v1/teams/{id}/members/{key}", "{}", Address: "/api/v1/teams/TEAM/members/STRANGER"),
        new("DELETE /api/v1/teams/{id}/members/{key}", Address: "/api/v1/teams/TEAM/members/STRANGER"),
        new("POST /api/v1/uploads", Address: "/api/v1/uploads"),
        new("PATCH /api/v1/uploads/{id}", Address: "/api/v1/uploads/UPLOAD"),
        new("DELETE /api/v1/uploads/{id}", Address: "/api/v1/uploads/UPLOAD"),
        new("POST /api/v1/webhooks", """{"url": "not an address"}"""),
        new("DELETE /api/v1/webhooks/{id}", Address: "/api/v1/webhooks/WEBHOOK"),
        new("POST /api/v1/webhooks/{id}/test", Address: "/api/v1/webhooks/WEBHOOK/test"),
    ];

    /// <summary>Operations of the contract that change something.</summary>
    public static IEnumerable<string> OfContract =>
        Contract.Operations.Where(each => each.Method is not ("GET" or "HEAD" or "OPTIONS")).Select(each => $"{each.Method} {each.Path}");

    /// <summary>The request with things in the places of the words.</summary>
    public HttpRequestMessage Fill(IReadOnlyDictionary<string, string> things)
    {
        var (method, path) = (Operation.Split(' ')[0], Address ?? Operation.Split(' ')[1]);
        var request = new HttpRequestMessage(new HttpMethod(method), Filled(path, things));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        if (method == "PATCH" && Body is null)
        {
            request.Headers.Add("Upload-Offset", "0");
            request.Content = new ByteArrayContent([1]) { Headers = { ContentType = new("application/offset+octet-stream") } };
        }
        else if (Body is { } body)
            request.Content = File is { } file
                ? ApiClient.Form(Filled(body, things), file(), "p.csv")
                : new StringContent(Filled(body, things), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return request;
    }

    /// <summary>Whether it names a thing that can be hidden.</summary>
    public bool Names(IEnumerable<string> words) => words.Any(word => $"{Address} {Body}".Contains(word, StringComparison.Ordinal));

    static string Filled(string text, IReadOnlyDictionary<string, string> things) =>
        things.OrderByDescending(pair => pair.Key.Length).Aggregate(text, (all, pair) => all.Replace(pair.Key, pair.Value));

    static string Suite(string key, string member, string title = "a guess", string more = "") =>
        $$"""
            {"key": "{{key}}", "title": "{{title}}", "members": [{ {{member}}, "metrics": ["top1"] }],
             "headline": {"title": "Top-1", "metric": "top1"}{{more}}}
            """;
}
