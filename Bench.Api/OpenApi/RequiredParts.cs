using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>A body that an operation describes is one that it wants, so that generated clients ask for it; the
/// binding takes a list that may be absent for one that may not.</summary>
internal sealed class RequiredParts : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Required = true;
        foreach (var list in context.MethodInfo.GetParameters().Where(IsListThatMayBeAbsent))
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == list.Name) is OpenApiParameter parameter)
                parameter.Required = false;
    }

    static bool IsListThatMayBeAbsent(ParameterInfo parameter) =>
        parameter.ParameterType.IsArray && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
}
