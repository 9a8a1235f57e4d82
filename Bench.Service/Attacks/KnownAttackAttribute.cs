using System.ComponentModel.DataAnnotations;

namespace Bench.Service.Attacks;

/// <summary>A text that names an attack or a certificate.</summary>
public sealed class KnownAttackAttribute() : AllowedValuesAttribute([.. AttackSpec.Names]);
