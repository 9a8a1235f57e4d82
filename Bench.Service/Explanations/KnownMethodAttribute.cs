using System.ComponentModel.DataAnnotations;

namespace Bench.Service.Explanations;

/// <summary>A text that names a method of explanation.</summary>
public sealed class KnownMethodAttribute() : AllowedValuesAttribute([.. ExplanationSpec.Methods.Keys]);
