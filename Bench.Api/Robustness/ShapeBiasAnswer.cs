using Bench.Api.Doubts;

namespace Bench.Api.Robustness;

/// <summary>Whether shape or texture decides, over images whose two cues show different classes.</summary>
/// <param name="ShapeLabelSet">Label set of the shapes.</param>
/// <param name="TextureLabelSet">Label set of the textures.</param>
/// <param name="N">Images whose cues differ.</param>
/// <param name="Shape">Of them, images called by their shape.</param>
/// <param name="Texture">Images called by their texture.</param>
/// <param name="Neither">Images called something else.</param>
/// <param name="ShapeBias">Shape / (shape + texture); null where neither cue was ever named.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
public sealed record ShapeBiasAnswer(
    string ShapeLabelSet,
    string TextureLabelSet,
    int N,
    int Shape,
    int Texture,
    int Neither,
    double? ShapeBias,
    double? CiLow,
    double? CiHigh
) : Doubted;
