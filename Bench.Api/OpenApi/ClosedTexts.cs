using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>A text of which only few values exist — <see cref="AllowedValuesAttribute"/> names them — is a closed enum
/// in the description.</summary>
internal sealed class ClosedTexts : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is OpenApiSchema { Type: { } type } text
            && type.HasFlag(JsonSchemaType.String)
            && context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed
        )
        {
            text.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
            // Of a closed list, null is a member only where it is listed.
            if (type.HasFlag(JsonSchemaType.Null))
                text.Enum.Add(JsonNullSentinel.JsonNull);
        }
    }
}
