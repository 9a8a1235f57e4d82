using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>A body that an operation describes is one that it wants, so that generated clients ask for it.</summary>
internal sealed class RequiredParts : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Required = true;
    }
}
