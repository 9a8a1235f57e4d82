using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Marks as required what a record's constructor requires, as reading it does; so a generated client knows
/// that an answer always has it.</summary>
internal sealed class RequiredMembers : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is not OpenApiSchema { Properties.Count: > 0 } record
            || context.Type.Namespace?.StartsWith("Bench", StringComparison.Ordinal) != true
        )
            return;
        if (context.Type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length) is not { } constructor)
            return;
        record.Required ??= new HashSet<string>();
        foreach (var parameter in constructor.GetParameters())
            if (
                !parameter.HasDefaultValue
                && context.Type.GetProperty(parameter.Name!) is { } property
                && JsonName(property) is var name
                && record.Properties!.ContainsKey(name)
            )
                record.Required.Add(name);
    }

    static string JsonName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
