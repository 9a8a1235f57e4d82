using Bench.Imaging.Contract;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Another contract that somebody may have meant, or other pixels that a graph may take.</summary>
/// <param name="Change">What differs from the declared one, in words that finish "with …".</param>
/// <param name="Preprocessing">The contract.</param>
/// <param name="Pixels">What is done to the crops before it, which no contract says; null for nothing.</param>
internal sealed record PreprocessingAlternative(string Change, Preprocessing Preprocessing, PixelChange? Pixels = null);
