using System.ComponentModel.DataAnnotations;
using Bench.Imaging.Corruptions;

namespace Bench.Service.Datasets.Generated;

/// <summary>A text that is the key of a family of corruptions.</summary>
public sealed class KnownCorruptionFamilyAttribute() : AllowedValuesAttribute([.. CorruptionFamily.All.Select(family => family.Key)]);
