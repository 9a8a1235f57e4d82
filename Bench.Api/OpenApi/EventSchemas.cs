using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Says which events a stream has and what the data of each is: OpenAPI 3.1 has no word for it, so
/// <c>x-events</c> names the schemas.</summary>
internal sealed class EventSchemas : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var stream in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<EventStream>())
        foreach (var (_, answer) in operation.Responses ?? [])
            if (answer.Content?.TryGetValue("text/event-stream", out var media) == true && media is OpenApiMediaType content)
            {
                var events = new JsonObject();
                foreach (var (name, type) in stream.Events)
                {
                    var schema = (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
                    events[name] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema.Reference.Id}" };
                }
                content.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-events"] = new JsonNodeExtension(events) };
            }
    }
}
