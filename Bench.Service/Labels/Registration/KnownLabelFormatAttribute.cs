using System.ComponentModel.DataAnnotations;
using Bench.Service.Labels.Formats;

namespace Bench.Service.Labels.Registration;

/// <summary>A text that is the id of a label-file format.</summary>
public sealed class KnownLabelFormatAttribute() : AllowedValuesAttribute([.. LabelFormats.All]);
