using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Service.Models.Registration;

/// <summary>The rules of the texts that describe a model, at its upload and when they are changed.</summary>
public static class ModelTexts
{
    public const int LongestName = 200;
    const int LongestLine = 1_000;
    const int LongestDescription = 10_000;

    /// <param name="description">All that is said of a model.</param>
    /// <param name="errors">Receives what is wrong, under the fields' names.</param>
    public static void Check(ModelDescription description, FieldErrors errors)
    {
        CheckName(description.Name, errors);
        CheckDescription(description.Description, errors);
        CheckLines(
            errors,
            ("architecture", description.Architecture),
            ("trainingData", description.TrainingData),
            ("license", description.License),
            ("url", description.Url)
        );
        CheckUrl(description.Url, errors);
        CheckTags(description.Tags, errors);
    }

    static void CheckName(string? name, FieldErrors errors)
    {
        if (!OneLine.IsName(name, LongestName))
            errors.Add("name", $"1 to {LongestName} printable characters are expected");
    }

    static void CheckDescription(string? description, FieldErrors errors)
    {
        if (description?.Length > LongestDescription)
            errors.Add("description", $"it has {Counted.Of(description.Length, "character")}; at most {LongestDescription:N0} are kept");
    }

    public static void CheckLines(FieldErrors errors, params IEnumerable<(string Field, string? Text)> lines)
    {
        foreach (var (field, text) in lines)
            if (text?.Length > LongestLine || text?.All(OneLine.IsPrintable) == false)
                errors.Add(field, $"at most {LongestLine:N0} printable characters are expected");
    }

    static void CheckTags(IReadOnlyList<string>? tags, FieldErrors errors)
    {
        if (tags?.Count > ModelTags.Most)
            errors.Add("tags", $"there are {tags.Count:N0}; at most {ModelTags.Most} are kept");
        if (tags?.FirstOrDefault(tag => tag is null || !ModelTags.IsValid(tag)) is { } wrong)
            errors.Add("tags", $"'{wrong}' is not 1 to {ModelTags.Longest} letters, digits or - _ . + /");
        else if (tags?.Contains(null!) == true)
            errors.Add("tags", "a tag is null");
    }

    static void CheckUrl(string? url, FieldErrors errors)
    {
        if (url is { Length: > 0 } && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            errors.Add("url", "it must be an http or https address");
    }
}
