using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bench.Data;
using Bench.Service.Refusals;

namespace Bench.Api.Models;

/// <summary>Fetches what a model hub says of a model's preprocessing, by the model's name. Only the hub that the
/// operator names is asked (<see cref="BenchOptions.ModelHub"/>).</summary>
internal sealed partial class ModelHub(BenchOptions options, IHttpClientFactory clients)
{
    public const string Client = "model hub";
    public const int MostBytes = 1 << 20;

    /// <summary>timm's and transformers' files, in the order of looking.</summary>
    static readonly string[] Files = ["config.json", "preprocessor_config.json"];

    public bool IsAllowed => options.ModelHub is not null;

    /// <param name="name"><c>timm:resnet50.a1_in1k</c>, <c>hf:microsoft/resnet-50</c> or
    /// <c>owner/repository</c>.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>timm's config or an image processor's, as it is there.</returns>
    /// <exception cref="RefusalException">The operator does not allow it, the name is none, or the hub has nothing that
    /// says it.</exception>
    public async Task<JsonObject> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (options.ModelHub is not { } hub)
            throw RefusalException.Invalid(
                "hub-not-allowed",
                "Configurations are not fetched by name here.",
                "Paste the configuration; an operator allows fetching with Bench:ModelHub."
            );
        var repository = Repository(name);
        foreach (var file in Files)
            if (await GetAsync(new Uri(hub, $"/{repository}/resolve/main/{file}"), cancellationToken) is { } config && Says(config))
                return config;
        throw RefusalException.NotFound(
            $"preprocessing at {hub.Host} for",
            "hub-config-not-found",
            repository,
            "Look up the name at the hub, or paste the configuration."
        );
    }

    static bool Says(JsonObject config) =>
        config.ContainsKey("pretrained_cfg") || config.ContainsKey("image_mean") || config.ContainsKey("size");

    static string Repository(string name)
    {
        var (scheme, rest) = name.Trim().Split(':', 2) is [var first, var second] ? (first, second) : ("", name.Trim());
        if (scheme == "timm" && rest.StartsWith("hf-hub:", StringComparison.Ordinal))
            (scheme, rest) = ("", rest["hf-hub:".Length..]);
        var repository = scheme == "timm" && !rest.Contains('/', StringComparison.Ordinal) ? $"timm/{rest}" : rest;
        return
            scheme is "" or "timm" or "hf" && RepositoryName().IsMatch(repository) && !repository.Contains("..", StringComparison.Ordinal)
            ? repository
            : throw RefusalException.Invalid(
                "hub-name-invalid",
                $"'{name}' is not a model's name.",
                "Write timm:NAME, hf:OWNER/REPOSITORY or OWNER/REPOSITORY."
            );
    }

    async Task<JsonObject?> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.GetAsync(address, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                return null;
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken))) as JsonObject;
        }
        catch (Exception error)
            when (error is HttpRequestException or JsonException
                || error is TaskCanceledException && !cancellationToken.IsCancellationRequested
            )
        {
            throw new RefusalException(
                RefusalKind.Invalid,
                "hub-unreachable",
                $"{address.Host} did not answer as a model hub does.",
                "Try again later, or paste the configuration."
            );
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}$")]
    private static partial Regex RepositoryName();
}
