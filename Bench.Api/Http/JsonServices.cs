using Bench.Service.Json;

namespace Bench.Api.Http;

internal static class JsonServices
{
    public static IServiceCollection AddBenchJson(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(options => BenchJson.Configure(options.SerializerOptions))
            // What the API description reads its types with.
            .Configure<Microsoft.AspNetCore.Mvc.JsonOptions>(options => BenchJson.Configure(options.JsonSerializerOptions));
}
