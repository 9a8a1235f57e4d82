using Bench.Service.Refusals;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Bench.Api.Problems;

/// <summary>A part of an address that can be the id of nothing, such as a model's name where its id belongs: there is no
/// such thing, as with an id that nothing has.</summary>
internal static class UnreadableId
{
    const string Uuid = "An id is 32 hexadecimal digits with hyphens.";
    const string Place = "Give the image's place in the dataset's order, counted from 0.";

    /// <summary>By the part of the address before the id.</summary>
    static readonly Dictionary<string, (string What, string Code, string NextStep)> Things = new()
    {
        ["attacks"] = ("attack", "attack-not-found", $"{Uuid} List the attacks with GET /api/v1/attacks."),
        ["audits"] = ("audit", "audit-not-found", $"{Uuid} Take it from the answer to the request that started the audit."),
        ["evaluations"] = ("evaluation", "evaluation-not-found", $"{Uuid} List the evaluations with GET /api/v1/evaluations."),
        ["explanations"] = ("explanation", "explanation-not-found", $"{Uuid} List the explanations with GET /api/v1/explanations."),
        ["hierarchies"] = ("hierarchy", "hierarchy-not-found", $"{Uuid} List them with GET /api/v1/hierarchies."),
        ["images"] = ("image", "image-not-found", Place),
        ["keys"] = ("key", "key-not-found", $"{Uuid} List the keys with GET /api/v1/keys."),
        ["label-sets"] = ("label set", "label-set-not-found", $"{Uuid} List the label sets with GET /api/v1/label-sets."),
        ["maps"] = ("map of image", "explanation-not-found", Place),
        ["members"] = ("key", "key-not-found", $"{Uuid} Ask the person for the id that came with their key."),
        ["models"] = ("model", "model-not-found", $"{Uuid} List the models with GET /api/v1/models, of a name with ?name=."),
        ["pictures"] = ("picture of image", "attack-not-found", Place),
        ["rows"] = ("evaluation", "evaluation-not-found", $"{Uuid} List the evaluations with GET /api/v1/evaluations."),
        ["teams"] = ("team", "team-not-found", $"{Uuid} List your teams with GET /api/v1/teams."),
        ["uploads"] = ("upload", "upload-not-found", $"{Uuid} Take it from the Location that the upload was answered with."),
        ["webhooks"] = ("webhook", "webhook-not-found", $"{Uuid} List the key's webhooks with GET /api/v1/webhooks."),
    };

    /// <param name="at">The address.</param>
    /// <param name="message">The framework's, about a parameter that it cannot read.</param>
    /// <returns>Null where the message is about something else.</returns>
    public static RefusalException? Of(IExceptionHandlerFeature? at, string message)
    {
        if (at?.Endpoint is not RouteEndpoint route || BindingProblem.Parameter(message) is not var (name, value))
            return null;
        var parts = route.RoutePattern.PathSegments.Select(segment => segment.Parts[0]).ToList();
        var place = parts.FindIndex(part => part is RoutePatternParameterPart parameter && parameter.Name == name);
        return place > 0 && parts[place - 1] is RoutePatternLiteralPart before && Things.TryGetValue(before.Content, out var thing)
            ? RefusalException.NotFound(thing.What, thing.Code, value, thing.NextStep)
            : null;
    }
}
