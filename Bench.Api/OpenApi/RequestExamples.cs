using System.Text.Json.Nodes;
using Bench.Api.Http;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Puts the example that an endpoint carries into its description.</summary>
internal sealed class RequestExamples : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequestExample>().LastOrDefault() is not { } example)
            return;
        foreach (var body in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            body.Example = JsonNode.Parse(example.Json);
    }
}
