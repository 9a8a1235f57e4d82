using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Says of the calls of an upload that they name their version of tus; a filter asks for it before the
/// handlers are reached.</summary>
internal sealed class TusVersion : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.Responses?.ContainsKey("412") != true)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = "Tus-Resumable",
                In = ParameterLocation.Header,
                Required = true,
                Description = "The version of tus that is spoken: 1.0.0.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }
        );
    }
}
