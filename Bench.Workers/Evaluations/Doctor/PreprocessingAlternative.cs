using Bench.Imaging.Contract;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Another contract that somebody may have meant, or other pixels that a graph may take.</summary>
/// <param name="Change">What differs from the declared one, in words that finish "with …".</param>
/// <param name="Preprocessing">The contract.</param>
/// <param name="Transposed">Whether rows and columns of the crops change places, which no contract says.</param>
internal sealed record PreprocessingAlternative(string Change, Preprocessing Preprocessing, bool Transposed = false);
