namespace Bench.Service.Models.Registration;

/// <summary>Findings of static admission about an uploaded file.</summary>
/// <param name="IsArchive">Whether it is a .zip with external data.</param>
/// <param name="Graph">What the model says of itself.</param>
/// <param name="GraphJson">The same as it is stored.</param>
public sealed record AdmittedModel(bool IsArchive, ModelGraph Graph, string GraphJson);
