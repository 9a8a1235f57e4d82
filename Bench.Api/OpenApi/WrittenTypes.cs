using System.Reflection;
using Bench.Service.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Describes members with <see cref="WrittenAsAttribute"/> by the type that they name.</summary>
internal sealed class WrittenTypes : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema free || context.MemberInfo?.GetCustomAttribute<WrittenAsAttribute>() is not { } written)
            return;
        free.AllOf = [context.SchemaGenerator.GenerateSchema(written.Type, context.SchemaRepository)];
        free.Type = JsonSchemaType.Null;
        free.AdditionalProperties = null;
        free.AdditionalPropertiesAllowed = true;
    }
}
