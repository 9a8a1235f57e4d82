using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Writes references as OpenAPI 3.1 does: a reference that only carries words is used alone, one that may be
/// null is one of the two.</summary>
/// <remarks>Swashbuckle wraps such references as <c>allOf</c> with one entry, next to which 3.0's <c>nullable</c> has
/// no effect.</remarks>
internal sealed class SchemaWalk : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var (_, schema) in swaggerDoc.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
            Walk(schema);
        foreach (var (_, operation) in (swaggerDoc.Paths ?? []).Values.SelectMany(path => path.Operations ?? []))
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                parameter.Schema = Plain(parameter.Schema);
            var bodies = operation.RequestBody?.Content?.Values.ToList() ?? new List<IOpenApiMediaType>();
            var answers = (operation.Responses ?? []).Values.SelectMany(answer =>
                answer.Content?.Values.ToList() ?? new List<IOpenApiMediaType>()
            );
            foreach (var content in bodies.Concat(answers).OfType<OpenApiMediaType>())
                content.Schema = Plain(content.Schema);
        }
    }

    static void Walk(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own)
            return;
        foreach (var (name, property) in own.Properties?.ToList() ?? [])
            own.Properties![name] = Plain(property)!;
        own.Items = Plain(own.Items);
        own.AdditionalProperties = Plain(own.AdditionalProperties);
    }

    static IOpenApiSchema? Plain(IOpenApiSchema? schema)
    {
        if (schema is not OpenApiSchema { AllOf: [OpenApiSchemaReference reference] } wrapped)
        {
            if (schema is not null)
                Walk(schema);
            return schema;
        }
        if (wrapped.Type?.HasFlag(JsonSchemaType.Null) == true)
            return new OpenApiSchema
            {
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference],
                Description = wrapped.Description,
            };
        return wrapped.Description is { } description
            ? new OpenApiSchemaReference(reference.Reference.Id!, reference.Reference.HostDocument) { Description = description }
            : reference;
    }
}
