using Bench.Data.Labels;

namespace Bench.Api.Pages;

/// <summary>One image to be judged on a page.</summary>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Given">Name of its label.</param>
/// <param name="Suggested">Name of the class that is suggested instead; null where the operator names one.</param>
/// <param name="SuggestedId">Id of that class.</param>
/// <param name="Said">What was said before.</param>
/// <param name="Named">Id of the class that was named before.</param>
internal sealed record VerdictChoice(int Image, string Given, string? Suggested, string? SuggestedId, Verdict? Said, string? Named = null);
