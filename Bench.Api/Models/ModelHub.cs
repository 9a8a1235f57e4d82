using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Refusals;

namespace Bench.Api.Models;

/// <summary>Fetches what a model hub says of a model's preprocessing, by the model's name. Only the hub that the
/// operator names is asked (<see cref="BenchOptions.ModelHub"/>).</summary>
internal sealed partial class ModelHub(BenchOptions options, IHttpClientFactory clients)
{
    public const string Client = "model hub";

    /// <summary>A configuration may name the classes of ImageNet-21k twice, which is 2 MB.</summary>
    public const int MostBytes = 8 << 20;

    /// <summary>timm's and transformers' files, in the order of looking.</summary>
    static readonly string[] Files = ["config.json", "preprocessor_config.json"];

    /// <summary>Fields that name classes, and say nothing of preprocessing.</summary>
    static readonly string[] ClassNames = ["id2label", "label2id", "label_names", "label_descriptions"];

    public bool IsAllowed => options.ModelHub is not null;

    /// <param name="name"><c>timm:resnet50.a1_in1k</c>, <c>hf:microsoft/resnet-50</c>, <c>owner/repository</c>, each with <c>@revision</c>
    /// where it is not main, or the address of its page.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>timm's config or an image processor's, as it is there but for the names of classes.</returns>
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
        var (repository, revision) = Repository(name, hub);
        foreach (var file in Files)
            if (await GetAsync(new Uri(hub, $"/{repository}/resolve/{revision}/{file}"), cancellationToken) is { } config && Says(config))
            {
                foreach (var field in ClassNames)
                    config.Remove(field);
                return config;
            }
        throw RefusalException.NotFound(
            $"preprocessing at {hub.Host} for",
            "hub-config-not-found",
            repository,
            "Look up the name at the hub, or paste the configuration."
        );
    }

    static bool Says(JsonObject config) =>
        config.ContainsKey("pretrained_cfg") || config.ContainsKey("image_mean") || config.ContainsKey("size");

    static (string Name, string Revision) Repository(string name, Uri hub)
    {
        var match = ModelName().Match(name.Trim()) is { Success: true } named ? named : PageName().Match(name.Trim());
        var repository = match.Groups["name"].Value;
        if (match.Groups["timm"].Success && !repository.Contains('/', StringComparison.Ordinal))
            repository = $"timm/{repository}";
        var isElsewhere =
            match.Groups["host"] is { Success: true } host && !host.Value.Equals(hub.Authority, StringComparison.OrdinalIgnoreCase);
        return repository.Contains('/', StringComparison.Ordinal) && !isElsewhere
            ? (repository, match.Groups["revision"] is { Success: true } revision ? revision.Value : "main")
            : throw RefusalException.Invalid(
                "hub-name-invalid",
                $"'{name}' is not a model's name.",
                $"Write timm:NAME, hf:OWNER/REPOSITORY or OWNER/REPOSITORY, with @REVISION where it is not main, or its page at {hub.Host}."
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
            return OutsideJson.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)) as JsonObject;
        }
        catch (Exception error)
            when (error is HttpRequestException or JsonException or RefusalException
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

    [GeneratedRegex(
        @"^(?:(?<timm>timm:)?(?:hf[-_]hub:)?|hf:)(?!.*\.\.)(?<name>(?:\w[\w.-]{0,95}/)?\w[\w.-]{0,95})(?:@(?<revision>\w[\w.-]{0,95}))?/?$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex ModelName();

    /// <summary>What people copy from their browser.</summary>
    [GeneratedRegex(
        @"^https?://(?<host>[\w.:-]+)/(?!.*\.\.)(?<name>\w[\w.-]{0,95}/\w[\w.-]{0,95})"
            + @"(?:/(?:tree|blob|resolve|raw)/(?<revision>\w[\w.-]{0,95}))?(?:[/?#].*)?$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PageName();
}
