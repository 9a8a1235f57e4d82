using System.ComponentModel.DataAnnotations;
using Bench.Service.Datasets.Layouts.Registered;

namespace Bench.Service.Datasets.Registry;

/// <summary>A text that is the id of a layout or an archive.</summary>
public sealed class KnownLayoutAttribute() : AllowedValuesAttribute([.. DatasetLayouts.All]);
