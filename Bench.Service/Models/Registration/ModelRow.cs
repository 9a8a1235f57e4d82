using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Inputs;
using Bench.Service.Sharing;

namespace Bench.Service.Models.Registration;

/// <summary>The row of a model that was admitted, with what its submitter should know of the choices that were made: the same for an upload
/// and for the command line.</summary>
internal static class ModelRow
{
    /// <param name="declaration">What the submitter says of it.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="admitted">What the graph says.</param>
    /// <param name="owner">Key of the owner; null where there is none.</param>
    /// <param name="now">UTC.</param>
    public static Model Of(ModelDeclaration declaration, ReceivedFile file, AdmittedModel admitted, Guid? owner, DateTime now)
    {
        var (preprocessing, size) = declaration.Preprocessing is { } declared
            ? TimmTestSize.Settle(declared, admitted.Graph.Input.Height, admitted.Graph.Input.Width)
            : (null, null);
        return new Model
        {
            Id = Guid.CreateVersion7(),
            Sha256 = file.Sha256,
            FileSize = file.Length,
            FileName = admitted.IsArchive ? $"{Path.GetFileNameWithoutExtension(file.FileName)}.zip" : file.FileName,
            Name = declaration.Description.Name,
            Preprocessing = preprocessing is null ? null : PreprocessingJson.Write(preprocessing),
            Checks =
            [
                .. new[] { size, Choice(declaration, admitted), GraphChance.Of(admitted.Graph) }.OfType<Check>(),
                .. preprocessing is null ? [] : ContractDoubts.Of(preprocessing),
                .. ContractClaims.Against(declaration.Claims, declaration.Contract, admitted.Graph),
            ],
            Contract = declaration.Contract.ToJson(),
            ContractHash = ModelEntry.ContractHash(declaration.Identity, declaration.Contract.ToJson()),
            OwnerKeyId = owner,
            CreatedAt = now,
            State = ModelState.Inspecting,
            Graph = admitted.GraphJson,
            Parameters = admitted.Graph.Parameters,
            Macs = admitted.Graph.Macs,
            Precision = admitted.Graph.Precision,
        }.Described(declaration.Description);
    }

    /// <summary>The same row with what people read of it, and who may see it.</summary>
    public static Model Described(this Model model, ModelDescription description)
    {
        var audience = description.Sharing ?? Audience.Everybody;
        model.Name = description.Name.Trim();
        model.Description = description.Description;
        model.Architecture = description.Architecture;
        model.TrainingData = description.TrainingData;
        model.License = description.License;
        model.Url = description.Url;
        model.Tags = ModelTags.Of(description.Tags ?? []);
        model.ParentModelId = description.ParentModelId;
        (model.Visibility, model.TeamId, model.PublicFrom) = (audience.Visibility, audience.TeamId, audience.PublicFrom?.UtcDateTime);
        return model;
    }

    /// <summary>Where several outputs are as wide as each other and the declaration names none, which one will be read.</summary>
    static Check? Choice(ModelDeclaration declaration, AdmittedModel admitted) =>
        declaration.Contract.Output is not null
            ? null
            : admitted
                .Graph.Outputs.Where(output => output.Width is not null)
                .GroupBy(output => output.Width)
                .Where(same => same.Count() > 1)
                .Select(same => OutputChoice.Of([.. same.Select(output => output.Name)]).Check)
                .FirstOrDefault();
}
