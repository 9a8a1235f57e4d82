using System.Text.Json;
using Bench.Data;
using Microsoft.OpenApi;

namespace Bench.Api.OpenApi;

/// <summary>The contract, described: <c>/swagger</c> for people, <c>/swagger/v1/swagger.json</c> for generators.</summary>
internal static class OpenApiServices
{
    const string Scheme = "Key";

    public static IServiceCollection AddBenchOpenApi(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        return services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                "v1",
                new OpenApiInfo
                {
                    Title = "Bench",
                    Version = BenchVersion.Text.Split('+')[0],
                    Description =
                        "Benchmark evaluation of ImageNet classifiers. Rates, errors and scores are fractions in [0, 1]. Errors "
                        + "are RFC 9457 problems with a stable code and a next step. Reading is open; writing needs a key.",
                    License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
                    Contact = new OpenApiContact { Name = "The Bench authors" },
                }
            );
            // Wherever the description was fetched from.
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "This service" });
            swagger.AddSecurityDefinition(
                Scheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "bench_…",
                    Description = "A key of this service: bench_…",
                }
            );
            swagger.SupportNonNullableReferenceTypes();
            swagger.UseAllOfToExtendReferenceSchemas();
            swagger.CustomOperationIds(description =>
                description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName
            );
            // What has no name is not part of the contract: pages, files, the dashboard.
            swagger.DocInclusionPredicate(
                (_, description) => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true
            );
            foreach (var documentation in Directory.EnumerateFiles(AppContext.BaseDirectory, "Bench.*.xml"))
                swagger.IncludeXmlComments(() => FlowingComments.Read(documentation));
            swagger.MapType<Stream>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
            swagger.MapType<JsonElement>(() => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true });
            swagger.SchemaFilter<RequiredMembers>();
            swagger.SchemaFilter<WrittenTypes>();
            swagger.SchemaFilter<ClosedTexts>();
            swagger.SchemaFilter<NullableEntries>();
            swagger.SchemaFilter<ProblemSchema>();
            swagger.OperationFilter<RequestExamples>();
            swagger.OperationFilter<KeyRequirements>(Scheme);
            swagger.OperationFilter<TusVersion>();
            swagger.OperationFilter<ProblemAnswers>();
            swagger.OperationFilter<EventSchemas>();
            swagger.OperationFilter<RequiredParts>();
            swagger.DocumentFilter<Tags>();
            swagger.DocumentFilter<SchemaWalk>();
        });
    }

    /// <summary>Serves it, below <c>/swagger</c> alone: the library makes a generator for every request that passes it, and
    /// reads all comments for the first.</summary>
    public static WebApplication UseBenchOpenApi(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal), UseSwagger);
        return app;
    }

    static void UseSwagger(IApplicationBuilder app)
    {
        app.UseSwagger(swagger =>
        {
            swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            swagger.PreSerializeFilters.Add(
                (document, request) =>
                {
                    if (request.PathBase.HasValue)
                        document.Servers = [new OpenApiServer { Url = request.PathBase.Value, Description = "This service" }];
                }
            );
        });
        app.UseSwaggerUI(page =>
        {
            // From the page's own folder, wherever that lies.
            page.SwaggerEndpoint("v1/swagger.json", "Bench v1");
            page.DocumentTitle = "Bench API";
            page.EnablePersistAuthorization();
        });
    }
}
