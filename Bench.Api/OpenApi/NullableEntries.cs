using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Says of a dictionary whose values may be null that they may.</summary>
internal sealed class NullableEntries : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is not OpenApiSchema { AdditionalProperties: OpenApiSchemaReference value } dictionary
            || context.MemberInfo is not PropertyInfo property
        )
            return;
        if (new NullabilityInfoContext().Create(property).GenericTypeArguments is [_, { ReadState: NullabilityState.Nullable }])
            dictionary.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Null, AllOf = [value] };
    }
}
