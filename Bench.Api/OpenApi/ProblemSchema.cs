using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>The schema of a problem: what every refusal here carries, and by which names.</summary>
internal sealed class ProblemSchema : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(ProblemDetails) || schema is not OpenApiSchema problem)
            return;
        problem.Description = "A problem (RFC 9457).";
        problem.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What the status means, as an address."),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Description = "The HTTP status.",
            },
            ["detail"] = Text("What is wrong, in a sentence."),
            ["code"] = Text("What is wrong, for scripts: it stays the same when sentences change. docs/errors.md lists all."),
            ["nextStep"] = Text("What to do about it, in a sentence."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
                Description = "What is wrong with each field, where a field is wrong.",
            },
            ["traceId"] = Text("Names the request in the service's log."),
        };
        problem.Required = new HashSet<string> { "title", "status", "detail", "code", "nextStep" };
        problem.AdditionalPropertiesAllowed = true;
    }

    static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
