using System.ComponentModel.DataAnnotations;

namespace Bench.Service.Labels;

/// <summary>A text that is a kind of label set.</summary>
public sealed class KnownLabelSetKindAttribute() : AllowedValuesAttribute([.. LabelSetKind.All]);
