using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bench.Api.OpenApi;

/// <summary>Describes what problems carry beyond RFC 9457: <c>code</c>, <c>nextStep</c>, and <c>errors</c> by field;
/// and names each answer by its status.</summary>
internal sealed class ProblemAnswers : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (!int.TryParse(status, out var code) || answer is not OpenApiResponse response)
                continue;
            if (code == StatusCodes.Status304NotModified)
                response.Content?.Clear();
            if (code < 400)
                continue;
            response.Description =
                $"{ReasonPhrases.GetReasonPhrase(code)}: a problem with a stable 'code', a sentence in 'detail', a 'nextStep', "
                + "and 'errors' by field where a field is wrong";
        }
    }
}
