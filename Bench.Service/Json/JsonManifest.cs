using System.Reflection;
using System.Text;
using System.Text.Json;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Service.Json;

/// <summary>Reads a manifest field by field, so that every unknown or misshapen field is named, not only the
/// first.</summary>
public static class JsonManifest
{
    /// <summary>A form's part <c>manifest</c>; null where it is absent, is not JSON, or lacks what it cannot be made
    /// without, all of which the errors then say.</summary>
    /// <param name="json">The part; null where the form has none.</param>
    /// <param name="needed">What a form without it lacks, as in "dataset and format are needed".</param>
    /// <param name="errors">Receives what is wrong.</param>
    /// <param name="defaults">Values of fields that it may leave out although they have no default, by name in camelCase.</param>
    /// <exception cref="RefusalException">A text of it has a NUL or is not Unicode.</exception>
    public static T? ReadPart<T>(string? json, string needed, FieldErrors errors, params (string Name, object Value)[] defaults)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            errors.Add("", $"there is no part 'manifest'; {needed}");
            return null;
        }
        try
        {
            return Read<T>(json, errors, defaults.ToDictionary(each => each.Name, each => each.Value));
        }
        catch (JsonException error)
        {
            errors.Add("", $"it is not JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})");
            return null;
        }
    }

    /// <exception cref="RefusalException">With code <c>manifest-invalid</c>, where anything is wrong.</exception>
    public static void ThrowIfRefused(FieldErrors errors) =>
        errors.ThrowIfAny(
            "manifest-invalid",
            "The manifest",
            "Correct the fields and send it again; the fields are described at /swagger."
        );

    static T? Read<T>(string json, FieldErrors errors, Dictionary<string, object> defaults)
        where T : class
    {
        OutsideCharacters.CheckJson(Encoding.UTF8.GetBytes(json));
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "it has to be an object in braces, { }");
            return null;
        }
        var constructor = typeof(T).GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var values = parameters
            .Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : defaults.GetValueOrDefault(NameOf(parameter)))
            .ToArray();
        bool IsNeeded(ParameterInfo parameter) => !parameter.HasDefaultValue && !defaults.ContainsKey(NameOf(parameter));
        var given = new HashSet<string>();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            var index = Array.FindIndex(parameters, parameter => Named(parameter, field.Name));
            if (index < 0)
                errors.Add(field.Name, "unknown field; known are " + $"{string.Join(", ", parameters.Select(NameOf))}");
            else if (!given.Add(NameOf(parameters[index])))
                errors.Add(field.Name, "given twice");
            else if (field.Value.ValueKind != JsonValueKind.Null)
                values[index] = Value(field, parameters[index], errors);
            else if (IsNeeded(parameters[index]))
                errors.Add(field.Name, "is null");
        }
        foreach (var parameter in parameters)
            if (IsNeeded(parameter) && NameOf(parameter) is var name && !given.Contains(name))
                errors.Add(name, "is missing");
        return parameters.Where((parameter, i) => !parameter.HasDefaultValue && values[i] is null).Any()
            ? null
            : (T)constructor.Invoke(values);
    }

    static string NameOf(ParameterInfo parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

    /// <summary>In camelCase, or in snake_case as timm and Python write.</summary>
    static bool Named(ParameterInfo parameter, string field) =>
        NameOf(parameter) == field || JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!) == field;

    static object? Value(JsonProperty field, ParameterInfo parameter, FieldErrors errors)
    {
        try
        {
            return field.Value.Deserialize(parameter.ParameterType, BenchJson.Options);
        }
        catch (UnknownWordException unknown)
        {
            // The path is '$', or goes on from there to a field within.
            errors.Add($"{field.Name}{unknown.Path?.TrimStart('$')}", unknown.Message);
            return null;
        }
        catch (JsonException error)
        {
            var given = field.Value.GetRawText();
            var reason = JsonFault.Reason(error, parameter.ParameterType);
            errors.Add($"{field.Name}{error.Path?.TrimStart('$')}", $"{reason} (the field is {given[..Math.Min(100, given.Length)]})");
            return null;
        }
    }
}
