using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Api.Http;

/// <summary>How everything is spelled in JSON: camelCase, enums as camelCase words, unknown fields refused.</summary>
internal static class BenchJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static IServiceCollection AddBenchJson(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions))
            // What the API description reads its types with.
            .Configure<Microsoft.AspNetCore.Mvc.JsonOptions>(options => Configure(options.JsonSerializerOptions));

    static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        return options;
    }
}
