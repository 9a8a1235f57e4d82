using Bench.Service.Inputs;
using Bench.Service.Json;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>The manifest that would be uploaded with the model, read as the service reads it.</summary>
/// <remarks>A name is not needed here, and who may see the model does not matter.</remarks>
internal static class LocalManifest
{
    /// <param name="file">The manifest; null where the model goes by the defaults.</param>
    /// <param name="modelFile">Name of the model's file, for a manifest without a name.</param>
    /// <exception cref="RefusalException">With code <c>manifest-invalid</c> and everything that is wrong.</exception>
    public static ModelDeclaration Read(FileInfo? file, string modelFile)
    {
        var name = OneLine.IsName(modelFile, ModelTexts.LongestName) ? modelFile : "model";
        if (file is null)
            return new ModelDeclaration(new ModelDescription(name), null, new());
        var errors = new FieldErrors();
        if (!file.Exists)
            errors.Add("", $"there is no file '{file}'");
        var manifest = file.Exists
            ? JsonManifest.ReadPart<ModelManifest>(File.ReadAllText(file.FullName), "the file is empty", errors, ("name", name))
            : null;
        var declared = manifest is null ? null : ModelDeclaration.Read(manifest, errors);
        errors.ThrowIfAny("manifest-invalid", "The manifest", "Correct it; its fields are those of POST /api/v1/models.");
        // Its parent and its readers are a service's.
        return declared! with { Description = new(declared.Description.Name) };
    }
}
